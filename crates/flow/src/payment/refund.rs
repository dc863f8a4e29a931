//! Giving money of an order back: put down first, then asked for, then put down again how it went.
//!
//! The provider is asked under a key of the refund's own and writes the refund's id on it. So a refund happens once,
//! however often its answer is lost, and whether it happened can be looked up.

use serde_json::json;
use tracing::{error, warn};
use wufi_domain::audit::Event;
use wufi_domain::ids::{Id, IntentId, PaymentId, RefundId};
use wufi_domain::money::{Amount, Major};
use wufi_domain::payment::{PaymentCollection, RefundError, RefundState};
use wufi_outbound::stripe::{Refund, StripeError, Trouble};
use wufi_store::Tx;
use wufi_store::payments::{self, Bound, NewRefund, Seen, Sending};

use super::look_after::pause_secs;
use crate::till::Till;
use crate::{Clerk, FlowError};

/// Seconds in which whoever asks a provider has the refund to itself: longer than all that is asked then may take.
const LEASE_SECS: i64 = 120;

/// What is to be given back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish<'w> {
    /// How much.
    pub(crate) amount: Amount,
    /// What whoever gives it back wrote down.
    pub(crate) note: Option<&'w str>,
}

/// Gives money of a payment back. Where the provider does not answer, the refund is on its way and is asked for again.
pub async fn refund(
    till: &Till,
    clerk: &Clerk,
    id: &PaymentId,
    (amount, note): (Major, Option<&str>),
) -> Result<PaymentCollection, FlowError> {
    let mut tx = till.db.begin().await?;
    let seen = payments::hold(&mut tx, id).await?.ok_or(RefundError::NoPayment)?;
    if seen.is_canceled {
        return Err(RefundError::CalledOff.into());
    }
    if !seen.is_taken {
        return Err(RefundError::NotTaken.into());
    }
    let amount = amount.of(seen.currency).ok_or(RefundError::TooFine(seen.currency.exponent()))?;
    let refund = put_down(&mut tx, clerk, &seen, Wish { amount, note }).await?;
    tx.commit().await?;

    let went = send_now(till, clerk, &refund).await;
    let mut tx = till.db.read().await?;
    match went {
        Some(RefundState::Failed) => Err(RefundError::Refused.into()),
        Some(_) | None => Ok(payments::of_payment(&mut tx, id).await?.ok_or(RefundError::NoPayment)?),
    }
}

/// Puts down and on record that money of a held payment is to be given back. By hand that is all there is to do.
pub(crate) async fn put_down(tx: &mut Tx, clerk: &Clerk, seen: &Seen, wish: Wish<'_>) -> Result<RefundId, FlowError> {
    let due_at = tx.now().after_secs(LEASE_SECS);
    let new = NewRefund { payment: &seen.id, amount: wish.amount, note: wish.note, by: clerk.name(), due_at };
    let refund = payments::ask(tx, &new).await?.ok_or(RefundError::TooMuch)?;
    let facts = json!({ "payment_id": seen.id, "amount_minor": wish.amount.minor(), "currency_code": seen.currency.code() });
    clerk.record(tx, Event::RefundAsked, ("refund", refund.as_str()), facts).await?;

    let bound = payments::bound(tx, &seen.session).await?.ok_or(RefundError::NoPayment)?;
    if !bound.session.is_outside() {
        let asked = payments::sending(tx, &refund).await?.ok_or(RefundError::NoPayment)?;
        settle(tx, clerk, &asked, &Went::Done(None)).await?;
    }
    Ok(refund)
}

/// How a refund went.
enum Went {
    /// The money was given back; a provider has its own name for that.
    Done(Option<String>),
    /// It will not be.
    Failed(String),
}

impl Went {
    fn at_provider(refund: Refund) -> Self {
        if refund.has_failed() { Self::Failed("failed".to_owned()) } else { Self::Done(Some(refund.reference)) }
    }
}

/// Puts down and on record how a refund went, once.
async fn settle(tx: &mut Tx, clerk: &Clerk, refund: &Sending, went: &Went) -> Result<(), FlowError> {
    let id = &refund.id;
    let facts = json!({ "payment_id": refund.payment, "order_id": refund.order, "amount_minor": refund.amount.minor() });
    match went {
        Went::Done(reference) => {
            if payments::done(tx, id, reference.as_deref()).await? {
                clerk.record(tx, Event::Refunded, ("refund", id.as_str()), facts).await?;
            }
        }
        Went::Failed(why) => {
            if payments::failed(tx, id, refund.state).await? {
                let facts = json!({ "payment_id": refund.payment, "amount_minor": refund.amount.minor(), "why": why });
                clerk.record(tx, Event::RefundFailed, ("refund", id.as_str()), facts).await?;
            }
        }
    }
    Ok(())
}

