//! One connection, from its first byte to its last.

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tower::Service;

use super::prefixed::{Protocol, listen};
use super::taken::Taken;
use super::traffic::{Held, Traffic};
use super::watched::Watched;
use super::{HEADER_BUFFER, HEADERS, ListenerSettings};
use crate::layer::{Peer, Unclear};

/// How many requests an HTTP/2 peer may have open.
const STREAMS: u32 = 100;
/// How many streams an HTTP/2 peer may reset before we have taken them (CVE-2023-44487).
const PENDING_RESETS: usize = 20;
/// How many streams we reset for a peer's errors before it goes (CVE-2025-8671).
const LOCAL_RESETS: usize = 128;
/// How often an HTTP/2 peer is asked whether it is there, and how long it may take to say so.
const PING_EVERY: Duration = Duration::from_secs(20);
const PONG_WITHIN: Duration = Duration::from_secs(10);
/// How long and how much a peer may go on sending after the last answer.
const LINGER: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 4 * 1_024 * 1_024;

/// What every connection is served with.
pub(super) struct Desk {
    pub(super) router: Router,
    pub(super) settings: ListenerSettings,
    pub(super) tls: Option<TlsAcceptor>,
    pub(super) leaving: watch::Receiver<bool>,
}

type Answer = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

impl Desk {
    /// Serves one connection to its end; whatever goes wrong on it concerns nobody else.
    pub(super) async fn attend(&self, stream: TcpStream, address: SocketAddr) {
        // Answers are small: waiting to fill a packet only adds delay.
        let _ = stream.set_nodelay(true);
        let stream = Taken::new(stream, self.settings.taken_within);
        let peer = Peer { address, is_tls: self.tls.is_some() };
        let Some(tls) = &self.tls else {
            tokio::select! {
                () = self.is_closing() => {}
                heard = timeout(self.settings.first_byte_within, listen(stream)) => {
                    if let Ok(Ok(Some((protocol, io)))) = heard {
                        self.speak(protocol, io, peer).await;
                    }
                }
            }
            return;
        };

        if let Ok(Ok(stream)) = timeout(self.settings.handshake_within, tls.accept(stream)).await {
            let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            self.speak(if is_http2 { Protocol::Http2 } else { Protocol::Http1 }, stream, peer).await;
        }
    }

    async fn speak<I: AsyncRead + AsyncWrite + Unpin + Send + 'static>(&self, protocol: Protocol, io: I, peer: Peer) {
        match protocol {
            Protocol::Http1 => self.speak_http1(io, peer).await,
            Protocol::Http2 => self.speak_http2(io, peer).await,
        }
    }

    async fn speak_http1<I: AsyncRead + AsyncWrite + Unpin + Send + 'static>(&self, io: I, peer: Peer) {
        let (io, seen) = Watched::new(io);
        let service = service_fn(|mut request: Request<Incoming>| {
            if !seen.next_is_clear() {
                request.extensions_mut().insert(Unclear);
            }
            answer(&self.router, request, peer)
        });
        let mut connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.settings.header_within)
            .max_buf_size(HEADER_BUFFER)
            .max_headers(HEADERS)
            .serve_connection(TokioIo::new(io), service);

        tokio::select! {
            _ = poll_fn(|context| connection.poll_without_shutdown(context)) => {}
            () = self.is_closing() => {
                Pin::new(&mut connection).graceful_shutdown();
                let _ = poll_fn(|context| connection.poll_without_shutdown(context)).await;
            }
        }
        linger(connection.into_parts().io.into_inner()).await;
    }

    async fn speak_http2<I: AsyncRead + AsyncWrite + Unpin + Send + 'static>(&self, io: I, peer: Peer) {
        let traffic = Arc::new(Traffic::new());
        let counted = Arc::clone(&traffic);
        let service = service_fn(move |request| {
            let open = Traffic::open(&counted);
            let answer = answer(&self.router, request, peer);
            async move { answer.await.map(|response| response.map(|body| Held::new(body, open))) }
        });
        let mut connection = pin!(Self::http2().serve_connection(TokioIo::new(io), service));

        tokio::select! {
            _ = connection.as_mut() => return,
            () = self.is_closing() => {}
            () = traffic.ends(self.settings.idle_within, self.settings.longest) => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ = timeout(self.settings.grace, connection).await;
    }

    /// Waits until the program was told to stop.
    async fn is_closing(&self) {
        // When nobody is left to tell, it has stopped.
        let _ = self.leaving.clone().wait_for(|is_leaving| *is_leaving).await;
    }

    fn http2() -> http2::Builder<TokioExecutor> {
        let mut builder = http2::Builder::new(TokioExecutor::new());
        builder
            .timer(TokioTimer::new())
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(u32::try_from(HEADER_BUFFER).unwrap_or(u32::MAX))
            .max_pending_accept_reset_streams(PENDING_RESETS)
            .max_local_error_reset_streams(LOCAL_RESETS)
            .keep_alive_interval(PING_EVERY)
            .keep_alive_timeout(PONG_WITHIN);
        builder
    }
}

/// Hands a request to the router, with whoever sent it.
fn answer(router: &Router, mut request: Request<Incoming>, peer: Peer) -> Answer {
    request.extensions_mut().insert(peer);
    Box::pin(Service::call(&mut router.clone(), request))
}

/// Ends a connection so that the last answer is read: closing while the peer is
/// still sending would reset it, and the answer with it.
async fn linger(mut io: impl AsyncRead + AsyncWrite + Unpin) {
    let ending = async {
        if io.shutdown().await.is_err() {
            return;
        }
        let mut waste = [0; 4_096];
        let mut left = LINGER_BYTES;
        while let Ok(read @ 1..) = io.read(&mut waste).await {
            match left.checked_sub(read) {
                Some(less) => left = less,
                None => return,
            }
        }
    };
    let _ = timeout(LINGER, ending).await;
}
