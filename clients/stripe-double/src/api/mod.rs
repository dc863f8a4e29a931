//! One call of Stripe's API, from its arrival to its answer.

pub(crate) mod auth;
pub(crate) mod blank;
pub(crate) mod call;
mod deeds;
pub(crate) mod error;
mod expand;
pub(crate) mod form;
pub(crate) mod idempotency;
mod order;
mod page;
pub(crate) mod params;
pub(crate) mod reply;
mod suffering;
mod visit;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;

use crate::shared::Shared;
use error::ApiError;
use reply::Reply;
use visit::Visit;

/// Answers a call.
pub(crate) async fn attend(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let call = async move {
        match Visit::read(shared, request).await {
            Ok(visit) => visit.attend().await,
            Err(error) => Reply::from(error).response(),
        }
    };
    #[expect(clippy::disallowed_methods, reason = "Stripe finishes what has begun, although its caller hangs up")]
    let done = tokio::spawn(call).await;
    done.unwrap_or_else(|_| Reply::from(ApiError::internal(500, "The double has failed, or stops.")).response())
}
