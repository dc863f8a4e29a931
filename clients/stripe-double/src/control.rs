//! `/double/…`: what no shop can ask of Stripe, for tests in other languages and for a developer's own hands.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::response::Response;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::reply::Reply;
use crate::fault::{Fault, Turn};
use crate::intent::{Intent, view};
use crate::lock;
use crate::outside;
use crate::shared::Shared;
use crate::status::Status;

/// The longest body that is read.
const LONGEST: usize = 1 << 16;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pay {
    payment_method: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    succeed: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Amount {
    amount: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    call: Call,
    fault: Fault,
    turn: Turn,
}

/// What an intent says from now on, true or not.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tampering {
    amount: Option<i64>,
    amount_received: Option<i64>,
    amount_capturable: Option<i64>,
    currency: Option<String>,
    livemode: Option<bool>,
    metadata: Option<BTreeMap<String, String>>,
    status: Option<Status>,
}

impl Tampering {
    fn apply(self, intent: &mut Intent) {
        intent.amount = self.amount.unwrap_or(intent.amount);
        intent.amount_received = self.amount_received.unwrap_or(intent.amount_received);
        intent.amount_capturable = self.amount_capturable.unwrap_or(intent.amount_capturable);
        intent.livemode = self.livemode.unwrap_or(intent.livemode);
        intent.status = self.status.unwrap_or(intent.status);
        if let Some(currency) = self.currency {
            intent.currency = currency;
        }
        if let Some(metadata) = self.metadata {
            intent.metadata = metadata;
        }
    }
}

/// Answers what is asked of the double and not of Stripe.
pub(crate) async fn attend(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let result = match to_bytes(request.into_body(), LONGEST).await {
        Ok(body) => answer(&shared, (method.as_str(), &path), &body).await,
        Err(_) => Err(ApiError::invalid("The body could not be read.")),
    };
    Reply::from(result).response()
}

async fn answer(shared: &Shared, (method, path): (&str, &str), body: &[u8]) -> Result<Value, ApiError> {
    let parts: Vec<_> = path.trim_start_matches('/').split('/').skip(1).collect();
    match (method, parts.as_slice()) {
        ("POST", ["intents", id, deed]) => on_intent(shared, id, deed, body).await,
        ("DELETE", ["intents", id]) => outside::forget(shared, id).map(|()| json!({ "id": id, "deleted": true })),
        ("POST", ["refunds", id, "finish"]) => {
            let End { succeed } = read(body)?;
            outside::finish_refund(shared, id, succeed).await.map(|()| json!({ "id": id }))
        }
        ("POST", ["faults"]) => {
            let Plan { call, fault, turn } = read(body)?;
            shared.faults.plan(call, fault, turn);
            Ok(json!({}))
        }
        ("DELETE", ["faults"]) => {
            shared.faults.clear();
            Ok(json!({}))
        }
        ("GET", ["calls"]) => Ok(json!(*lock(&shared.calls))),
        ("GET", ["events"]) => Ok(shared.webhooks.list().into_iter().map(|event| event.json).collect()),
        ("GET", ["deliveries"]) => Ok(json!(shared.webhooks.delivered())),
        ("POST", ["events", id, "resend"]) => {
            let sent = shared.webhooks.resend(id).await.map_err(|_| ApiError::missing("event", id, "id"))?;
            Ok(json!({ "status": sent }))
        }
        _ => Err(ApiError::invalid(format!("The double knows no {method} {path}.")).status(404)),
    }
}

async fn on_intent(shared: &Shared, id: &str, deed: &str, body: &[u8]) -> Result<Value, ApiError> {
    match deed {
        "pay" => outside::pay(shared, id, &read::<Pay>(body)?.payment_method).await?,
        "authenticate" => outside::authenticate(shared, id, read::<End>(body)?.succeed).await?,
        "settle" => outside::settle(shared, id, read::<End>(body)?.succeed).await?,
        "capture" => outside::capture(shared, id, amount(body)?).await?,
        "cancel" => outside::cancel(shared, id).await?,
        "expire" => outside::expire(shared, id).await?,
        "refund" => outside::refund(shared, id, amount(body)?).await.map(|_| ())?,
        "dispute" => outside::dispute(shared, id).await?,
        "tamper" => {
            let tampering: Tampering = read(body)?;
            outside::tamper(shared, id, |intent| tampering.apply(intent))?;
        }
        _ => return Err(ApiError::invalid(format!("The double cannot {deed} an intent.")).status(404)),
    }
    lock(&shared.world).intent(id).map(view::shown)
}

fn amount(body: &[u8]) -> Result<Option<i64>, ApiError> {
    let Amount { amount } = if body.is_empty() { Amount::default() } else { read(body)? };
    Ok(amount)
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body).map_err(|error| ApiError::invalid(format!("The double does not understand: {error}.")))
}
