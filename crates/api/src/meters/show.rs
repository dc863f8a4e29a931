//! `GET /metrics`, on a listener of its own: it is for the machine that watches, not for shoppers.

use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::IntoResponse;
use axum::routing::get;

use crate::app::App;

/// Prometheus' text format.
const MEDIA: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The one route that shows what is counted of `app`.
pub fn router(app: App) -> Router {
    Router::new().route("/metrics", get(show)).with_state(app)
}

async fn show(State(app): State<App>) -> impl IntoResponse {
    let headers = [(CONTENT_TYPE, MEDIA), (CACHE_CONTROL, "no-store"), (X_CONTENT_TYPE_OPTIONS, "nosniff")];
    (headers, app.meters.text(&app))
}
