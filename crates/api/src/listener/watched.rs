//! A stream of HTTP/1 that is watched for requests which two readers could read differently.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, ReadBuf};

use super::framing::Framing;
use super::through::write_through;

/// What was seen on a connection, for those who answer its requests.
#[derive(Debug)]
pub(super) struct Seen {
    /// The first request that is unclear.
    unclear_from: AtomicUsize,
    /// How many were answered.
    answered: AtomicUsize,
}

impl Seen {
    fn new() -> Self {
        Self { unclear_from: AtomicUsize::new(usize::MAX), answered: AtomicUsize::new(0) }
    }

    /// Whether the next request is clear; asked once for each, in the order in which they come.
    ///
    /// hyper has read all of its head by then, through here, so what is wrong with it is known.
    pub(super) fn next_is_clear(&self) -> bool {
        self.answered.fetch_add(1, Ordering::Relaxed) < self.unclear_from.load(Ordering::Relaxed)
    }
}

/// A stream that is watched; not a byte of it is changed.
#[derive(Debug)]
pub(super) struct Watched<I> {
    io: I,
    framing: Framing,
    seen: Arc<Seen>,
}

impl<I> Watched<I> {
    pub(super) fn new(io: I) -> (Self, Arc<Seen>) {
        let seen = Arc::new(Seen::new());
        (Self { io, framing: Framing::new(), seen: Arc::clone(&seen) }, seen)
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Watched<I> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let this = &mut *self;
        let read = Pin::new(&mut this.io).poll_read(context, buffer);

        if let Some(unclear) = this.framing.read(buffer.filled().get(before..).unwrap_or_default()) {
            this.seen.unclear_from.store(unclear, Ordering::Relaxed);
        }
        read
    }
}

write_through!(Watched);
