//! The sockets: who may connect, how long they may be silent, and how they are let go.
//!
//! axum's own loop has no deadline for anything (a half-sent header stays open
//! for good), so this one accepts by itself. Per connection: the TLS handshake,
//! the first bytes and each header have ten seconds; bodies are the layers'
//! business. Answers must be taken: who reads nothing for thirty seconds is hung up on. HTTP/1.1 and HTTP/2 are told apart by ALPN, or in clear text by the
//! first bytes; both have bounds on headers, streams and resets.
//!
//! hyper answers some malformed requests itself, without a body and without our
//! headers: 400 for what is not HTTP, 414 beyond 65,534 bytes of URL and 431
//! beyond [`HEADER_BUFFER`] or [`HEADERS`]. Those bounds are set above the
//! layers' own (8 KiB, 16 KiB, 64), so that a request which is merely too large
//! hears why in the envelope.
//!
//! HTTP/1 is watched on its way to hyper (`framing`): a request that a proxy before
//! us may have read as two is marked with everything after it, and the layers refuse it.

mod connection;
mod framing;
mod peers;
mod prefixed;
mod taken;
mod through;
mod traffic;
mod watched;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use self::connection::Desk;
use self::peers::Peers;
use crate::layer::Trusted;

/// How many bytes of headers hyper reads before it refuses by itself.
pub const HEADER_BUFFER: usize = 32 * 1_024;
/// How many headers hyper reads before it refuses by itself.
pub const HEADERS: usize = 128;

/// How long to wait when no connection can be taken, as when the process is out of file handles.
const BREATH: Duration = Duration::from_millis(100);

/// What the listener allows.
#[derive(Clone, Debug)]
pub struct ListenerSettings {
    /// How long a new connection may say nothing.
    pub first_byte_within: Duration,
    /// How long a TLS handshake may take.
    pub handshake_within: Duration,
    /// How long a header may take, and how long an HTTP/1.1 connection may wait for its next request.
    pub header_within: Duration,
    /// How long an HTTP/2 connection may have no request.
    pub idle_within: Duration,
    /// How long a peer may take nothing of what it is sent.
    pub taken_within: Duration,
    /// How long an HTTP/2 request may be open, from its headers to the last byte that is taken of its answer.
    pub longest: Duration,
    /// How long open requests may go on after the program was told to stop.
    pub grace: Duration,
    /// How many connections at once.
    pub max_connections: usize,
    /// How many connections at once from one address (v6: one /64).
    pub max_per_peer: usize,
    /// Peers that speak for many and so have no limit of their own.
    pub trusted: Trusted,
}

impl Default for ListenerSettings {
    fn default() -> Self {
        Self {
            first_byte_within: Duration::from_secs(10),
            handshake_within: Duration::from_secs(10),
            header_within: Duration::from_secs(10),
            idle_within: Duration::from_mins(1),
            taken_within: Duration::from_secs(30),
            longest: Duration::from_secs(90),
            grace: Duration::from_secs(10),
            max_connections: 10_000,
            max_per_peer: 256,
            trusted: Trusted::default(),
        }
    }
}

/// Serves `router` on `listener` until `shutdown`, then lets open requests finish.
pub async fn serve(
    listener: TcpListener,
    tls: Option<Arc<rustls::ServerConfig>>,
    router: Router,
    settings: ListenerSettings,
    shutdown: impl Future<Output = ()>,
) {
    let grace = settings.grace;
    let places = Arc::new(Semaphore::new(settings.max_connections));
    let peers = Peers::new(settings.max_per_peer, settings.trusted.clone());
    let (leave, leaving) = watch::channel(false);
    let desk = Arc::new(Desk { router, settings, tls: tls.map(acceptor), leaving });

    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            Some(_) = connections.join_next() => {}
            (place, stream, address) = next(&listener, &places) => {
                // Over its limit, a peer is hung up on: an answer would cost what the limit is to save.
                let Some(seat) = peers.enter(address.ip()) else { continue };
                let desk = Arc::clone(&desk);
                connections.spawn(async move {
                    desk.attend(stream, address).await;
                    drop((place, seat));
                });
            }
        }
    }

    drop(listener);
    leave.send_replace(true);
    if timeout(grace, async { while connections.join_next().await.is_some() {} }).await.is_err() {
        let open = connections.len();
        tracing::warn!(listener.open = open, "Dropped {open} connections that did not finish in time");
        connections.shutdown().await;
    }
}

/// TLS with the protocols that are spoken here.
fn acceptor(config: Arc<rustls::ServerConfig>) -> TlsAcceptor {
    let mut config = Arc::unwrap_or_clone(config);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    TlsAcceptor::from(Arc::new(config))
}

/// Waits for a place and then for somebody to take it; beyond the cap, new peers wait in the kernel's queue.
async fn next(listener: &TcpListener, places: &Arc<Semaphore>) -> (OwnedSemaphorePermit, TcpStream, SocketAddr) {
    let Ok(place) = Arc::clone(places).acquire_owned().await else { unreachable!("the semaphore is never closed") };
    loop {
        match listener.accept().await {
            Ok((stream, address)) => return (place, stream, address),
            Err(error) if is_the_peers(&error) => {}
            Err(error) => {
                tracing::warn!(listener.cause = %error, "Could not take a connection: {error}");
                sleep(BREATH).await;
            }
        }
    }
}

/// Whether the peer gave up before it was taken.
fn is_the_peers(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset)
}

#[cfg(test)]
mod tests;
