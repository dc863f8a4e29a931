//! Counts every answer, outside of everything that may still change it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::EdgeSettings;
use crate::meters::{Answered, Results};

/// Counts a request by its route's template, its method and its answer's status.
pub(super) async fn count(State(edge): State<Arc<EdgeSettings>>, request: Request, next: Next) -> Response {
    let began = edge.clock.steady_micros();
    let method = request.method().clone();
    let template = request.extensions().get::<MatchedPath>().cloned();

    let response = next.run(request).await;
    let took = Duration::from_micros(edge.clock.steady_micros().saturating_sub(began));
    let template = template.as_ref().map(MatchedPath::as_str);
    edge.meters.requests().count(Answered { template, method: &method, status: response.status(), took });
    response
}

/// Counts how a route's requests end.
pub(crate) async fn end(State(results): State<Results>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    results.count(&response);
    response
}
