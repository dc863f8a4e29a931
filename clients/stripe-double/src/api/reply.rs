//! Answers, and what becomes of them on the wire.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderValue, StatusCode};
use http_body::{Frame, SizeHint};
use serde_json::Value;
use tokio::time::{Interval, interval};

use super::error::ApiError;

/// An answer that makes sense.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: String,
    /// Whether it was given before.
    pub(crate) is_replay: bool,
    /// Whether it is what every call with that key hears, so that trying again is of no use.
    pub(crate) sticks: bool,
}

impl Reply {
    pub(crate) fn replayed(self) -> Self {
        Self { is_replay: true, ..self }
    }

    /// The answer on its way.
    pub(crate) fn response(self) -> Response {
        let mut response = page(self.status, "application/json", self.body);
        if self.is_replay {
            response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
        }
        if self.sticks {
            response.headers_mut().insert("stripe-should-retry", HeaderValue::from_static("false"));
        }
        response
    }
}

impl From<Result<Value, ApiError>> for Reply {
    fn from(result: Result<Value, ApiError>) -> Self {
        let (status, body) = result.map_or_else(|error| (error.status, error.body()), |body| (200, body));
        Self { status, body: body.to_string(), is_replay: false, sticks: false }
    }
}

impl From<ApiError> for Reply {
    fn from(error: ApiError) -> Self {
        Self::from(Err(error))
    }
}

/// How a connection ends without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HangUp {
    /// It is closed.
    Close,
    /// It is reset.
    Reset,
}

impl fmt::Display for HangUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no answer")
    }
}

impl std::error::Error for HangUp {}

/// No answer: the listener hangs up when it sees this.
pub(crate) fn hang_up(how: HangUp) -> Response {
    let mut response = Response::default();
    response.extensions_mut().insert(how);
    response
}

/// An answer that leads somewhere else.
pub(crate) fn redirect(to: &str) -> Response {
    let mut response = page(302, "text/html", format!("<a href=\"{to}\">Found</a>"));
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}

/// An answer of that kind.
pub(crate) fn page(status: u16, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// A body that comes one byte at a time.
pub(crate) struct Dribble {
    rest: Bytes,
    pace: Interval,
}

impl Dribble {
    pub(crate) fn body(body: String, pause: Duration) -> Body {
        let rest = Bytes::from(body);
        Body::new(Self { rest, pace: interval(pause.max(Duration::from_millis(1))) })
    }
}

impl http_body::Body for Dribble {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        if self.pace.poll_tick(context).is_pending() {
            return Poll::Pending;
        }
        let byte = self.rest.split_to(1);
        Poll::Ready(Some(Ok(Frame::data(byte))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(u64::try_from(self.rest.len()).unwrap_or(u64::MAX))
    }
}
