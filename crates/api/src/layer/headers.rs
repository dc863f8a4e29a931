//! Security headers, once each, on every answer (contract §2).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, SERVER, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS, X_XSS_PROTECTION,
};
use axum::middleware::Next;
use axum::response::Response;

use super::client::{Line, Whence};
use super::{EdgeSettings, XssProtection};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const POWERED_BY: HeaderName = HeaderName::from_static("x-powered-by");

/// What no route has a reason to say otherwise.
const FIXED: [(HeaderName, &str); 5] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (PERMISSIONS_POLICY, "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (OPENER_POLICY, "same-origin"),
];

/// What holds unless the route said something itself (a page of its own, public images, a catalogue).
const UNLESS_SAID: [(HeaderName, &str); 3] = [
    (CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    (RESOURCE_POLICY, "same-site"),
    // Personal unless a route knows better: forgetting to say so must not publish a cart.
    (CACHE_CONTROL, "no-store"),
];

/// Two years, as browsers' preload lists ask.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// Dresses the answer.
pub(super) async fn dress(State(edge): State<Arc<EdgeSettings>>, request: Request, next: Next) -> Response {
    let is_encrypted = request.extensions().get::<Whence>().is_some_and(|whence| whence.line == Line::Encrypted);
    let mut response = next.run(request).await;

    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    for (name, value) in UNLESS_SAID {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.insert(
        X_XSS_PROTECTION,
        HeaderValue::from_static(match edge.xss_protection {
            XssProtection::Block => "1; mode=block",
            XssProtection::Off => "0",
        }),
    );
    if is_encrypted {
        headers.insert(STRICT_TRANSPORT_SECURITY, HSTS);
    }
    headers.remove(SERVER);
    headers.remove(POWERED_BY);
    response
}
