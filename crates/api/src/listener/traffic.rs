//! What is open on an HTTP/2 connection, and when it is to end.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::BoxError;
use axum::body::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Instant, sleep_until};

/// The requests that are open on a connection, each until its answer was taken.
#[derive(Debug)]
pub(super) struct Traffic(Mutex<Requests>);

#[derive(Debug)]
struct Requests {
    /// Since when each is open.
    open: BTreeMap<u64, Instant>,
    next: u64,
    /// Since when none was, if none is.
    idle_since: Instant,
}

/// An open request; closed when dropped.
#[derive(Debug)]
pub(super) struct Open {
    traffic: Arc<Traffic>,
    number: u64,
}

impl Traffic {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Requests { open: BTreeMap::new(), next: 0, idle_since: Instant::now() }))
    }

    pub(super) fn open(this: &Arc<Self>) -> Open {
        let mut requests = this.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = requests.next;
        requests.next += 1;
        requests.open.insert(number, Instant::now());
        Open { traffic: Arc::clone(this), number }
    }

    /// Waits until nothing was open for `idle`, or one request for `longest`.
    ///
    /// The second is for a peer that asks and never opens its window: its answers would be held for
    /// good, a hundred to a connection, and the pings in between go well.
    pub(super) async fn ends(&self, idle: Duration, longest: Duration) {
        loop {
            let now = Instant::now();
            let (at, is_idle) = self.end(idle, longest);
            if at <= now {
                return;
            }
            // What is open may be closed before, and then it is idleness that counts.
            sleep_until(if is_idle { at } else { at.min(now + idle) }).await;
        }
    }

    /// When it is to end, as things are, and whether for idleness.
    fn end(&self, idle: Duration, longest: Duration) -> (Instant, bool) {
        let requests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        requests.open.first_key_value().map_or((requests.idle_since + idle, true), |(_, since)| (*since + longest, false))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let mut requests = self.traffic.0.lock().unwrap_or_else(PoisonError::into_inner);
        requests.open.remove(&self.number);
        requests.idle_since = Instant::now();
    }
}

/// The body of an answer, which keeps its request open until it was taken.
///
/// hyper asks for a whole piece, hands it to its buffers whatever the window is, and drops a body that has no more.
/// So the last byte of a piece comes by itself: hyper keeps it, and the body, until there is room for it, which is
/// when all before it was sent.
#[derive(Debug)]
pub(super) struct Held {
    body: axum::body::Body,
    last: Option<Bytes>,
    _open: Open,
}

impl Held {
    pub(super) const fn new(body: axum::body::Body, open: Open) -> Self {
        Self { body, last: None, _open: open }
    }

    /// Keeps the last byte of a piece back.
    fn split(&mut self, frame: Frame<Bytes>) -> Frame<Bytes> {
        frame.map_data(|mut piece| {
            if piece.len() > 1 {
                self.last = Some(piece.split_off(piece.len() - 1));
            }
            piece
        })
    }
}

impl Body for Held {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Some(last) = self.last.take() {
            return Poll::Ready(Some(Ok(Frame::data(last))));
        }
        let polled = Pin::new(&mut self.body).poll_frame(context);
        polled.map(|next| next.map(|frame| frame.map(|frame| self.split(frame)).map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.last.is_none() && self.body.is_end_stream()
    }

    /// Asked before the first piece, for the length of the answer.
    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
