//! Stripe's answers, and what the shop makes of them.

mod answers;
mod calls;
mod double;
mod egress;
mod failures;
mod refunds;
mod refusals;
mod strange;

use std::time::Duration;

use double::{Double, Reply};
use rustls::RootCertStore;
use serde_json::{Value, json};
use wufi_domain::ids::{CartId, PaymentSessionId};
use wufi_domain::owner::Owner;

use super::*;

const KEY: &str = "sk_test_saladus51H0a1b2c3";
const INTENT: &str = "pi_3MtwBwLkdIwHu7ix28a3tqPa";

fn id() -> IntentId {
    IntentId::parse(INTENT).unwrap()
}

fn euros(minor: i64) -> (Amount, Currency) {
    (Amount::new(minor).unwrap(), Currency::EUR)
}

/// A shop's account at the double, which gives up quickly.
fn stripe(base: &str) -> Stripe {
    with(base, wire::roots(), Pace { whole: Duration::from_secs(5), each: Duration::from_millis(500), ..hasty() })
}

/// Tries again almost at once, and has all the time that tests may need.
fn hasty() -> Pace {
    let long = Duration::from_mins(1);
    Pace { whole: long, each: long, pause: Duration::from_millis(2), ..Pace::default() }
}

fn with(base: &str, roots: RootCertStore, pace: Pace) -> Stripe {
    let settings = Settings { secret_key: KEY, api_base: Url::parse(base).unwrap(), capture: Capture::Manual };
    let Stripe(inner) = Stripe::trusting(&settings, Chance::seeded(7), roots).unwrap();
    Stripe(Arc::new(Inner { pace, ..Arc::into_inner(inner).unwrap() }))
}

fn marks() -> Marks {
    let cart = CartId::parse("cart_01ARYZ6S41TSV4RRFFQ69G5FAV").unwrap();
    let session = PaymentSessionId::parse("payses_01ARYZ6S41TSV4RRFFQ69G5FAV").unwrap();
    Marks { seal: Some("wpb1.k1.a&b=c".to_owned()), ..Marks::of(&cart, &Owner::Guest("d1gest".to_owned()), &session) }
}

fn wanted() -> Wanted<'static> {
    let (amount, currency) = euros(2074);
    Wanted { amount, currency, marks: marks(), description: Some("Ostukorv õ") }
}

/// An intent as Stripe's documentation shows it, held for the shop.
fn told() -> Value {
    json!({
        "id": INTENT, "object": "payment_intent", "amount": 2074, "amount_capturable": 2074,
        "amount_details": { "tip": {} }, "amount_received": 0, "application": null,
        "automatic_payment_methods": { "enabled": true, "allow_redirects": "always" }, "canceled_at": null,
        "capture_method": "manual", "client_secret": format!("{INTENT}_secret_YrKJUKribcBjcG8HVhfZluoGH"),
        "confirmation_method": "automatic", "created": 1_680_800_504, "currency": "eur", "customer": null,
        "description": "Ostukorv", "last_payment_error": null,
        "latest_charge": {
            "id": "ch_3MtwBwLkdIwHu7ix2", "object": "charge", "amount": 2074, "amount_captured": 0, "amount_refunded": 0,
            "billing_details": { "email": "mari@wufi.ee", "name": "Mari Maasikas" }, "captured": false, "disputed": false,
        },
        "livemode": false,
        "metadata": { "cart_id": "cart_01ARYZ6S41TSV4RRFFQ69G5FAV", "guest_id": "d1gest",
            "session_id": "payses_01ARYZ6S41TSV4RRFFQ69G5FAV", "wufi_binding": "wpb1.k1.a&b=c", "order": "7" },
        "next_action": null, "payment_method_types": ["card"], "receipt_email": null, "status": "requires_capture",
    })
}

/// The intent with some members changed.
fn but(changes: Value) -> Value {
    changed(told(), changes)
}

fn changed(mut whole: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else { panic!("{changes} is no object") };
    whole.as_object_mut().unwrap().extend(changes);
    whole
}

fn refund() -> Value {
    json!({
        "id": "re_1Nispe2eZvKYlo2Cd31jOCgZ", "object": "refund", "amount": 1000, "charge": "ch_1", "currency": "eur",
        "metadata": {}, "payment_intent": INTENT, "reason": null, "status": "succeeded",
    })
}

/// Asks a double that gives this one reply, again and again, for the intent.
async fn retrieved(reply: Reply) -> Result<Intent, StripeError> {
    let double = Double::open(vec![reply]).await;
    with(&double.url(), wire::roots(), hasty()).retrieve(&id()).await
}
