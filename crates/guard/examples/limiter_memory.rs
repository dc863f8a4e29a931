//! How much memory the limiter takes for a million buckets, and how long a decision takes.
//!
//! `cargo run --release -p wufi-guard --example limiter_memory [buckets]`

use std::error::Error;
use std::fs;
use std::time::Instant;

use wufi_domain::chance::Chance;
use wufi_domain::limit::Class;
use wufi_domain::moment::Clock;
use wufi_guard::limit::{Bucket, Denied, Limiter};

fn main() -> Result<(), Box<dyn Error>> {
    let buckets = std::env::args().nth(1).map_or(Ok(1_000_000), |text| text.parse::<u64>())?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let limiter = Limiter::in_memory(Clock::System, &Chance::System);

    let before = resident_kib()?;
    let began = Instant::now();
    let granted = runtime.block_on(charge_each(&limiter, buckets));
    let took = began.elapsed();
    let grown = resident_kib()?.saturating_sub(before);
    println!("{granted} of {buckets} buckets charged once each: {:?}", limiter.figures());
    println!("resident memory grew by {} MiB, {} bytes for each", grown / 1024, grown * 1024 / buckets.max(1));
    println!("{} ns for each key and decision", took.as_nanos() / u128::from(buckets.max(1)));

    let began = Instant::now();
    let granted = runtime.block_on(hammer(&limiter, 1_000_000));
    println!("{} ns for each decision on one bucket, {granted} granted of a million", began.elapsed().as_nanos() / 1_000_000);
    Ok(())
}

/// Charges `buckets` buckets once each and tells how many were granted.
async fn charge_each(limiter: &Limiter, buckets: u64) -> u64 {
    let mut granted = 0;
    for name in 0..buckets {
        granted += u64::from(limiter.charge(&[bucket(limiter, name)]).await.granted);
    }
    granted
}

/// Asks `tries` times for one bucket and tells how often it was granted.
async fn hammer(limiter: &Limiter, tries: u64) -> u64 {
    let one = bucket(limiter, u64::MAX);
    let mut granted = 0;
    for _ in 0..tries {
        granted += u64::from(limiter.charge(&[one]).await.granted);
    }
    granted
}

fn bucket(limiter: &Limiter, name: u64) -> Bucket {
    let class = Class::Browse;
    Bucket { class, key: limiter.key(class, "v6", &name.to_be_bytes()), rule: class.default_rule(), denied: Denied::Free }
}

/// The memory of this process that is resident, in KiB.
fn resident_kib() -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse()?)
}
