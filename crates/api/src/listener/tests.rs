//! The listener on real sockets, with short deadlines.

mod smuggling;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use axum::routing::{get, post};
use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::{PrivateKeyDer, ServerName};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::oneshot;
use wufi_domain::chance::Chance;
use wufi_domain::moment::Clock;

use super::*;
use crate::extract::NoBody;
use crate::layer::{EdgeSettings, Peer, around};
use crate::policy::{Route, router};

const SHORT: Duration = Duration::from_millis(150);
/// A deadline and what a busy machine may add to it.
const SOON: Duration = Duration::from_secs(2);

fn settings() -> ListenerSettings {
    ListenerSettings {
        first_byte_within: SHORT,
        handshake_within: SHORT * 10,
        header_within: SHORT,
        idle_within: SHORT,
        taken_within: SHORT,
        longest: SHORT * 2,
        grace: SHORT * 4,
        ..ListenerSettings::default()
    }
}

fn app(counted: Arc<AtomicUsize>) -> Router {
    let routes: [Route<()>; 2] = [
        Route::get("/fine", async |axum::Extension(peer): axum::Extension<Peer>| format!("tls={}", peer.is_tls)),
        Route::post("/body", async |_: NoBody| "read"),
    ];
    let count = async move || {
        counted.fetch_add(1, Ordering::Relaxed);
    };
    let slow = Router::new()
        .route("/counted", get(count.clone()).post(count))
        // More than the buffers of a connection hold.
        .route("/large", get(async || vec![b'.'; 32 * 1_024 * 1_024]))
        .route("/slow", get(async || tokio::time::sleep(SHORT * 2).await))
        .route("/stuck", post(async || std::future::pending::<()>().await));
    let layers = EdgeSettings { body_within: SHORT, ..EdgeSettings::new(Clock::System, Chance::System) };
    around(router(&routes, |_, route| route).merge(slow), layers)
}

/// A listener under test; it stops when told or dropped.
struct Server {
    address: SocketAddr,
    /// How often `/counted` was done.
    counted: Arc<AtomicUsize>,
    stop: Option<oneshot::Sender<()>>,
    running: JoinSet<()>,
}

impl Server {
    async fn open(settings: ListenerSettings) -> Self {
        Self::open_with(settings, None).await
    }

