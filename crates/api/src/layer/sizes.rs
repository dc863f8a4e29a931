//! How large a request may be, and that it is clear whom it is for and where it ends.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, CONTENT_LENGTH, HOST, HeaderValue, TRANSFER_ENCODING};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Version};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::Limited;
use wufi_domain::fault::Reason;

use super::Unclear;
use crate::problem::Problem;

/// The longest URL, in bytes.
const URL: usize = 8 * 1_024;
/// The largest headers, names and values together, in bytes.
const HEADERS: usize = 16 * 1_024;
/// The most headers.
const HEADER_COUNT: usize = 64;

/// Refuses what is too large or unclear, before any route sees it.
pub(super) async fn check(request: Request, next: Next) -> Response {
    if let Some(problem) = excess(&request) {
        return problem.into_response();
    }
    let Some(cause) = doubt(&request) else { return next.run(request).await };

    let version = request.version();
    let mut response = Problem::new(Reason::InvalidRequest).because(cause).into_response();
    // Whatever else is on this connection may be a part of it. HTTP/2 has frames, and no such header.
    if version < Version::HTTP_2 {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

fn excess(request: &Request) -> Option<Problem> {
    let url = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if url > URL {
        return Some(Problem::new(Reason::UriTooLong).with("max", told(URL)));
    }
    let bytes: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    (bytes > HEADERS || request.headers().len() > HEADER_COUNT).then(|| Problem::new(Reason::HeadersTooLarge))
}

/// Why two readers could take a request for different ones: a proxy before us must not see another than we do.
fn doubt(request: &Request) -> Option<&'static str> {
    if request.extensions().get::<Unclear>().is_some() {
        return Some("a head or a body of which it is unclear where it ends");
    }
    if !has_clear_host(request) {
        return Some("no host, several, one that is none, or one that the target contradicts");
    }
    (!has_clear_end(request.headers())).then_some("a transfer encoding other than chunked")
}

/// One host, and the target names no other (RFC 9112 §3.2, RFC 9113 §8.3.1).
fn has_clear_host(request: &Request) -> bool {
    let mut hosts = request.headers().get_all(HOST).iter();
    let authority = request.uri().authority().map(Authority::as_str);
    match (hosts.next(), hosts.next(), authority) {
        (_, Some(_), _) => false,
        (Some(host), None, Some(authority)) => is_host(host) && host.as_bytes().eq_ignore_ascii_case(authority.as_bytes()),
        (Some(host), None, None) => is_host(host),
        // In HTTP/2 the target says it; in HTTP/1.0 nobody had to.
        (None, None, authority) => match request.version() {
            Version::HTTP_09 | Version::HTTP_10 => true,
            Version::HTTP_11 => false,
            _ => authority.is_some(),
        },
    }
}

/// A host and perhaps a port, and nobody's name before it.
fn is_host(host: &HeaderValue) -> bool {
    !host.as_bytes().contains(&b'@') && Authority::try_from(host.as_bytes()).is_ok()
}

fn has_clear_end(headers: &HeaderMap) -> bool {
    let mut encodings = headers.get_all(TRANSFER_ENCODING).iter();
    let is_chunked = encodings.next().is_none_or(|encoding| encoding.as_bytes().eq_ignore_ascii_case(b"chunked"));
    is_chunked && encodings.next().is_none()
}

/// How large this route's body may be, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct BodyLimit(pub usize);

impl BodyLimit {
    /// What routes have that say nothing else: 64 KiB.
    pub const DEFAULT: Self = Self(64 * 1_024);

    /// The refusal of a larger one.
    pub(crate) fn refusal(self) -> Problem {
        Problem::new(Reason::PayloadTooLarge).with("max", told(self.0))
    }
}

/// Bounds a route's body: by its `Content-Length` at once, and while it streams.
pub(crate) async fn bound(State(limit): State<BodyLimit>, mut request: Request, next: Next) -> Response {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > limit.0) {
        return limit.refusal().into_response();
    }
    request.extensions_mut().insert(limit);
    next.run(request.map(|body| Body::new(Limited::new(body, limit.0)))).await
}

fn told(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
