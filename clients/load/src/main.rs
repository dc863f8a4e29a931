//! Measures what logins take from the rest of the shop and what their times tell, what the guard costs and what it
//! withstands: the load behind `scripts/logins` and `scripts/edge`.

mod accounts;
mod flood;
mod forge;
mod forgeries;
mod hold;
mod race;
mod reads;
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
    /// Reads at a steady rate; prints median, p99 and longest in microseconds, and how many.
    Reads {
        /// For so many seconds.
        #[arg(long)]
        secs: u64,
        /// What is read.
        #[arg(long, default_value = "/store/products")]
        path: String,
        /// Every so many milliseconds.
        #[arg(long, default_value_t = 40)]
        every_ms: u64,
    },
    /// Reads from this server and from another in turn, as fast as they can.
    Race {
        /// The other server.
        #[arg(long)]
        other: String,
        /// What is read.
        #[arg(long, default_value = "/store/products")]
        path: String,
        /// Over so many connections.
        #[arg(long, default_value_t = 8)]
        connections: usize,
        /// So many turns of half a second each.
        #[arg(long, default_value_t = 30)]
        turns: usize,
    },
    /// Reads from this server as fast as it answers, whatever it answers.
    Rush {
        /// What is read.
        #[arg(long)]
        path: String,
        /// Over so many connections.
        #[arg(long, default_value_t = 8)]
        connections: usize,
        /// For so many seconds.
        #[arg(long)]
        secs: u64,
    },
    /// Connects and says next to nothing, again whenever it is let go.
    Hold {
        /// What is said.
        #[arg(long, value_enum)]
        said: hold::Said,
        /// So many connections.
        #[arg(long, default_value_t = 2_000)]
        connections: usize,
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
        Measure::Reads { secs, path, every_ms } => {
            reads::measure(&shop, &path, (Duration::from_millis(every_ms), Duration::from_secs(secs))).await
        }
        Measure::Race { other, path, connections, turns } => {
            let other = Shop { url: other, key: shop.key.clone() };
            race::measure([&shop, &other], &path, (connections, turns)).await
        }
        Measure::Rush { path, connections, secs } => race::rush(&shop, &path, (connections, Duration::from_secs(secs))).await,
        Measure::Hold { said, connections, secs } => hold::measure(&shop, said, (connections, Duration::from_secs(secs))).await,
        Measure::Flood { secs, addresses, blank } => {
            let password = if blank { "" } else { "vale parool" };
            flood::measure(&shop, addresses, (password, Duration::from_secs(secs))).await
        }
        Measure::Accounts { count } => accounts::measure(&shop, count).await,
        Measure::Forgeries { rounds } => forgeries::measure(&shop, rounds).await,
    }
}
