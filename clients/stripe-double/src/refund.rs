//! Money that goes back.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::api::error::ApiError;
use crate::api::params::MetadataChange;
use crate::card::Refunds;
use crate::charge::Charge;
use crate::ids::mint;
use crate::status::Status;
use crate::world::World;

/// Money that goes back.
#[derive(Clone, Debug)]
pub struct Refund {
    /// Its id, `re_…`.
    pub id: String,
    /// How much, in the smallest unit of its currency.
    pub amount: i64,
    /// The charge of which.
    pub charge: String,
    /// When, in seconds since 1970.
    pub created: i64,
    /// As three small letters.
    pub currency: String,
    /// The customer, if any.
    pub customer: Option<String>,
    /// What the shop noted with it.
    pub metadata: BTreeMap<String, String>,
    /// The intent of which.
    pub payment_intent: String,
    /// The payment method, `pm_…`, to which.
    pub payment_method: String,
    /// `duplicate`, `fraudulent`, `requested_by_customer`, or none.
    pub reason: Option<String>,
    /// `succeeded`, `pending` or `failed`.
    pub status: &'static str,
}

/// A refund to be.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewRefund {
    pub(crate) charge: Option<String>,
    pub(crate) payment_intent: Option<String>,
    pub(crate) amount: Option<i64>,
    pub(crate) reason: Option<String>,
    pub(crate) metadata: Option<MetadataChange>,
}

/// Gives money back; returns the refund's id.
pub(crate) fn create(world: &mut World, new: NewRefund) -> Result<String, ApiError> {
    let mut metadata = BTreeMap::new();
    if let Some(told) = new.metadata {
        told.apply(&mut metadata)?;
    }
    let charge = charge_of(world, new.charge.as_deref(), new.payment_intent.as_deref())?;
    let amount = amount_of(&charge, new.amount)?;

    let id = mint("re_", 24);
    let status = match charge.card.refunds {
        Refunds::Prompt => "succeeded",
        Refunds::Pending => "pending",
    };
    let refund = Refund {
        id: id.clone(),
        amount,
        charge: charge.id.clone(),
        created: world.now(),
        currency: charge.currency,
        customer: charge.customer,
        metadata,
        payment_intent: charge.payment_intent,
        payment_method: charge.payment_method,
        reason: new.reason,
        status,
    };
    world.refunds.insert(id.clone(), refund);
    world.charge_mut(&charge.id)?.amount_refunded += amount;
    world.tell_charge("charge.refunded", &charge.id);
    world.tell_refund("refund.created", &id);
    Ok(id)
}

/// The bank has given the money back at last, or could not.
pub(crate) fn finish(world: &mut World, id: &str, succeed: bool) -> Result<(), ApiError> {
    let refund = world.refunds.get_mut(id).ok_or_else(|| ApiError::missing("refund", id, "id"))?;
    if refund.status == "failed" {
        return Err(ApiError::invalid(format!("Refund {id} has failed already.")));
    }
    refund.status = if succeed { "succeeded" } else { "failed" };
    let (charge, amount) = (refund.charge.clone(), refund.amount);
    world.tell_refund("refund.updated", id);
    if !succeed {
        // The money is the shop's again, as Stripe books it.
        world.charge_mut(&charge)?.amount_refunded -= amount;
        world.tell_refund("refund.failed", id);
    }
    Ok(())
}

fn charge_of(world: &World, charge: Option<&str>, intent: Option<&str>) -> Result<Charge, ApiError> {
    let charge = match (charge, intent) {
        (Some(charge), _) => world.charges.get(charge).ok_or_else(|| ApiError::missing_param("charge", charge, "charge"))?,
        (None, Some(id)) => {
            let missing = || ApiError::missing_param("payment_intent", id, "payment_intent");
            let intent = world.intents.get(id).ok_or_else(missing)?;
            if intent.status == Status::RequiresCapture {
                let message = format!(
                    "This PaymentIntent ({id}) could not be refunded because it has a status of requires_capture. \
                     You can cancel it instead with the PaymentIntents API."
                );
                return Err(ApiError::invalid(message).code("payment_intent_unexpected_state").param("payment_intent"));
            }
            let charge = intent.latest_charge.as_ref().and_then(|charge| world.charges.get(charge));
            charge.ok_or_else(|| unpaid(id))?
        }
        (None, None) => {
            let message = "One of the following params should be provided for this request: payment_intent or charge.";
            return Err(ApiError::invalid(message).code("parameter_missing"));
        }
    };
    if charge.captured && charge.failure.is_none() { Ok(charge.clone()) } else { Err(unpaid(&charge.payment_intent)) }
}

fn unpaid(intent: &str) -> ApiError {
    ApiError::invalid(format!("This PaymentIntent ({intent}) does not have a successful charge to refund."))
        .param("payment_intent")
}

fn amount_of(charge: &Charge, asked: Option<i64>) -> Result<i64, ApiError> {
    let (id, left) = (&charge.id, charge.refundable());
    if charge.disputed {
        let message = format!("Charge {id} has been charged back; cannot issue a refund.");
        return Err(ApiError::invalid(message).code("charge_disputed"));
    }
    if left <= 0 {
        let message = format!("Charge {id} has already been refunded.");
        return Err(ApiError::invalid(message).code("charge_already_refunded"));
    }
    let amount = asked.unwrap_or(left);
    if amount > left {
        let message = format!("Refund amount ({amount}) is greater than unrefunded amount on charge ({left})");
        return Err(ApiError::invalid(message).code("amount_too_large").param("amount"));
    }
    Ok(amount)
}

/// What Stripe tells of it.
pub(crate) fn shown(refund: &Refund) -> Value {
    json!({
        "id": refund.id, "object": "refund", "amount": refund.amount, "balance_transaction": null,
        "charge": refund.charge, "created": refund.created, "currency": refund.currency,
        "customer": refund.customer, "customer_account": null,
        "destination_details": { "type": "card", "card": { "type": "refund" } },
        "metadata": refund.metadata, "payment_intent": refund.payment_intent, "payment_method": refund.payment_method,
        "reason": refund.reason,
        "receipt_number": null, "source_transfer_reversal": null, "status": refund.status,
        "transfer_reversal": null,
    })
}
