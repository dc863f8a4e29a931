//! Reading what Stripe tells of an intent.

use serde::Deserialize;
use serde_json::{Map, Value, json};
use wufi_domain::ids::{Id, IntentId};
use wufi_domain::moment::Moment;
use wufi_domain::money::{Amount, Currency};
use wufi_domain::payment::{Decline, Intent, IntentStatus, Marks};

use super::units::from_stripe;
use super::word::{id, id_of, token, word};

/// An intent as Stripe writes it: what of it is read. What is missing here is an error, so that no fact is taken to be
/// nothing because an answer was cut short.
#[derive(Deserialize)]
struct Told {
    id: String,
    object: String,
    amount: i64,
    amount_capturable: i64,
    amount_received: i64,
    currency: String,
    status: String,
    capture_method: String,
    livemode: bool,
    client_secret: Option<String>,
    metadata: Map<String, Value>,
    latest_charge: Value,
    last_payment_error: Option<Value>,
}

/// The charge that paid or did not; when there is none, nothing was ever taken.
#[derive(Default, Deserialize)]
struct Charge {
    id: Option<String>,
    created: Option<i64>,
    amount_refunded: i64,
    disputed: bool,
}

/// Reads an intent; none when it is not whole, or another than `asked` for.
pub(super) fn read(body: &[u8], asked: Option<&IntentId>) -> Option<Intent> {
    let told: Told = serde_json::from_slice(body).ok()?;
    let intent = IntentId::parse(&told.id).filter(|id| asked.is_none_or(|asked| asked == id))?;
    let secret_begins = format!("{intent}_secret_");
    if told.object != "payment_intent" || !told.client_secret.as_deref().is_none_or(|secret| secret.starts_with(&secret_begins)) {
        return None;
    }

    let currency = Currency::new(&told.currency)?;
    let amount = |units: i64| from_stripe(units, currency);
    let charge = charge(&told.latest_charge)?;
    Some(Intent {
        id: intent,
        status: IntentStatus::parse(&told.status)?,
        amount: amount(told.amount).filter(|amount| *amount > Amount::ZERO)?,
        currency,
        capturable: amount(told.amount_capturable)?,
        received: amount(told.amount_received)?,
        refunded: amount(charge.amount_refunded)?,
        is_disputed: charge.disputed,
        is_live: told.livemode,
        marks: marks(&told.metadata),
        decline: told.last_payment_error.as_ref().map(|error| Decline { at: charge.at(error), ..decline(error) }),
        for_browser: for_browser(&told),
    })
}

impl Charge {
    /// When the try was that an error tells of, if it is the one that this charge came of.
    fn at(&self, error: &Value) -> Option<Moment> {
        let of = error.get("charge").and_then(id_of);
        self.created.filter(|_| of.is_some() && of == self.id.as_deref()).map(Moment::from_secs)
    }
}

/// It was asked for in full: an id alone would leave open what was given back.
fn charge(told: &Value) -> Option<Charge> {
    match told {
        Value::Null => Some(Charge::default()),
        Value::Object(_) => Charge::deserialize(told).ok(),
        _ => None,
    }
}

/// What is written on an intent or another thing.
pub(super) fn marks(metadata: &Map<String, Value>) -> Marks {
    Marks::read(|name| metadata.get(name).and_then(Value::as_str))
}

/// Why the last try did not work, from `last_payment_error`.
pub(super) fn decline(told: &Value) -> Decline {
    let said = |name: &str| told.get(name).and_then(Value::as_str).and_then(word);
    let code = said("decline_code").or_else(|| said("code")).or_else(|| said("type"));
    let card = told.pointer("/payment_method/card/fingerprint").and_then(Value::as_str).and_then(token);
    let named = |name: &str, prefixes: &[&str]| told.get(name).and_then(id_of).and_then(|text| id(prefixes, text));
    // A bank that was not asked, as when 3-D Secure failed, leaves no charge.
    let trial = named("charge", &["ch_", "py_"]).or_else(|| named("payment_method", &["pm_"]));
    Decline { code: code.unwrap_or_else(|| "unknown".to_owned()), card, trial, at: None }
}

/// What the shopper's browser is given, in Stripe's units: of what Stripe tells, this and no more.
fn for_browser(told: &Told) -> Value {
    json!({
        "id": told.id,
        "object": told.object,
        "client_secret": told.client_secret,
        "status": told.status,
        "amount": told.amount,
        "currency": told.currency,
        "capture_method": told.capture_method,
        "livemode": told.livemode,
    })
}
