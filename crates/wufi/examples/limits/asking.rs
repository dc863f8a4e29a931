//! Workers that ask one thing after the other.

use std::time::{Duration, Instant};

use anyhow::Context;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Response, StatusCode};
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::record::Record;
use crate::window::Between;
use crate::{Args, Forwarded};

/// Has all workers ask, and tells what they heard.
pub(crate) async fn ask_all(args: &Args) -> anyhow::Result<Record> {
    let clients = args.nodes.iter().map(|_| client(args)).collect::<anyhow::Result<Vec<_>>>()?;
    let ends = Instant::now() + Duration::from_secs_f64(args.secs);
    let mut workers = JoinSet::new();
    for (nth, (node, client)) in args.nodes.iter().zip(&clients).cycle().take(args.workers).enumerate() {
        let worker = Worker { args: args.clone(), url: format!("{node}{}", args.path), client: client.clone(), nth, ends };
        workers.spawn(worker.run());
    }
    let mut record = Record::default();
    for heard in workers.join_all().await {
        record.merge(heard?);
    }
    Ok(record)
}

/// A client; all workers of a node have the same.
fn client(args: &Args) -> anyhow::Result<Client> {
    let mut headers = HeaderMap::new();
    for header in &args.headers {
        let (name, value) = header.split_once(':').context("a header is `name: value`")?;
        headers.insert(HeaderName::try_from(name.trim())?, HeaderValue::try_from(value.trim())?);
    }
    let mut builder = Client::builder().default_headers(headers).timeout(Duration::from_secs(70)).local_address(args.from);
    if args.http2 {
        builder = builder.http2_prior_knowledge();
    }
    Ok(builder.build()?)
}

struct Worker {
    args: Args,
    url: String,
    client: Client,
    nth: usize,
    ends: Instant,
}

impl Worker {
    async fn run(self) -> anyhow::Result<Record> {
        let mut record = Record::default();
        let mut made = 0_u64;
        while made < self.args.requests && Instant::now() < self.ends {
            let next = Instant::now() + Duration::from_millis(self.args.every_ms);
            if let Some(wait) = self.ask(made, &mut record).await
                && self.args.obey
            {
                sleep(wait).await;
                if self.ask(made, &mut record).await.is_some() {
                    record.fault(format!("refused again after the {wait:?} that were asked for"));
                }
            }
            made = made.saturating_add(1);
            sleep(next.saturating_duration_since(Instant::now())).await;
        }
        Ok(record)
    }

    /// Asks once and puts the answer on record. Tells for how long to wait when it was refused.
    async fn ask(&self, made: u64, record: &mut Record) -> Option<Duration> {
        let mut request = self.client.request(self.args.method.clone(), &self.url);
        if let Some(address) = self.forwarded(made) {
            request = request.header("x-forwarded-for", address);
        }
        if let Some(body) = &self.args.body {
            request = request.header("content-type", "application/json").body(body.clone());
        }
        let sent = Instant::now();
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) => {
                record.fault(format!("no answer: {error:?}"));
                return None;
            }
        };
        let answered = Instant::now();
        let count = record.statuses.entry(response.status().as_u16()).or_default();
        *count = count.saturating_add(1);
        record.took.push(answered.saturating_duration_since(sent));
        if response.status().is_server_error() {
            record.fault(format!("answered {}", response.status()));
        }
        if response.status() != StatusCode::TOO_MANY_REQUESTS {
            record.accepted.push(Between { sent, answered });
            return None;
        }
        record.refused = record.refused.saturating_add(1);
        wait(response).await.inspect_err(|fault| record.fault((*fault).to_owned())).ok()
    }

    /// The address that this request claims to come from.
    fn forwarded(&self, made: u64) -> Option<String> {
        let address = |number: u64| {
            let [.., a, b, c] = number.to_be_bytes();
            format!("10.{a}.{b}.{c}")
        };
        let nth = u64::try_from(self.nth).unwrap_or(0);
        match self.args.forwarded {
            Forwarded::Nothing => None,
            Forwarded::Each => Some(address(nth)),
            Forwarded::Rotating => Some(address(nth.wrapping_mul(100_000).wrapping_add(made))),
        }
    }
}

/// For how long a refusal asks to wait, or what it lacks (contract §3 and §8).
async fn wait(response: Response) -> Result<Duration, &'static str> {
    let number = |name: &str| response.headers().get(name)?.to_str().ok()?.parse::<u64>().ok();
    let after = number("retry-after").ok_or("a 429 without Retry-After")?;
    let reset = number("x-ratelimit-reset").ok_or("a 429 without X-RateLimit-Reset")?;
    let has_fields =
        ["ratelimit", "ratelimit-policy", "x-ratelimit-limit"].iter().all(|name| response.headers().contains_key(*name));
    if after == 0 || reset > after || !has_fields || number("x-ratelimit-remaining") != Some(0) {
        return Err("a 429 whose headers are not what the contract says");
    }
    let body: serde_json::Value = response.json().await.map_err(|_| "a 429 whose body is no JSON")?;
    let says = |name: &str, value: serde_json::Value| body.get(name) == Some(&value);
    if says("code", "rate_limit_exceeded".into()) && says("type", "rate_limited".into()) && says("retry_after", after.into()) {
        Ok(Duration::from_secs(after))
    } else {
        Err("a 429 whose body is not what the contract says")
    }
}
