//! Many who guess passwords at once, each from an address and a connection of their own.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::visitor::{Heard, Shop, Visitor};

/// Guesses for as long as is said; prints how often each answer was heard.
pub(crate) async fn measure(shop: &Shop, addresses: u16, (password, during): (&'static str, Duration)) -> anyhow::Result<()> {
    let ends = Instant::now() + during;
    let mut guessers = JoinSet::new();
    for number in 0..addresses {
        guessers.spawn(guess(Visitor::from(shop, address(number))?, number, (password, ends)));
    }

    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(heard) = guessers.join_next().await {
        for (answer, count) in heard?? {
            *answers.entry(answer).or_default() += count;
        }
    }
    for (answer, count) in answers {
        println!("{count} {answer}");
    }
    Ok(())
}

/// 127.1.0.1 and on.
fn address(number: u16) -> Ipv4Addr {
    let [high, low] = (number + 1).to_be_bytes();
    Ipv4Addr::new(127, 1, high, low)
}

/// Tries again as soon as there is an answer, another account each time: one account's tries would have to wait.
async fn guess(guesser: Visitor, number: u16, (password, ends): (&str, Instant)) -> anyhow::Result<BTreeMap<String, usize>> {
    let mut answers = BTreeMap::new();
    for attempt in 0.. {
        if Instant::now() >= ends {
            break;
        }
        let email = format!("guess-{number}-{attempt}@flood.ee");
        let answer = guesser.log_in(&email, password).await.map_or_else(|error| error.to_string(), |heard| told(&heard));
        *answers.entry(answer).or_default() += 1;
    }
    Ok(answers)
}

fn told(heard: &Heard) -> String {
    let code = heard.text("code").unwrap_or_default();
    let retry = if heard.headers.contains_key("retry-after") { " with Retry-After" } else { "" };
    format!("{} {code}{retry}", heard.status)
}
