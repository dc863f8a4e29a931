//! Telling HTTP/2 from HTTP/1 by the first bytes, and giving those bytes back.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncReadExt, ReadBuf};

use super::through::write_through;

/// What an HTTP/2 client says first (RFC 9113 §3.4).
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// What is spoken on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocol {
    Http1,
    Http2,
}

/// A stream of which a few bytes were read already.
#[derive(Debug)]
pub(super) struct Prefixed<I> {
    first: [u8; PREFACE.len()],
    given: usize,
    held: usize,
    io: I,
}

/// Reads until it is clear what is spoken; `None` when the peer says nothing and leaves.
pub(super) async fn listen<I: AsyncRead + Unpin>(mut io: I) -> io::Result<Option<(Protocol, Prefixed<I>)>> {
    let mut first = [0; PREFACE.len()];
    let mut held = 0;
    loop {
        let read = io.read(first.get_mut(held..).unwrap_or_default()).await?;
        held += read;
        let said = first.get(..held).unwrap_or_default();
        let protocol = if said == PREFACE { Protocol::Http2 } else { Protocol::Http1 };
        if said.is_empty() {
            return Ok(None);
        }
        if protocol == Protocol::Http2 || read == 0 || !PREFACE.starts_with(said) {
            return Ok(Some((protocol, Prefixed { first, given: 0, held, io })));
        }
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Prefixed<I> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let Self { first, given, held, io } = &mut *self;
        match first.get(*given..*held) {
            Some(left) if !left.is_empty() => {
                let now = left.len().min(buffer.remaining());
                buffer.put_slice(left.get(..now).unwrap_or_default());
                *given += now;
                Poll::Ready(Ok(()))
            }
            _ => Pin::new(io).poll_read(context, buffer),
        }
    }
}

write_through!(Prefixed);

#[cfg(test)]
mod tests {
    use super::*;

    async fn heard(said: &[u8]) -> Option<(Protocol, Vec<u8>)> {
        let (protocol, mut io) = listen(said).await.unwrap()?;
        let mut all = Vec::new();
        io.read_to_end(&mut all).await.unwrap();
        Some((protocol, all))
    }

    #[tokio::test]
    async fn the_first_bytes_tell_the_protocol_and_are_not_lost() {
        let preface = [PREFACE.as_slice(), b"frames"].concat();

        assert_eq!(heard(&preface).await, Some((Protocol::Http2, preface.clone())));
        for said in [b"POST / HTTP/1.1\r\n\r\n".as_slice(), b"PRI * HTTP/1.1", b"P", b"\x16\x03\x01"] {
            assert_eq!(heard(said).await, Some((Protocol::Http1, said.to_vec())));
        }
        assert_eq!(heard(b"").await, None);
    }
}
