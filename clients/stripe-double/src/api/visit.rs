//! A call under way.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::Request;
use axum::response::Response;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method};
use serde_json::Value;

use super::auth::{self, Key};
use super::call::Call;
use super::error::ApiError;
use super::form;
use super::idempotency::Begun;
use super::order::Order;
use super::params::Params;
use super::reply::Reply;
use super::suffering;
use crate::fault::Fault;
use crate::hook::When;
use crate::ids::mint;
use crate::lock;
use crate::record::Recorded;
use crate::shared::Shared;
use crate::webhooks::Origin;
use crate::world::News;

/// The longest body that is read.
const LONGEST: usize = 1 << 20;

/// A call under way.
pub(crate) struct Visit {
    shared: Arc<Shared>,
    call: Call,
    method: String,
    path: String,
    /// The id in its path, if it has one.
    id: String,
    pairs: Vec<(String, String)>,
    authorization: Option<String>,
    key: Option<String>,
    version: Option<String>,
    request_id: String,
}

/// What came of it, before anything goes wrong on the way back.
struct Done {
    reply: Reply,
    news: Vec<News>,
    /// The intent that it was about.
    intent: String,
}

impl Visit {
    pub(crate) async fn read(shared: Arc<Shared>, request: Request) -> Result<Self, ApiError> {
        let (Parts { method, uri, headers, .. }, body) = request.into_parts();
        let body = to_bytes(body, LONGEST).await.map_err(|_| ApiError::invalid("The body could not be read."))?;
        let form = if method == Method::GET { uri.query().unwrap_or_default().as_bytes() } else { &body };
        let (call, id) = Call::of(method.as_str(), uri.path());
        Ok(Self {
            call,
            id: id.to_owned(),
            pairs: form::pairs(form),
            authorization: header(&headers, "authorization"),
            // With GET a key has no meaning.
            key: header(&headers, "idempotency-key").filter(|_| method == Method::POST),
            version: header(&headers, "stripe-version"),
            request_id: mint("req_", 14),
            method: method.to_string(),
            path: uri.path().to_owned(),
            shared,
        })
    }

    pub(crate) async fn attend(self) -> Response {
        let number = self.record();
        let fault = self.shared.faults.strike(self.call);
        let mut response = match fault {
            Some(fault) if fault.comes_first() => suffering::suffer(&fault, None).await,
            fault => {
                let reply = self.reply(fault.as_ref(), number).await;
                self.shared.note(number, |call| (call.status, call.is_replay) = (Some(reply.status), reply.is_replay));
                match fault {
                    Some(fault) => suffering::suffer(&fault, Some(reply)).await,
                    None => reply.response(),
                }
            }
        };
        self.dress(response.headers_mut());
        response
    }

    async fn reply(&self, fault: Option<&Fault>, number: usize) -> Reply {
        let order = match self.order() {
            Ok(order) => order,
            Err(error) => return error.into(),
        };
        let held = match self.shared.keys.begin(self.key.as_deref(), self.asked()) {
            Begun::New(held) => held,
            Begun::Replay(reply) => return reply,
            Begun::Refused(error) => return error.into(),
        };
        let hooks = &self.shared.hooks;
        if hooks.run(self.call, When::Before, &self.intent()).await.is_err() {
            return ApiError::internal(500, "A hook has panicked.").into();
        }

        let Done { reply, news, intent } = self.act(order, fault);
        if let Some(held) = held {
            held.keep(&fault.and_then(Fault::sticks).unwrap_or_else(|| reply.clone()));
        }
        if !intent.is_empty() {
            self.shared.note(number, |call| call.intent = Some(intent.clone()));
        }
        if hooks.run(self.call, When::After, &intent).await.is_err() {
            return ApiError::internal(500, "A hook has panicked.").into();
        }
        let origin = Origin { request: Some(self.request_id.clone()), idempotency_key: self.key.clone() };
        self.shared.webhooks.announce(news, origin).await;
        reply
    }

    /// What is asked for, if the caller may ask.
    fn order(&self) -> Result<Order, ApiError> {
        let caller = auth::admit(self.shown_key(), self.call, self.authorization.as_deref())?;
        if self.call == Call::Unknown {
            let message = format!(
                "Unrecognized request URL ({}: {}). Please see https://stripe.com/docs or we can help at \
                 https://support.stripe.com/.",
                self.method, self.path
            );
            return Err(ApiError::invalid(message).status(404));
        }
        Order::read(self.call, &self.id, Params::of(&self.pairs), caller)
    }

    fn act(&self, order: Order, fault: Option<&Fault>) -> Done {
        if let Some(reply) = fault.and_then(Fault::instead) {
            return Done { reply, news: Vec::new(), intent: self.intent() };
        }
        let mut world = lock(&self.shared.world);
        let result = order.run(&mut world);
        let news = world.take_news();
        drop(world);

        let told = result.as_ref().map_or_else(|error| about(&error.body()), about);
        let intent = Some(self.intent()).filter(|intent| !intent.is_empty()).or(told).unwrap_or_default();
        Done { reply: result.into(), news, intent }
    }

    fn record(&self) -> usize {
        let intent = Some(self.intent()).filter(|intent| !intent.is_empty());
        self.shared.record(Recorded {
            call: self.call,
            method: self.method.clone(),
            path: self.path.clone(),
            intent,
            idempotency_key: self.key.clone(),
            params: self.pairs.clone(),
            key: self.shown_key(),
            stripe_version: self.version.clone(),
            status: None,
            is_replay: false,
        })
    }

    fn shown_key(&self) -> Key {
        auth::key(&self.shared.settings, self.authorization.as_deref())
    }

    /// The intent that it is about, as far as its path and its parameters tell.
    fn intent(&self) -> String {
        if self.id.starts_with("pi_") {
            return self.id.clone();
        }
        let told = self.pairs.iter().find(|(name, _)| name == "payment_intent");
        told.map(|(_, intent)| intent.clone()).unwrap_or_default()
    }

    /// Path and parameters, for comparing; in which order they came does not matter.
    fn asked(&self) -> String {
        let mut pairs = self.pairs.clone();
        pairs.sort_unstable();
        format!("{} {} {pairs:?}", self.method, self.path)
    }

    /// The headers that all answers have.
    fn dress(&self, headers: &mut HeaderMap) {
        let version = self.version.as_ref().unwrap_or(&self.shared.settings.api_version);
        let told =
            [("request-id", Some(&self.request_id)), ("stripe-version", Some(version)), ("idempotency-key", self.key.as_ref())];
        for (name, value) in told {
            if let Some(Ok(value)) = value.map(|value| HeaderValue::from_str(value)) {
                headers.insert(name, value);
            }
        }
    }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

/// The intent that an answer is about.
fn about(answer: &Value) -> Option<String> {
    let of = |value: &Value| match value.get("object")?.as_str()? {
        "payment_intent" => Some(value.get("id")?.as_str()?.to_owned()),
        "refund" => Some(value.get("payment_intent")?.as_str()?.to_owned()),
        _ => None,
    };
    of(answer).or_else(|| of(answer.get("error")?.get("payment_intent")?))
}
