//! How a handler answers.

use axum::body::Body;
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, HeaderValue, VARY};
use axum::http::{Extensions, StatusCode};
use axum::response::Response;
use serde::Serialize;
use wufi_domain::locale::Locale;

use crate::problem::Problem;

/// The type of every body of ours but a few texts.
pub const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
/// The type of those texts.
pub const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// Marks a response that is an answer although its status says no, so that no envelope replaces it.
#[derive(Clone, Copy, Debug)]
struct Deliberate;

/// Answers 200 with `body` as JSON.
pub fn ok(body: &impl Serialize) -> Result<Response, Problem> {
    with_status(StatusCode::OK, body)
}

/// Answers 200 with `body` as JSON, in the language that its texts are in.
pub fn told(body: &impl Serialize, locale: Locale) -> Result<Response, Problem> {
    let mut response = ok(body)?;
    let headers = response.headers_mut();
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
    headers.insert(VARY, HeaderValue::from_static("Accept-Language, x-medusa-locale"));
    Ok(response)
}

/// Answers `status` with `body` as JSON, whatever the status says.
pub fn with_status(status: StatusCode, body: &impl Serialize) -> Result<Response, Problem> {
    let body = serde_json::to_vec(body).map_err(Problem::internal)?;
    let mut response = whole(JSON, body);
    *response.status_mut() = status;
    response.extensions_mut().insert(Deliberate);
    Ok(response)
}

/// Answers 200 with a text.
pub fn text(body: impl Into<Body>) -> Response {
    whole(TEXT, body)
}

fn whole(kind: HeaderValue, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

/// Whether a response was made here, and so says what it is meant to say.
pub(crate) fn is_deliberate(extensions: &Extensions) -> bool {
    extensions.get::<Deliberate>().is_some()
}
