//! A shop's end of webhooks.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use http::StatusCode;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// A shop's end of webhooks.
pub(crate) struct Receiver {
    pub(crate) url: String,
    seen: Arc<Mutex<Seen>>,
    _serving: JoinSet<()>,
}

#[derive(Default)]
struct Seen {
    webhooks: Vec<Webhook>,
    /// What is answered next, before it is 200 for ever.
    answers: Vec<u16>,
    at_once: usize,
    /// How many must have been there together before any is answered.
    gather: usize,
    most_at_once: usize,
}

/// A webhook that came.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    pub(crate) signature: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Webhook {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }
}

impl Receiver {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hooks", listener.local_addr().unwrap());
        let seen = Arc::<Mutex<Seen>>::default();
        let router = Router::new().fallback(take).with_state(Arc::clone(&seen));
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, seen, _serving: serving }
    }

    /// What it answers to the next ones.
    pub(crate) fn answer(&self, answers: &[u16]) {
        self.seen.lock().unwrap().answers = answers.to_vec();
    }

    /// Answers none before so many have been there together.
    pub(crate) fn gather(&self, count: usize) {
        self.seen.lock().unwrap().gather = count;
    }

    pub(crate) fn webhooks(&self) -> Vec<Webhook> {
        self.seen.lock().unwrap().webhooks.clone()
    }

    /// The types of what came, in order.
    pub(crate) fn kinds(&self) -> Vec<String> {
        self.webhooks().iter().map(Webhook::kind).collect()
    }

    /// How many were there together, at most.
    pub(crate) fn most_at_once(&self) -> usize {
        self.seen.lock().unwrap().most_at_once
    }
}

/// A webhook that is being taken, until it is answered or its sender loses patience.
struct Here(Arc<Mutex<Seen>>);

impl Here {
    fn come(seen: &Arc<Mutex<Seen>>) -> Self {
        let mut counted = seen.lock().unwrap();
        counted.at_once += 1;
        counted.most_at_once = counted.most_at_once.max(counted.at_once);
        Self(Arc::clone(seen))
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        self.0.lock().unwrap().at_once -= 1;
    }
}

async fn take(State(seen): State<Arc<Mutex<Seen>>>, request: Request) -> StatusCode {
    let signature = request.headers().get("stripe-signature").map(|value| value.to_str().unwrap().to_owned());
    let body = axum::body::to_bytes(request.into_body(), 1 << 20).await.unwrap().to_vec();
    let _here = Here::come(&seen);
    let status = {
        let mut seen = seen.lock().unwrap();
        seen.webhooks.push(Webhook { signature, body });
        if seen.answers.is_empty() { 200 } else { seen.answers.remove(0) }
    };
    // Long enough for others to come in meanwhile.
    sleep(Duration::from_millis(20)).await;
    while is_alone(&seen) {
        sleep(Duration::from_millis(5)).await;
    }
    StatusCode::from_u16(status).unwrap()
}

fn is_alone(seen: &Mutex<Seen>) -> bool {
    let seen = seen.lock().unwrap();
    seen.most_at_once < seen.gather
}
