//! A server that answers what a test tells it to, and writes down what it was asked.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// What the server does when it is asked.
#[derive(Clone, Debug)]
pub(super) enum Reply {
    /// Answers: the status, further headers (each with its line end), and the body.
    Say(u16, &'static str, String),
    /// Sends these bytes and closes.
    Raw(Vec<u8>),
    /// Never answers.
    Hang,
    /// Closes without an answer.
    Close,
}

impl Reply {
    pub(super) fn ok(body: impl Into<String>) -> Self {
        Self::Say(200, "", body.into())
    }

    pub(super) fn told(body: &serde_json::Value) -> Self {
        Self::ok(body.to_string())
    }

    /// Stripe's way to refuse.
    pub(super) fn refuse(status: u16, error: &serde_json::Value) -> Self {
        Self::Say(status, "", serde_json::json!({ "error": error }).to_string())
    }

    pub(super) fn code(status: u16, code: &str) -> Self {
        Self::refuse(status, &serde_json::json!({ "type": "invalid_request_error", "code": code, "message": "saladus" }))
    }
}

/// A running double; it ends with the test.
pub(super) struct Double {
    pub(super) address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
    running: JoinSet<()>,
}

impl Double {
    /// Gives one reply to each request, the last again and again.
    pub(super) async fn open(replies: Vec<Reply>) -> Self {
        Self::speaking(replies, None).await
    }

    pub(super) async fn speaking(replies: Vec<Reply>, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&heard);
        let mut running = JoinSet::new();
        running.spawn(async move {
            let mut visits = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (replies, record, tls) = (replies.clone(), Arc::clone(&record), tls.clone());
                visits.spawn(async move {
                    // A client that gives up in the middle is what some tests are about.
                    let _ = match tls {
                        Some(tls) => match tls.accept(stream).await {
                            Ok(stream) => serve(stream, &replies, &record).await,
                            Err(error) => Err(error),
                        },
                        None => serve(stream, &replies, &record).await,
                    };
                });
            }
        });
        Self { address, heard, running }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Each request as it came: head, empty line, body.
    pub(super) fn heard(&self) -> Vec<String> {
        assert_eq!(self.running.len(), 1);
        self.heard.lock().unwrap().clone()
    }

    /// The first line of each request.
    pub(super) fn lines(&self) -> Vec<String> {
        self.heard().iter().map(|request| request.lines().next().unwrap().to_owned()).collect()
    }

    /// A header of each request; empty where it was missing.
    pub(super) fn headers(&self, name: &str) -> Vec<String> {
        let of = |request: &String| {
            let line = request.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
            line.unwrap_or_default().to_owned()
        };
        self.heard().iter().map(of).collect()
    }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    replies: &[Reply],
    heard: &Mutex<Vec<String>>,
) -> io::Result<()> {
    let request = request(&mut stream).await?;
    let at = {
        let mut heard = heard.lock().unwrap();
        heard.push(request);
        heard.len() - 1
    };
    match replies.get(at).or(replies.last()).unwrap() {
        Reply::Say(status, headers, body) => {
            let length = body.len();
            let first = format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n");
            stream.write_all((first + body).as_bytes()).await?;
        }
        Reply::Raw(bytes) => stream.write_all(bytes).await?,
        Reply::Hang => std::future::pending().await,
        Reply::Close => {}
    }
    stream.shutdown().await
}

/// Reads one request with its body.
async fn request<S: AsyncRead + Unpin>(stream: &mut S) -> io::Result<String> {
    let mut bytes = Vec::new();
    loop {
        let mut piece = [0; 1024];
        let read = stream.read(&mut piece).await?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&piece[..read]);
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
            if body.len() >= length.parse().unwrap() {
                return Ok(text.into_owned());
            }
        }
    }
}
