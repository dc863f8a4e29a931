//! How intents end: the money is taken, or let go.

use crate::api::error::ApiError;
use crate::status::{Action, Step};
use crate::world::World;

/// Takes the money that is held, or so much of it; the rest is let go.
pub(crate) fn capture(world: &mut World, id: &str, amount: Option<i64>) -> Result<(), ApiError> {
    let intent = world.intent_mut(id)?;
    intent.permit(Action::Capture)?;
    let amount = amount.unwrap_or(intent.amount_capturable);
    if amount > intent.amount_capturable {
        let message = "The payment could not be captured because the requested capture amount is greater than the amount you \
                       can capture for this charge.";
        return Err(ApiError::invalid(message).code("amount_too_large").param("amount_to_capture"));
    }
    intent.status = Step::Captured.leads_to();
    intent.amount_received = amount;
    intent.amount_capturable = 0;
    let charge_id = intent.latest_charge.clone().unwrap_or_default();

    world.charge_mut(&charge_id)?.take(amount);
    world.tell_charge("charge.captured", &charge_id);
    world.tell_intent("payment_intent.succeeded", id);
    Ok(())
}

/// Ends an intent without money, or gives back what is held.
pub(crate) fn cancel(world: &mut World, id: &str, reason: Option<String>) -> Result<(), ApiError> {
    world.intent(id)?.permit(Action::Cancel)?;
    let released = release(world, id, reason)?;
    if let Some(charge) = released {
        world.tell_charge("charge.refunded", &charge);
    }
    world.tell_intent("payment_intent.canceled", id);
    Ok(())
}

/// The money was held for too long: the bank lets it go.
pub(crate) fn expire(world: &mut World, id: &str) -> Result<(), ApiError> {
    world.intent(id)?.permit(Action::Expire)?;
    let released = release(world, id, Some("automatic".to_owned()))?;
    if let Some(charge) = released {
        world.tell_charge("charge.expired", &charge);
    }
    world.tell_intent("payment_intent.canceled", id);
    Ok(())
}

/// Cancels; returns the charge whose money was held until now.
fn release(world: &mut World, id: &str, reason: Option<String>) -> Result<Option<String>, ApiError> {
    let now = world.now();
    let intent = world.intent_mut(id)?;
    let held = intent.amount_capturable > 0;
    intent.status = Step::Canceled.leads_to();
    intent.canceled_at = Some(now);
    intent.cancellation_reason = reason;
    intent.amount_capturable = 0;
    let Some(charge_id) = intent.latest_charge.clone().filter(|_| held) else { return Ok(None) };

    let charge = world.charge_mut(&charge_id)?;
    charge.amount_refunded = charge.amount;
    Ok(Some(charge_id))
}
