//! Charges: what a bank was asked for, and what became of it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::api::blank::with_blanks;
use crate::api::error::ApiError;
use crate::card::{Card, Decline};
use crate::ids::mint;
use crate::intent::Intent;
use crate::world::{Method, World};

/// A charge. Tests may change what it says.
#[derive(Clone, Debug)]
pub struct Charge {
    /// Its id, `ch_…`.
    pub id: String,
    /// What was asked for, in the smallest unit of its currency.
    pub amount: i64,
    /// What was taken.
    pub amount_captured: i64,
    /// What was given back, or never taken of what was held.
    pub amount_refunded: i64,
    /// Whether it was taken, or is only held.
    pub captured: bool,
    /// The card that was charged.
    pub card: Card,
    /// When, in seconds since 1970.
    pub created: i64,
    /// As three small letters.
    pub currency: String,
    /// The customer, if any.
    pub customer: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Whether the shopper has gone to their bank about it.
    pub disputed: bool,
    /// Why the bank refused; it did not, if there is none.
    pub failure: Option<Decline>,
    /// Whether it is about real money.
    pub livemode: bool,
    /// The intent's metadata at the time.
    pub metadata: BTreeMap<String, String>,
    /// The intent that it was made for.
    pub payment_intent: String,
    /// The payment method, `pm_…`.
    pub payment_method: String,
}

impl Charge {
    /// What the bank made of an intent; `failure` is why it refused.
    pub(crate) fn of(intent: &Intent, method: &Method, failure: Option<Decline>, now: i64) -> Self {
        Self {
            id: mint("ch_", 24),
            amount: intent.amount,
            amount_captured: 0,
            amount_refunded: 0,
            captured: false,
            card: method.card.clone(),
            created: now,
            currency: intent.currency.clone(),
            customer: intent.customer.clone(),
            description: intent.description.clone(),
            disputed: false,
            failure,
            livemode: intent.livemode,
            metadata: intent.metadata.clone(),
            payment_intent: intent.id.clone(),
            payment_method: method.id.clone(),
        }
    }

    /// Whether all of it was given back.
    #[must_use]
    pub const fn is_refunded(&self) -> bool {
        self.failure.is_none() && self.amount_refunded >= self.amount
    }

    /// What could still be given back.
    #[must_use]
    pub const fn refundable(&self) -> i64 {
        self.amount - self.amount_refunded
    }

    /// Takes so much of what is held; the rest is let go.
    pub(crate) const fn take(&mut self, amount: i64) {
        self.captured = true;
        self.amount_captured = amount;
        self.amount_refunded = self.amount - amount;
    }
}

/// What a charge has beside.
const BLANKS: &[&str] = &[
    "application",
    "application_fee",
    "application_fee_amount",
    "balance_transaction",
    "failure_balance_transaction",
    "on_behalf_of",
    "receipt_email",
    "receipt_number",
    "receipt_url",
    "review",
    "shipping",
    "source",
    "source_transfer",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
];

/// What Stripe tells of it.
pub(crate) fn shown(charge: &Charge) -> Value {
    let status = if charge.failure.is_some() { "failed" } else { "succeeded" };
    let told = json!({
        "id": charge.id, "object": "charge", "amount": charge.amount, "amount_captured": charge.amount_captured,
        "amount_refunded": charge.amount_refunded,
        "billing_details": { "address": null, "email": null, "name": null, "phone": null },
        "calculated_statement_descriptor": "WUFI", "captured": charge.captured, "created": charge.created,
        "currency": charge.currency, "customer": charge.customer, "description": charge.description, "disputed": charge.disputed,
        "failure_code": charge.failure.map(|failure| failure.code),
        "failure_message": charge.failure.map(|failure| failure.message),
        "fraud_details": {}, "livemode": charge.livemode, "metadata": charge.metadata,
        "outcome": outcome(charge), "paid": charge.failure.is_none(), "payment_intent": charge.payment_intent,
        "payment_method": charge.payment_method,
        "payment_method_details": { "type": "card", "card": charge.card.view() },
        "refunded": charge.is_refunded(), "status": status,
    });
    with_blanks(told, BLANKS)
}

fn outcome(charge: &Charge) -> Value {
    match charge.failure {
        None => json!({
            "network_status": "approved_by_network", "reason": null, "risk_level": "normal",
            "seller_message": "Payment complete.", "type": "authorized",
        }),
        Some(failure) => json!({
            "network_status": "declined_by_network", "reason": failure.decline_code, "risk_level": "normal",
            "seller_message": "The bank declined the payment.", "type": "issuer_declined",
        }),
    }
}

/// The shopper goes to their bank about what was taken.
pub(crate) fn dispute(world: &mut World, intent: &str) -> Result<(), ApiError> {
    let id = world.intent(intent)?.latest_charge.clone().unwrap_or_default();
    let charge = world.charge_mut(&id)?;
    if !charge.captured {
        return Err(ApiError::invalid(format!("Nothing was taken with charge {id} that could be disputed.")));
    }
    charge.disputed = true;
    let dispute = json!({
        "id": mint("dp_", 24), "object": "dispute", "amount": charge.amount_captured, "balance_transactions": [],
        "charge": charge.id, "created": charge.created, "currency": charge.currency,
        "enhanced_eligibility_types": [], "evidence": {},
        "evidence_details": { "due_by": null, "has_evidence": false, "past_due": false, "submission_count": 0 },
        "intended_submission_method": null, "is_charge_refundable": false, "livemode": charge.livemode, "metadata": {},
        "payment_intent": charge.payment_intent, "reason": "fraudulent", "status": "needs_response",
    });
    world.tell("charge.dispute.created", dispute);
    Ok(())
}
