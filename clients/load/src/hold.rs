//! Many who connect and then say next to nothing.

use std::time::{Duration, Instant};

use anyhow::Context;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::sample::Sample;
use crate::visitor::Shop;

/// What each says once it is connected.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Said {
    /// Nothing.
    Nothing,
    /// The first half of what an HTTP/2 client says first.
    HalfPreface,
    /// All of that, and then nothing.
    Preface,
}

impl Said {
    const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Nothing => b"",
            Self::HalfPreface => b"PRI * HTTP/2.0\r\n",
            Self::Preface => b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        }
    }
}

/// Connects so often and connects again whenever it is let go; prints connections, median and longest time that one was held,
/// in milliseconds, and how many that were older than 45 s were held still when all was over.
pub(crate) async fn measure(shop: &Shop, said: Said, (connections, during): (usize, Duration)) -> anyhow::Result<()> {
    let address = shop.url.strip_prefix("http://").context("the address of a shop begins with http://")?;
    let ends = Instant::now() + during;
    let mut holding = JoinSet::new();
    for _ in 0..connections {
        holding.spawn(hold(address.to_owned(), said, ends));
    }
    let (mut held, mut still) = (Sample::default(), 0_usize);
    while let Some(one) = holding.join_next().await {
        let (times, is_open) = one??;
        for time in times {
            held.put(time);
        }
        still += usize::from(is_open);
    }
    println!("{} {:.0} {:.0} {still}", held.len(), held.micros(50) / 1e3, held.micros(100) / 1e3);
    Ok(())
}

/// How long each connection lasted, and whether one that had lasted three quarters of a minute was open in the end.
async fn hold(address: String, said: Said, ends: Instant) -> anyhow::Result<(Vec<Duration>, bool)> {
    let mut all = Vec::new();
    loop {
        let began = Instant::now();
        let Some(left) = ends.checked_duration_since(began) else { return Ok((all, false)) };
        let Ok(mut stream) = TcpStream::connect(&address).await else {
            sleep(Duration::from_millis(100)).await;
            continue;
        };
        if stream.write_all(said.bytes()).await.is_ok() && timeout(left, until_closed(&mut stream)).await.is_err() {
            return Ok((all, began.elapsed() > Duration::from_secs(45)));
        }
        all.push(began.elapsed());
    }
}

async fn until_closed(stream: &mut TcpStream) {
    let mut waste = [0; 1_024];
    while let Ok(1..) = stream.read(&mut waste).await {}
}
