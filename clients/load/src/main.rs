//! Measures what logins take from the rest of the shop, and what their times tell: the load behind `scripts/logins`.

mod accounts;
mod flood;
mod forge;
mod forgeries;
mod products;
mod sample;
mod visitor;

use std::time::Duration;

use clap::Parser;

use visitor::Shop;

/// Measures a demo shop that is served on this machine.
#[derive(Debug, Parser)]
struct Arguments {
    /// Where it is served.
    #[arg(long)]
    url: String,
    /// Its publishable key.
    #[arg(long)]
    key: String,
    #[command(subcommand)]
    measure: Measure,
}

/// What is measured.
#[derive(Debug, clap::Subcommand)]
enum Measure {
    /// Reads the products at a steady rate; prints median, p99 and longest in microseconds.
    Products {
        /// For so many seconds.
        #[arg(long)]
        secs: u64,
    },
    /// Types wrong passwords from many addresses, again as soon as each is answered; prints what was answered.
    Flood {
        /// For so many seconds.
        #[arg(long)]
        secs: u64,
        /// From so many addresses of 127.1.0.0/16.
        #[arg(long, default_value_t = 500)]
        addresses: u16,
        /// Without any password, which is refused before anything is hashed.
        #[arg(long)]
        blank: bool,
    },
    /// Times wrong passwords of accounts that are there and of accounts that are not, in turn.
    Accounts {
        /// So many of each.
        #[arg(long, default_value_t = 1_000)]
        count: usize,
    },
    /// Times forged access tokens of every kind, in turn.
    Forgeries {
        /// So often each.
        #[arg(long, default_value_t = 2_000)]
        rounds: usize,
    },
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let Arguments { url, key, measure } = Arguments::parse();
    let shop = Shop { url, key };
    match measure {
        Measure::Products { secs } => products::measure(&shop, Duration::from_secs(secs)).await,
        Measure::Flood { secs, addresses, blank } => {
            let password = if blank { "" } else { "vale parool" };
            flood::measure(&shop, addresses, (password, Duration::from_secs(secs))).await
        }
        Measure::Accounts { count } => accounts::measure(&shop, count).await,
        Measure::Forgeries { rounds } => forgeries::measure(&shop, rounds).await,
    }
}
