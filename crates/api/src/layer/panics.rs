//! A panic ends its request and nothing else.

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::Problem;

/// Turns a panic into `internal_error`.
pub(super) async fn catch(request: Request, next: Next) -> Response {
    contain(next.run(request)).await
}

/// The same of an answer that is made elsewhere.
pub(super) async fn contain(answer: impl Future<Output = Response>) -> Response {
    let mut answer = pin!(answer);
    let caught = poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(response)) => Poll::Ready(Ok(response)),
        Err(panic) => Poll::Ready(Err(panic)),
    });
    // The future is not polled again after it panicked, so nothing half-done is seen.
    caught.await.unwrap_or_else(|panic| Problem::internal(told(&*panic)).into_response())
}

/// What a panic said, when that is a text of ours: a formatted one may hold what a caller sent.
fn told(panic: &(dyn Any + Send)) -> &'static str {
    panic.downcast_ref::<&'static str>().copied().unwrap_or("a panic with a message of its own")
}
