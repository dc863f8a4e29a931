//! Taking the money of an order.

use serde_json::json;
use tracing::warn;
use wufi_domain::audit::Event;
use wufi_domain::ids::{Id, PaymentSessionId};
use wufi_domain::payment::{Intent, IntentStatus, PaymentSession, Step};
use wufi_store::Tx;
use wufi_store::payments::{self, Bound};

use crate::till::Till;
use crate::{Clerk, FlowError, order};

/// Takes the money that is held for an order, and puts that down. When the provider took it already, only the latter;
/// when it let it go, the order is called off: there is no order without money.
pub(crate) async fn take(till: &Till, clerk: &Clerk, bound: &Bound, seen: Option<Intent>) -> Result<(), FlowError> {
    let session = &bound.session;
    let Some(id) = &session.binding.intent else { return Ok(()) };
    let seen = match seen {
        Some(intent) => intent,
        None => till.look(id).await?,
    };
    let is_held = seen.status == IntentStatus::RequiresCapture;
    let intent = if is_held { till.capture(session, id).await? } else { seen };
    match intent.status {
        IntentStatus::Succeeded if intent.received == session.amount => put_down(till, clerk, session).await,
        IntentStatus::Canceled => give_up(till, clerk, session).await,
        // It is on its way, or something that a person has to look at: asked again later.
        status => {
            warn!(payment.session = %session.id, payment.status = status.word(), "The money of an order is not there yet");
            Err(FlowError::ProviderUnsettled)
        }
    }
}

async fn put_down(till: &Till, clerk: &Clerk, session: &PaymentSession) -> Result<(), FlowError> {
    let mut tx = till.db.begin().await?;
    note(&mut tx, clerk, &session.id).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts down and on record that the money of a session was taken, once; false when it was before, or was called off.
pub(crate) async fn note(tx: &mut Tx, clerk: &Clerk, session: &PaymentSessionId) -> Result<bool, FlowError> {
    let Some(capture) = payments::take(tx, session, clerk.name()).await? else { return Ok(false) };
    payments::advance(tx, session, Step::Ordered.to(Step::Taken)?).await?;
    let facts = json!({ "order_id": capture.order, "amount_minor": capture.amount.minor() });
    clerk.record(tx, Event::PaymentCaptured, ("payment", capture.payment.as_str()), facts).await?;
    Ok(true)
}

async fn give_up(till: &Till, clerk: &Clerk, session: &PaymentSession) -> Result<(), FlowError> {
    let Some(id) = &session.binding.order else { return Ok(()) };
    let mut tx = till.db.begin().await?;
    order::call_off(&mut tx, clerk, id, "payment_lost").await?;
    tx.commit().await?;
    Ok(())
}
