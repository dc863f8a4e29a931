//! What follows when a cart does not become an order although somebody paid, or says so.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::ids::{CartId, Id, PaymentSessionId};
use wufi_domain::payment::{Intent, PaymentFault, Step, Verdict};
use wufi_store::payments::{self, Bound};

use crate::till::Till;
use crate::{Caller, FlowError, payment};

/// What is to become of the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// As it is: the shopper may still complete the cart.
    Kept,
    /// Let go: no order can come of it.
    LetGo,
    /// A person has to look at it.
    Disowned,
    /// It is not known that anything is wrong with it.
    Untouched,
}

/// Whether asking again brings nothing else: what is to be done about the money is done.
pub(crate) fn is_final(error: &FlowError) -> bool {
    matches!(fate(error), Fate::LetGo | Fate::Disowned)
}

fn fate(error: &FlowError) -> Fate {
    match error {
        FlowError::Payment(fault) => match fault.verdict() {
            Verdict::Release | Verdict::Gone => Fate::LetGo,
            Verdict::Disown => Fate::Disowned,
            Verdict::Wait | Verdict::Ignore => Fate::Untouched,
        },
        // Sold out, no longer sold, or not to be counted.
        FlowError::Stock { .. } | FlowError::Item { .. } | FlowError::Amount(_) | FlowError::ProviderNotOffered => Fate::LetGo,
        FlowError::Unready(_) | FlowError::StepUpRequired => Fate::Kept,
        _ => Fate::Untouched,
    }
}

/// Does with the money of `intent` what the refusal asks for, and puts the refusal on record.
pub(super) async fn settle(
    till: &Till,
    caller: &Caller,
    bound: &Bound,
    intent: &Intent,
    error: &FlowError,
) -> Result<(), FlowError> {
    record(till, caller, &bound.cart, error).await?;
    let session = &bound.session.id;
    match fate(error) {
        Fate::LetGo => payment::let_go(till, session).await,
        Fate::Disowned => step(till, session, Step::Disowned).await,
        Fate::Kept if intent.status.has_money() => step(till, session, Step::Held).await,
        Fate::Kept | Fate::Untouched => Ok(()),
    }
}

/// A cart whose shopper wants to complete it may be paid although it is not ready: somebody has a look.
pub(super) async fn nudge(till: &Till, cart: &CartId, error: &FlowError) -> Result<(), FlowError> {
    if fate(error) == Fate::Kept {
        let mut tx = till.db.begin().await?;
        payments::wake_cart(&mut tx, cart).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Takes the step, where the session stands so that it can be taken.
async fn step(till: &Till, session: &PaymentSessionId, to: Step) -> Result<(), FlowError> {
    let mut tx = till.db.begin().await?;
    if let Some(bound) = payments::bound(&mut tx, session).await?
        && let Ok(advance) = bound.session.binding.step.to(to)
    {
        payments::advance(&mut tx, session, advance).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Puts on record that a payment did not pay for a cart; a shopper who has simply not paid yet leaves nothing.
pub(super) async fn record(till: &Till, caller: &Caller, cart: &CartId, error: &FlowError) -> Result<(), FlowError> {
    let FlowError::Payment(fault) = error else { return Ok(()) };
    if matches!(fault, PaymentFault::Unpaid(_) | PaymentFault::NoIntent) {
        return Ok(());
    }
    let event = if fault.is_anomaly() { Event::PaymentAnomaly } else { Event::PaymentRefused };
    let mut tx = till.db.begin().await?;
    caller.record(&mut tx, event, ("cart", cart.as_str()), json!({ "why": fault.word() })).await?;
    tx.commit().await?;
    Ok(())
}
