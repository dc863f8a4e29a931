//! Asks nodes for one thing again and again, and slides a window over what they accepted.
//!
//! `scripts/limits` runs it against real servers; see `--help`. It ends with 1 when a window held
//! more than it may, when an answer was 500 or another that was not expected, when a 429 lacks
//! what it must say, or when obeying one did not help.

mod asking;
mod record;
mod window;

use std::net::IpAddr;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use crate::asking::ask_all;
use crate::record::Record;

/// What to ask for, how often, and how much of it may be accepted.
#[derive(Clone, Debug, Parser)]
struct Args {
    /// A node, such as `http://127.0.0.1:9000`; several times for several nodes.
    #[arg(long = "node", required = true)]
    nodes: Vec<String>,
    /// What is asked for.
    #[arg(long, default_value = "/store/carts/cart_unknown")]
    path: String,
    /// With what method.
    #[arg(long, default_value = "GET")]
    method: reqwest::Method,
    /// A header as `name: value`; several times for several.
    #[arg(long = "header")]
    headers: Vec<String>,
    /// A body of JSON.
    #[arg(long)]
    body: Option<String>,
    /// How many ask at once, each one thing after the other, spread over the nodes.
    #[arg(long, default_value_t = 8)]
    workers: usize,
    /// How long, in seconds.
    #[arg(long, default_value_t = 10.0)]
    secs: f64,
    /// How many requests each worker makes at most.
    #[arg(long, default_value_t = u64::MAX)]
    requests: u64,
    /// Milliseconds from one request of a worker to its next.
    #[arg(long, default_value_t = 0)]
    every_ms: u64,
    /// HTTP/2, all workers of a node over one connection.
    #[arg(long)]
    http2: bool,
    /// The local address to ask from.
    #[arg(long)]
    from: Option<IpAddr>,
    /// What the workers say in `X-Forwarded-For`.
    #[arg(long, value_enum, default_value_t = Forwarded::Nothing)]
    forwarded: Forwarded,
    /// The limit: how many a window may hold.
    #[arg(long)]
    limit: usize,
    /// How many more it may hold, while Redis comes and goes.
    #[arg(long, default_value_t = 0)]
    more: usize,
    /// How many must be accepted at least, altogether.
    #[arg(long, default_value_t = 1)]
    at_least: usize,
    /// The window, in seconds.
    #[arg(long, default_value_t = 60)]
    window_secs: u64,
    /// That not one is refused.
    #[arg(long)]
    all_accepted: bool,
    /// When refused, wait as told and expect to be let in; for one worker whose bucket nobody shares.
    #[arg(long)]
    obey: bool,
}

/// What is said in `X-Forwarded-For`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Forwarded {
    /// There is none.
    Nothing,
    /// Each worker has an address of its own.
    Each,
    /// Every request has another.
    Rotating,
}

impl Args {
    fn window(&self) -> Duration {
        Duration::from_secs(self.window_secs)
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    let record = ask_all(&args).await?;
    let faults = faults(&args, &record);
    println!("{}", record.told(args.window()));
    for fault in &faults {
        println!("  FAULT: {fault}");
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What is not as it should be.
fn faults(args: &Args, record: &Record) -> Vec<String> {
    let most = window::most_certain(&record.accepted, args.window());
    let allowed = args.limit.saturating_add(args.more);
    let mut faults = record.faults.clone();
    if most > allowed {
        faults.push(format!("a window held {most}, and {allowed} are allowed"));
    }
    if record.accepted.len() < args.at_least {
        faults.push(format!("only {} were accepted, and {} are too few", record.accepted.len(), args.at_least));
    }
    if args.all_accepted && record.refused > 0 {
        faults.push(format!("{} were refused, and none should be", record.refused));
    }
    faults
}
