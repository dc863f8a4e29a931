//! What Stripe tells of an intent and of what it is paid with.

use serde_json::{Map, Value, json};

use super::{Intent, Redirects};
use crate::api::blank::with_blanks;
use crate::status::Status;
use crate::world::Method;

/// What an intent has beside.
const BLANKS: &[&str] = &[
    "allowed_payment_method_types",
    "application",
    "application_fee_amount",
    "customer_account",
    "excluded_payment_method_types",
    "managed_payments",
    "on_behalf_of",
    "payment_method_configuration_details",
    "payment_record",
    "processing",
    "review",
    "shipping",
    "source",
    "statement_descriptor",
    "transfer_data",
    "transfer_group",
];

/// What whoever has the secret key sees.
pub(crate) fn shown(intent: &Intent) -> Value {
    let told = json!({
        "id": intent.id, "object": "payment_intent", "amount": intent.amount,
        "amount_capturable": intent.amount_capturable, "amount_details": { "tip": {} },
        "amount_received": intent.amount_received,
        "automatic_payment_methods": intent.automatic_methods.map(automatic),
        "canceled_at": intent.canceled_at, "cancellation_reason": intent.cancellation_reason,
        "capture_method": intent.capture_method, "client_secret": intent.client_secret,
        "confirmation_method": "automatic", "created": intent.created, "currency": intent.currency,
        "customer": intent.customer, "description": intent.description,
        "last_payment_error": intent.last_payment_error, "latest_charge": intent.latest_charge,
        "livemode": intent.livemode, "metadata": intent.metadata, "next_action": next_action(intent),
        "payment_method": intent.payment_method, "payment_method_options": { "card": {
            "installments": null, "mandate_options": null, "network": null, "request_three_d_secure": "automatic",
        } },
        "payment_method_types": intent.payment_method_types, "receipt_email": intent.receipt_email,
        "setup_future_usage": intent.setup_future_usage,
        "statement_descriptor_suffix": intent.statement_descriptor_suffix, "status": intent.status,
    });
    with_blanks(told, BLANKS)
}

/// What a browser sees, with the publishable key and the client secret.
const PUBLIC: [&str; 22] = [
    "id",
    "object",
    "amount",
    "amount_details",
    "automatic_payment_methods",
    "canceled_at",
    "cancellation_reason",
    "capture_method",
    "client_secret",
    "confirmation_method",
    "created",
    "currency",
    "description",
    "last_payment_error",
    "livemode",
    "next_action",
    "payment_method",
    "payment_method_types",
    "processing",
    "receipt_email",
    "setup_future_usage",
    "status",
];

/// The part of an answer about an intent that a browser sees.
pub(crate) fn public(intent: Value) -> Value {
    let Value::Object(members) = intent else { return intent };
    Value::Object(members.into_iter().filter(|(name, _)| PUBLIC.contains(&name.as_str())).collect::<Map<_, _>>())
}

/// What is told of a payment method.
pub(crate) fn method(method: &Method) -> Value {
    json!({
        "id": method.id, "object": "payment_method", "allow_redisplay": "unspecified",
        "billing_details": { "address": null, "email": null, "name": null, "phone": null },
        "card": method.card.view(), "created": method.created, "customer": method.customer,
        "customer_account": null, "livemode": false, "metadata": {}, "type": "card",
    })
}

fn automatic(redirects: Redirects) -> Value {
    let allowed = match redirects {
        Redirects::Always => "always",
        Redirects::Never => "never",
    };
    json!({ "allow_redirects": allowed, "enabled": true })
}

fn next_action(intent: &Intent) -> Value {
    if intent.status != Status::RequiresAction {
        return Value::Null;
    }
    let page = &intent.bank_page;
    match &intent.return_url {
        Some(back) => json!({ "type": "redirect_to_url", "redirect_to_url": { "return_url": back, "url": page } }),
        None => json!({ "type": "use_stripe_sdk", "use_stripe_sdk": { "type": "three_d_secure_redirect", "stripe_js": page } }),
    }
}
