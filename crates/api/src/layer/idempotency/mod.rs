//! `Idempotency-Key`: a request that is sent again is not done again (contract §7).
//!
//! It stands right around the handler: whoever comes with a key was let in, has shown which page they come from and
//! counts in the limits like anybody. The handler runs as an errand of its own, so that a caller who hangs up finds
//! the answer when they ask again.

mod kept;

use std::time::Duration;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderMap;
use axum::http::header::{HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body_util::BodyExt;
use serde_json::Value;
use tokio::time::timeout;
use wufi_domain::fault::Reason;
use wufi_domain::idempotency::{self as rules, IdempotencyKey, KeyFault, Loss};
use wufi_domain::ids::RequestId;
use wufi_domain::owner::Standing;
use wufi_flow::idempotency::{self, Asker, Asking, Claim, Heard};
use wufi_store::StoreError;

use super::credentials::Registration;
use super::panics;
use crate::app::App;
use crate::extract::collected;
use crate::meters::Replay;
use crate::problem::Problem;

/// Says that an answer is one that was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// How long a request under a key may take, from its body to its answer: as long as any, and less than its lease.
const WITHIN: Duration = Duration::from_mins(1);

/// Seconds after which it is worth asking whether the first request is done.
const COME_BACK: u32 = 1;

/// Answers a request under a key as the first one was answered; without a key, nothing is different.
pub(crate) async fn heed(State((app, loss)): State<(App, Loss)>, request: Request, next: Next) -> Response {
    if !request.headers().contains_key(rules::HEADER) {
        return next.run(request).await;
    }
    match under_key(&app, loss, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn under_key(app: &App, loss: Loss, request: Request, next: Next) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let key = key(&parts.headers).map_err(|fault| Problem::of(&fault))?;
    let asker = asker(&parts);
    if asker.is_nobody() && in_path(&parts).is_none() {
        return Err(Problem::of(&KeyFault::Unowned));
    }
    let body = collected(&parts.extensions, body).await?;

    let keyed = Keyed { app: app.clone(), asker, key, loss, parts, body };
    let broken_off = || Err(Problem::new(Reason::Overloaded).retry_after(COME_BACK).because("the program ends"));
    app.errands.run(keyed.answered(next)).await.unwrap_or_else(broken_off)
}

/// A request under a key, read to its end: from here on it does not hang on whoever waits for the answer.
struct Keyed {
    app: App,
    asker: Asker,
    key: IdempotencyKey,
    loss: Loss,
    parts: Parts,
    body: Bytes,
}

impl Keyed {
    /// Does what it asks for, or finds what the first one came to.
    async fn answered(self, next: Next) -> Result<Response, Problem> {
        let heard = self.heard().await?;
        self.app.meters.heard(word(&heard));
        match heard {
            Heard::First(claim) => Ok(self.done(claim, next).await),
            Heard::Answered(answer) => {
                let mut response = kept::read(&answer).ok_or(Problem::new(Reason::IdempotencyAnswerLost))?;
                response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
                Ok(response)
            }
            Heard::NotTheirs => Err(Problem::new(Reason::NotFound)),
            Heard::Reused => Err(Problem::new(Reason::IdempotencyKeyReused)),
            Heard::InProgress => Err(Problem::new(Reason::IdempotencyInProgress).retry_after(COME_BACK)),
            Heard::Lost => Err(Problem::new(Reason::IdempotencyAnswerLost)),
        }
    }

    async fn heard(&self) -> Result<Heard, StoreError> {
        let thing = in_path(&self.parts).or_else(|| in_body(&self.body));
        let asking = Asking {
            asker: &self.asker,
            method: self.parts.method.as_str(),
            target: self.parts.uri.path_and_query().map_or("", |target| target.as_str()),
            thing: thing.as_deref(),
            key: &self.key,
            body: &self.body,
            loss: self.loss,
        };
        idempotency::claim(&self.app.db, &self.app.gate.keys, &asking).await
    }

    /// Has the handler do it under a claim, and keeps the answer.
    async fn done(self, claim: Claim, next: Next) -> Response {
        let Self { app, mut parts, body, .. } = self;
        let id = parts.extensions.get::<RequestId>().cloned();
        let id = id.unwrap_or_else(|| RequestId::fresh(app.db.now(), app.db.chance()));
        parts.extensions.insert(id.under(claim.id.clone()));

        let answer = next.run(Request::from_parts(parts, Body::from(body)));
        let response = match timeout(WITHIN, panics::contain(answer)).await {
            Ok(response) => response,
            Err(_) => Problem::new(Reason::Overloaded).retry_after(COME_BACK).because("no answer in time").into_response(),
        };
        settled(&app, &claim, response).await
    }
}

/// The one key that came.
fn key(headers: &HeaderMap) -> Result<IdempotencyKey, KeyFault> {
    let mut lines = headers.get_all(rules::HEADER).iter();
    match (lines.next(), lines.next()) {
        (Some(line), None) => IdempotencyKey::parse(line.as_bytes()),
        (None, _) => Err(KeyFault::Empty),
        (Some(_), Some(_)) => Err(KeyFault::Repeated),
    }
}

/// Whoever the layers further out found out that it is.
fn asker(parts: &Parts) -> Asker {
    match parts.extensions.get::<Registration>() {
        Some(Registration(token)) => Asker::Registering(token.clone()),
        None => Asker::Shopper(parts.extensions.get::<Standing>().cloned().unwrap_or_default()),
    }
}

/// The id that stands in the path where its template says `{id}`.
fn in_path(parts: &Parts) -> Option<String> {
    let template = parts.extensions.get::<MatchedPath>()?;
    let mut steps = template.as_str().split('/').zip(parts.uri.path().split('/'));
    steps.find(|(step, _)| *step == "{id}").map(|(_, id)| id.to_owned())
}

/// The cart that a body names, where the path names nothing.
fn in_body(body: &Bytes) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    body.get("cart_id").and_then(Value::as_str).map(str::to_owned)
}

/// The answer, once it is kept or the claim let go.
async fn settled(app: &App, claim: &Claim, response: Response) -> Response {
    let (head, body) = response.into_parts();
    let (response, body) = match body.collect().await {
        Ok(body) => {
            let body = body.to_bytes();
            (Response::from_parts(head, Body::from(body.clone())), body)
        }
        Err(error) => (Problem::internal(error).into_response(), Bytes::new()),
    };
    let settled = match kept::written(&response, &body) {
        Some(answer) => idempotency::keep(&app.db, &app.gate.keys, claim, &answer).await,
        None => idempotency::release(&app.db, claim).await,
    };
    if let Err(error) = settled {
        // The lease runs out, and then it is found out what was done.
        tracing::warn!(problem.cause = %error, "An answer under an idempotency key could not be kept: {error}");
    }
    response
}

/// How it is counted.
const fn word(heard: &Heard) -> Replay {
    match heard {
        Heard::First(_) => Replay::First,
        Heard::Answered(_) | Heard::NotTheirs => Replay::Replayed,
        Heard::Reused => Replay::Reused,
        Heard::InProgress => Replay::InProgress,
        Heard::Lost => Replay::Lost,
    }
}