/// Asks the provider at once; how far the refund is then, if that is known. What does not work is tried again by the job.
pub(crate) async fn send_now(till: &Till, clerk: &Clerk, id: &RefundId) -> Option<RefundState> {
    if let Err(error) = send(till, clerk, id).await {
        warn!(refund.id = %id, error = %error, "Money could not be given back yet");
    }
    let mut tx = till.db.read().await.ok()?;
    Some(payments::sending(&mut tx, id).await.ok()??.state)
}

/// Asks again for one refund whose time has come; false when there was none.
pub(super) async fn send_next(till: &Till) -> Result<bool, FlowError> {
    let mut tx = till.db.begin().await?;
    let again_at = tx.now().after_secs(LEASE_SECS);
    let Some(due) = payments::take_due_refund(&mut tx, again_at).await? else { return Ok(false) };
    tx.commit().await?;

    if let Err(error) = send(till, &Clerk::WUFI, &due.refund).await {
        warn!(refund.id = %due.refund, refund.tries = due.tries, error = %error, "Money could not be given back yet");
        let mut tx = till.db.begin().await?;
        let until = tx.now().after_secs(pause_secs(due.tries));
        payments::put_off_refund(&mut tx, &due.refund, until).await?;
        tx.commit().await?;
    }
    Ok(true)
}

/// Has the provider give the money back, and puts down how that went.
async fn send(till: &Till, clerk: &Clerk, id: &RefundId) -> Result<(), FlowError> {
    let mut tx = till.db.read().await?;
    let Some(refund) = payments::sending(&mut tx, id).await?.filter(|refund| refund.state != RefundState::Failed) else {
        return Ok(());
    };
    let bound = payments::bound(&mut tx, &refund.session).await?;
    drop(tx);
    let Some(bound) = bound else { return Ok(()) };
    let Some(intent) = bound.session.binding.intent.clone() else { return Ok(()) };

    let went = match refund.state {
        RefundState::Done => look_again(till, &intent, &refund).await?,
        RefundState::Asked | RefundState::Failed => Some(ask(till, (&bound, &intent), &refund).await?),
    };
    let mut tx = till.db.begin().await?;
    match went {
        Some(went) => settle(&mut tx, clerk, &refund, &went).await?,
        None => payments::still_done(&mut tx, id).await?,
    }
    tx.commit().await?;
    Ok(())
}

/// Whether a refund that was done has failed since: the shopper's bank may not take the money, days later.
async fn look_again(till: &Till, intent: &IntentId, refund: &Sending) -> Result<Option<Went>, FlowError> {
    let found = till.refunded(intent, refund).await?;
    let failed = found.filter(Refund::has_failed).map(Went::at_provider);
    if failed.is_some() {
        error!(refund.id = %refund.id, "Money that was given back came back: the shopper does not have it");
    }
    Ok(failed)
}

/// Asks the provider; an error means that it is not known, or not yet, how the refund went.
async fn ask(till: &Till, (bound, intent): (&Bound, &IntentId), refund: &Sending) -> Result<Went, FlowError> {
    // An earlier try may have worked, whatever it was answered with.
    if refund.tries > 0
        && let Some(found) = till.refunded(intent, refund).await?
    {
        return Ok(Went::at_provider(found));
    }
    match till.refund(&bound.session, intent, refund).await {
        Ok(made) => Ok(Went::at_provider(made)),
        // Stripe keeps a failure of its own under its key and would tell it for a day: the key is used up. Only a question
        // that was answered ends with it, so whether the refund was made can be seen now.
        Err(error @ StripeError::Unavailable(Trouble::Kept { .. })) => {
            if let Some(found) = till.refunded(intent, refund).await? {
                return Ok(Went::at_provider(found));
            }
            let mut tx = till.db.begin().await?;
            payments::another_key(&mut tx, refund).await?;
            tx.commit().await?;
            Err(error.into())
        }
        Err(error) if error.is_temporary() => Err(error.into()),
        // It says no; but it may have said yes before, under this key or an earlier one.
        Err(error) => match till.refunded(intent, refund).await {
            Ok(Some(found)) => Ok(Went::at_provider(found)),
            Ok(None) | Err(StripeError::NoSuchIntent) => Ok(Went::Failed(word(&error))),
            Err(error) => Err(error.into()),
        },
    }
}

/// Why a provider says no, for the record.
fn word(error: &StripeError) -> String {
    match error {
        StripeError::Unexpected { code } | StripeError::Refused { code, .. } => code.clone().unwrap_or_default(),
        StripeError::NoSuchIntent => "no_such_intent".to_owned(),
        StripeError::Unchargeable => "unchargeable".to_owned(),
        StripeError::Unavailable(_) => "unavailable".to_owned(),
        StripeError::BadKey => "bad_key".to_owned(),
    }
}
