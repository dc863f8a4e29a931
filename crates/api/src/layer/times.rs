//! Deadlines: for the body to arrive, and for the answer to be made.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep, timeout};
use wufi_domain::fault::Reason;

use super::EdgeSettings;
use crate::problem::Problem;

/// Seconds after which a caller may come back who was not answered in time.
const COME_BACK: u32 = 5;

/// Gives the body its deadline and the answer its own.
pub(super) async fn limit(State(edge): State<Arc<EdgeSettings>>, request: Request, next: Next) -> Response {
    let deadline = edge.body_within;
    let request = request
        .map(|body| if body.is_end_stream() { body } else { Body::new(Timed { body, deadline: Box::pin(sleep(deadline)) }) });

    // The unit of work that the handler holds open is rolled back when it is dropped.
    match timeout(edge.answer_within, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(Reason::Overloaded).retry_after(COME_BACK).because("no answer in time").into_response(),
    }
}

/// The body did not arrive in time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooSlow;

impl fmt::Display for TooSlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body did not arrive in time")
    }
}

impl std::error::Error for TooSlow {}

/// A body with one deadline for all of it: a byte now and then does not extend it.
struct Timed {
    body: Body,
    deadline: Pin<Box<Sleep>>,
}

impl HttpBody for Timed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        // The clock is asked, too: a body that always has a byte ready would keep the timer from firing.
        if self.deadline.deadline() <= Instant::now() || self.deadline.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err(axum::Error::new(TooSlow))));
        }
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
