//! Letting go of money of which no order comes.

use serde_json::json;
use tracing::warn;
use wufi_domain::audit::Event;
use wufi_domain::ids::{Id, IntentId, PaymentSessionId};
use wufi_domain::payment::{IntentStatus, Step};
use wufi_outbound::stripe::StripeError;
use wufi_store::payments::{self, Bound};

use crate::till::Till;
use crate::{Clerk, FlowError};

/// Decides that no order comes of a session, and lets the money go at once if the provider answers; otherwise the
/// job does that looks after payments.
pub(crate) async fn let_go(till: &Till, session: &PaymentSessionId) -> Result<(), FlowError> {
    end(till, session, None).await
}

/// The same for a session that gives no more tries, which is put on record. One of which it is known by now that its
/// provider holds money is left alone.
pub(super) async fn call_off(till: &Till, session: &PaymentSessionId) -> Result<(), FlowError> {
    end(till, session, Some(Event::PaymentCalledOff)).await
}

async fn end(till: &Till, session: &PaymentSessionId, event: Option<Event>) -> Result<(), FlowError> {
    let mut tx = till.db.begin().await?;
    let Some(mut bound) = payments::bound(&mut tx, session).await? else { return Ok(()) };
    let step = bound.session.binding.step;
    let is_let_go = step.may_become(Step::Releasing) && !step.is_consumed() && (event.is_none() || step == Step::Open);
    if !is_let_go || !payments::advance(&mut tx, session, step.to(Step::Releasing)?).await? {
        return Ok(());
    }
    if let Some(event) = event {
        Clerk::WUFI.record(&mut tx, event, ("payment_session", session.as_str()), json!({ "cart_id": bound.cart })).await?;
    }
    tx.commit().await?;

    bound.session.binding.step = Step::Releasing;
    if let Err(error) = release(till, &bound).await {
        warn!(payment.session = %session, error = %error, "The money of a payment could not be let go yet");
    }
    Ok(())
}

/// Has the provider let go of what it holds for a session, or give back what it took.
pub(crate) async fn release(till: &Till, bound: &Bound) -> Result<(), FlowError> {
    let session = &bound.session;
    let Some(id) = which(till, bound).await? else { return put_down(till, bound, "nothing").await };
    let intent = match till.cancel(session, &id).await {
        // Gone, or of another account than the key's.
        Err(FlowError::Provider(StripeError::NoSuchIntent)) => return put_down(till, bound, "nothing").await,
        intent => intent?,
    };
    match intent.status {
        IntentStatus::Canceled => put_down(till, bound, "canceled").await,
        IntentStatus::Succeeded => {
            if intent.refunded < intent.received {
                let rest = intent.received.minus(intent.refunded)?;
                till.give_back(session, &id, rest).await?;
            }
            put_down(till, bound, "refunded").await
        }
        _ => Err(FlowError::ProviderUnsettled),
    }
}

/// Which intent it is. When the provider's answer was lost it is asked once more and tells of the same one; without an
/// answer it is left there: nobody was given what it takes to pay it.
async fn which(till: &Till, bound: &Bound) -> Result<Option<IntentId>, FlowError> {
    if let Some(id) = &bound.session.binding.intent {
        return Ok(Some(id.clone()));
    }
    let Ok(intent) = till.create(bound).await else { return Ok(None) };
    let mut tx = till.db.begin().await?;
    payments::learn(&mut tx, &bound.session.id, &intent.id).await?;
    tx.commit().await?;
    Ok(Some(intent.id))
}

async fn put_down(till: &Till, bound: &Bound, how: &'static str) -> Result<(), FlowError> {
    let session = &bound.session;
    let mut tx = till.db.begin().await?;
    if payments::advance(&mut tx, &session.id, Step::Releasing.to(Step::Released)?).await? {
        let facts = json!({ "cart_id": bound.cart, "amount_minor": session.amount.minor(), "how": how });
        Clerk::WUFI.record(&mut tx, Event::PaymentReleased, ("payment_session", session.id.as_str()), facts).await?;
    }
    tx.commit().await?;
    Ok(())
}