    async fn open_with(settings: ListenerSettings, tls: Option<Arc<rustls::ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let mut running = JoinSet::new();
        let counted = Arc::default();
        let app = app(Arc::clone(&counted));
        running.spawn(async move { serve(listener, tls, app, settings, async { drop(stopped.await) }).await });
        Self { address, counted, stop: Some(stop), running }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Says `bytes` on a new connection and hears all until the server hangs up, within `SOON`.
    async fn say(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect().await;
        stream.write_all(bytes).await.unwrap();
        hear(&mut stream).await
    }

    fn counted(&self) -> usize {
        self.counted.load(Ordering::Relaxed)
    }

    async fn stop(mut self) {
        self.stop.take().unwrap().send(()).unwrap();
        self.running.join_next().await.unwrap().unwrap();
    }
}

async fn hear(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    let heard = timeout(SOON, stream.read_to_end(&mut all)).await.expect("the server holds the connection open");
    drop(heard);
    String::from_utf8_lossy(&all).into_owned()
}

#[tokio::test]
async fn a_request_is_answered_and_its_peer_is_known() {
    let server = Server::open(settings()).await;
    let heard = server.say(b"GET /fine HTTP/1.1\r\nHost: wufi.ee\r\nConnection: close\r\n\r\n").await;

    assert!(heard.starts_with("HTTP/1.1 200 OK\r\n") && heard.ends_with("tls=false"), "{heard}");
    assert!(heard.contains("x-request-id: req_") && !heard.to_lowercase().contains("\r\nserver:"), "{heard}");
}

#[tokio::test]
async fn silent_and_dripping_connections_are_closed() {
    let server = Server::open(settings()).await;
    for said in [b"".as_slice(), b"PRI * HTTP/2.0\r\n", b"GET /fine HT", b"GET /fine HTTP/1.1\r\nHost: wufi.ee\r\nX-Half: "] {
        let started = Instant::now();
        let heard = server.say(said).await;

        assert!(started.elapsed() < SOON, "{}", String::from_utf8_lossy(said));
        assert!(!heard.contains("200"), "{heard}");
    }

    let mut stream = server.connect().await;
    let started = Instant::now();
    for byte in b"PRI * HTTP/2.0\r\n\r\nSM\r\n".iter().cycle() {
        if stream.write_all(&[*byte]).await.is_err() || started.elapsed() > SOON {
            break;
        }
        tokio::time::sleep(SHORT / 5).await;
    }
    assert!(started.elapsed() < SOON, "a byte now and then kept the connection open");
}

#[tokio::test]
async fn an_idle_connection_is_closed_after_its_answer() {
    let server = Server::open(settings()).await;
    let heard = server.say(b"GET /fine HTTP/1.1\r\nHost: wufi.ee\r\n\r\n").await;
    assert!(heard.starts_with("HTTP/1.1 200"), "{heard}");
}

#[tokio::test]
async fn a_slow_body_is_refused_in_the_envelope() {
    let server = Server::open(settings()).await;
    let start = b"POST /body HTTP/1.1\r\nHost: wufi.ee\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{";
    let heard = server.say(start).await;

    assert!(heard.starts_with("HTTP/1.1 408") && heard.contains("\"code\":\"request_timeout\""), "{heard}");
}

#[tokio::test]
async fn a_large_body_is_refused_at_once_and_the_answer_arrives_while_it_is_still_sent() {
    let server = Server::open(settings()).await;
    let announced = b"POST /body HTTP/1.1\r\nHost: wufi.ee\r\nContent-Length: 2000000\r\n\r\n";
    let heard = server.say(announced).await;
    assert!(heard.starts_with("HTTP/1.1 413") && heard.contains("\"code\":\"payload_too_large\""), "{heard}");

    let heard = server.say(&[announced.as_slice(), &vec![b' '; 2_000_000]].concat()).await;
    assert!(heard.starts_with("HTTP/1.1 413"), "{heard}");

    let chunk = [b"2710\r\n".as_slice(), &[b' '; 10_000], b"\r\n"].concat().repeat(7);
    let start = b"POST /body HTTP/1.1\r\nHost: wufi.ee\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    let heard = server.say(&[start.as_slice(), &chunk].concat()).await;
    assert!(heard.starts_with("HTTP/1.1 413"), "{heard}");
}

#[tokio::test]
async fn a_refused_peer_that_goes_on_sending_is_not_reset_before_it_has_read_why() {
    let server = Server::open(settings()).await;
    let mut stream = server.connect().await;
    stream.write_all(b"POST /body HTTP/1.1\r\nHost: wufi.ee\r\nContent-Length: 2000000\r\n\r\n").await.unwrap();
    let heard = hear(&mut stream).await;

    assert!(heard.starts_with("HTTP/1.1 413"), "{heard}");
    for _ in 0..5 {
        stream.write_all(&[b' '; 1_000]).await.expect("the connection was reset");
        tokio::time::sleep(SHORT / 10).await;
    }
}

#[tokio::test]
async fn headers_that_are_merely_too_large_hear_why() {
    let server = Server::open(settings()).await;
    let large = format!("GET /fine HTTP/1.1\r\nHost: wufi.ee\r\nX-Large: {}\r\n\r\n", "a".repeat(17_000));
    let huge = format!("GET /fine HTTP/1.1\r\nHost: wufi.ee\r\nX-Huge: {}\r\n\r\n", "a".repeat(100_000));
    let long = format!("GET /fine?{} HTTP/1.1\r\nHost: wufi.ee\r\n\r\n", "a".repeat(9_000));
    let many = format!("GET /fine HTTP/1.1\r\nHost: wufi.ee\r\n{}\r\n", "X: 1\r\n".repeat(70));

    assert!(server.say(large.as_bytes()).await.contains("\"code\":\"headers_too_large\""));
    assert!(server.say(many.as_bytes()).await.contains("\"code\":\"headers_too_large\""));
    assert!(server.say(long.as_bytes()).await.contains("\"code\":\"uri_too_long\""));
    assert!(server.say(huge.as_bytes()).await.starts_with("HTTP/1.1 431"));
}

#[tokio::test]
async fn http_2_is_spoken_in_clear_text_and_let_go_when_idle() {
    let server = Server::open(settings()).await;
    let io = TokioIo::new(server.connect().await);
    let (mut sender, connection) = http2::handshake(TokioExecutor::new(), io).await.unwrap();
    let mut driven = JoinSet::new();
    driven.spawn(connection);

    let request = axum::http::Request::get("http://wufi.ee/fine").body(Empty::<Bytes>::new()).unwrap();
    let answer = sender.send_request(request).await.unwrap();
    assert_eq!(answer.version(), axum::http::Version::HTTP_2);
    assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), "tls=false");

    // The sender is still there: it is the server that says goodbye.
    let ended = timeout(SOON, driven.join_next()).await.expect("the server holds the idle connection open");
    assert!(ended.unwrap().unwrap().is_ok());
}

