//! How large a request may be, and that it is clear whom it is for and where it ends.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Version};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::Limited;
use wufi_domain::fault::Reason;

use crate::problem::Problem;

/// The longest URL, in bytes.
const URL: usize = 8 * 1_024;
/// The largest headers, names and values together, in bytes.
const HEADERS: usize = 16 * 1_024;
/// The most headers.
const HEADER_COUNT: usize = 64;

/// Refuses what is too large or unclear, before any route sees it.
pub(super) async fn check(request: Request, next: Next) -> Response {
    match fault(&request) {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    }
}

fn fault(request: &Request) -> Option<Problem> {
    let url = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if url > URL {
        return Some(Problem::new(Reason::UriTooLong).with("max", told(URL)));
    }
    let bytes: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if bytes > HEADERS || request.headers().len() > HEADER_COUNT {
        return Some(Problem::new(Reason::HeadersTooLarge));
    }
    if !has_clear_host(request) {
        return Some(Problem::new(Reason::InvalidRequest).because("no host, several, or one that the target contradicts"));
    }
    if !has_clear_end(request.headers()) {
        return Some(Problem::new(Reason::InvalidRequest).because("a transfer encoding other than chunked"));
    }
    None
}

/// One host, and the target names no other (RFC 9112 §3.2): a proxy before us must not see another request than we do.
fn has_clear_host(request: &Request) -> bool {
    let mut hosts = request.headers().get_all(HOST).iter();
    let (host, second) = (hosts.next(), hosts.next());
    let authority = request.uri().authority().map(Authority::as_str);
    match (host, second, authority) {
        (_, Some(_), _) => false,
        (Some(host), None, Some(authority)) => host.as_bytes().eq_ignore_ascii_case(authority.as_bytes()),
        (Some(host), None, None) => !host.is_empty(),
        (None, None, authority) => authority.is_some() || request.version() < Version::HTTP_11,
    }
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
