//! CORS: pages of which other origins may ask, and read what is answered (Fetch standard §3.2, contract §2).
//!
//! tower-http has such a layer, but it takes every `OPTIONS` for a preflight and
//! every path for one list. Here the list follows from the path, and what is no
//! preflight is a method that routes do not have.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderName, HeaderValue,
    ORIGIN,
};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{EdgeSettings, vary};
use crate::origins::{Area, Origins};

/// What every answer says to a page that may read it. With credentials, since cookies may say who it is.
const FOR_PAGES: [(HeaderName, &str); 2] = [
    (ACCESS_CONTROL_ALLOW_CREDENTIALS, "true"),
    (
        ACCESS_CONTROL_EXPOSE_HEADERS,
        "Idempotency-Replayed, RateLimit, RateLimit-Policy, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, X-Request-Id",
    ),
];

/// What a preflight is told: the methods that routes have, and the headers that js-sdk sends and the contract
/// names. Neither follows from what was asked for.
const FOR_PREFLIGHTS: [(HeaderName, &str); 3] = [
    (ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, DELETE"),
    (
        ACCESS_CONTROL_ALLOW_HEADERS,
        "accept, accept-language, authorization, content-type, idempotency-key, wufi-guest, x-csrf-token, x-medusa-locale, x-publishable-api-key",
    ),
    // Ten minutes: an origin that is taken from a list is kept out soon.
    (ACCESS_CONTROL_MAX_AGE, "600"),
];

/// Says on every answer which page may read it; outside of whatever may refuse.
pub(super) async fn dress(State(edge): State<Arc<EdgeSettings>>, request: Request, next: Next) -> Response {
    let Some(area) = Area::of(request.uri().path()) else { return next.run(request).await };
    let page = page(&edge.origins, area, request.headers());
    let mut response = next.run(request).await;

    let headers = response.headers_mut();
    // Without a page as well: what a cache keeps for one must not be told another.
    vary::add(headers, &["Origin"]);
    if let Some(page) = page {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, page);
        tell(headers, &FOR_PAGES);
    }
    response
}

/// Answers preflights: they come without keys, cookies and tokens, so nothing further in could.
pub(super) async fn preflight(State(edge): State<Arc<EdgeSettings>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let is_preflight = request.method() == Method::OPTIONS
        && headers.contains_key(ORIGIN)
        && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let Some(area) = Area::of(request.uri().path()).filter(|_| is_preflight) else { return next.run(request).await };

    let mut response = StatusCode::NO_CONTENT.into_response();
    if page(&edge.origins, area, headers).is_some() {
        tell(response.headers_mut(), &FOR_PREFLIGHTS);
    }
    response
}

/// The origin of the page that asks, when it is listed; several are nobody's.
fn page(origins: &Origins, area: Area, headers: &HeaderMap) -> Option<HeaderValue> {
    let mut named = headers.get_all(ORIGIN).iter();
    let (origin, None) = (named.next()?, named.next()) else { return None };
    origins.allow(area, origin.as_bytes()).then(|| origin.clone())
}

fn tell(headers: &mut HeaderMap, words: &[(HeaderName, &'static str)]) {
    for (name, word) in words {
        headers.insert(name, HeaderValue::from_static(word));
    }
}

#[cfg(test)]
mod tests;