#[tokio::test]
async fn whoever_takes_nothing_of_the_answer_is_hung_up_on() {
    let server = Server::open(ListenerSettings { max_per_peer: 1, ..settings() }).await;
    let mut slow = server.connect().await;
    slow.write_all(b"GET /large HTTP/1.1\r\nHost: wufi.ee\r\n\r\n").await.unwrap();

    let started = Instant::now();
    // There is a place for another connection once that one has ended.
    while !server.say(b"GET /fine HTTP/1.1\r\nHost: wufi.ee\r\n\r\n").await.starts_with("HTTP/1.1 200") {
        // What is still on its way to us is waited for, as ever.
        assert!(started.elapsed() < SOON * 2, "it is held for whoever does not read");
        tokio::time::sleep(SHORT / 5).await;
    }
    drop(slow);
}

#[tokio::test]
async fn an_http_2_answer_that_is_never_taken_ends_its_connection() {
    let server = Server::open(settings()).await;
    let io = TokioIo::new(server.connect().await);
    let (mut sender, connection) = http2::handshake(TokioExecutor::new(), io).await.unwrap();
    let mut driven = JoinSet::new();
    driven.spawn(connection);
    let ask = |path: &str| axum::http::Request::get(format!("http://wufi.ee{path}")).body(Empty::<Bytes>::new()).unwrap();

    // The window stays shut: nobody reads this body.
    let held = sender.send_request(ask("/large")).await.unwrap();
    let started = Instant::now();
    // Whoever keeps asking is not idle.
    while sender.send_request(ask("/fine")).await.is_ok() {
        assert!(started.elapsed() < SOON, "it is held for whoever does not read");
        tokio::time::sleep(SHORT / 5).await;
    }
    timeout(SOON, driven.join_next()).await.expect("it is held for whoever does not read").unwrap().unwrap().ok();
    drop(held);
}

#[tokio::test]
async fn tls_is_spoken_with_both_protocols_and_a_half_handshake_is_closed() {
    let made = rcgen::generate_simple_self_signed(vec!["wufi.ee".to_owned()]).unwrap();
    let certificate = made.cert.der().clone();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate.clone()], key).unwrap();
    let server = Server::open_with(settings(), Some(Arc::new(config))).await;

    let mut roots = rustls::RootCertStore::empty();
    roots.add(certificate).unwrap();
    let mut client = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    client.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let name = ServerName::try_from("wufi.ee").unwrap();

    let both = tokio_rustls::TlsConnector::from(Arc::new(client.clone()));
    let chosen = both.connect(name.clone(), server.connect().await).await.unwrap();
    assert_eq!(chosen.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()));

    client.alpn_protocols = vec![b"http/1.1".to_vec()];
    let mut stream = tokio_rustls::TlsConnector::from(Arc::new(client)).connect(name, server.connect().await).await.unwrap();
    stream.write_all(b"GET /fine HTTP/1.1\r\nHost: wufi.ee\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut heard = String::new();
    stream.read_to_string(&mut heard).await.unwrap();
    assert!(heard.ends_with("tls=true") && heard.contains("strict-transport-security: "), "{heard}");

    assert_eq!(server.say(b"\x16\x03\x01").await, "");
}

#[tokio::test]
async fn a_peer_has_only_so_many_connections() {
    let server = Server::open(ListenerSettings { max_per_peer: 2, first_byte_within: SOON, ..settings() }).await;
    let (first, _second) = (server.connect().await, server.connect().await);
    tokio::time::sleep(SHORT).await;

    assert_eq!(hear(&mut server.connect().await).await, "");
    drop(first);
    tokio::time::sleep(SHORT).await;
    assert!(server.say(b"GET /fine HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.contains("200 OK"));
}

#[tokio::test]
async fn beyond_the_cap_a_connection_waits_for_its_turn() {
    let server = Server::open(ListenerSettings { max_connections: 1, ..settings() }).await;
    let _silent = server.connect().await;
    tokio::time::sleep(SHORT / 5).await;

    let heard = server.say(b"GET /fine HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert!(heard.contains("200 OK"), "{heard}");
}

#[tokio::test]
async fn open_requests_finish_when_the_program_stops_and_idle_connections_do_not_hold_it() {
    let server = Server::open(ListenerSettings { header_within: SOON * 5, grace: SOON, ..settings() }).await;
    let _silent = server.connect().await;
    let mut open = server.connect().await;
    open.write_all(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    tokio::time::sleep(SHORT / 2).await;
    let address = server.address;

    let (heard, ()) = tokio::join!(hear(&mut open), server.stop());

    assert!(heard.starts_with("HTTP/1.1 200"), "{heard}");
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn requests_that_never_end_are_dropped_after_the_grace() {
    let server = Server::open(settings()).await;
    let mut open = server.connect().await;
    open.write_all(b"POST /stuck HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    tokio::time::sleep(SHORT / 2).await;

    let started = Instant::now();
    server.stop().await;
    assert!(started.elapsed() < SOON && hear(&mut open).await.is_empty());
}
