//! The double as a program: for a developer who wants to see cards pay without a network, and for other languages' tests.

use std::net::SocketAddr;

use clap::Parser;
use wufi_stripe_double::{Double, Settings};

/// A double of Stripe on this machine: no network, no money, no account.
///
/// A shop takes it for Stripe with the secret key and with its address for `https://api.stripe.com`.
#[derive(Debug, Parser)]
#[command(name = "wufi-stripe-double", version)]
struct Arguments {
    /// Where it listens; port 0 is any free one.
    #[arg(long, default_value = "127.0.0.1:12111")]
    listen: SocketAddr,
    /// The secret key that opens it. The publishable one is the same with `pk_` for `sk_`.
    #[arg(long, default_value = "sk_test_double")]
    secret_key: String,
    /// What its webhooks are signed with.
    #[arg(long, default_value = "whsec_double")]
    webhook_secret: String,
    /// Where its webhooks go.
    #[arg(long)]
    webhook_url: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let Arguments { listen, secret_key, webhook_secret, webhook_url } = Arguments::parse();
    let double = Double::start(Settings { listen, secret_key, webhook_secret, webhook_url, ..Settings::default() })?;
    println!("Stripe double listens on {}", double.url());
    tokio::signal::ctrl_c().await?;
    Ok(())
}
