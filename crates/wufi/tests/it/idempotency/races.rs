//! One key from everywhere at once, and callers who hang up.

use std::time::Duration;

use serde_json::json;
use tokio::task::JoinSet;
use wufi_domain::fault::Code;

use super::crashes::slow_carts;
use super::{KIBBLE, asking_for_a_cart, cart, carts, hang_up, held, is_replayed, until};
use crate::kit::server::Server;
use crate::kit::shopper::line;
use crate::kit::{Answer, Shop, Shopper};

/// Sends one request twenty times at once, over connections of their own, in turn to each of `places`.
async fn at_once(shopper: &Shopper, places: &[String], path: &str, body: serde_json::Value) -> Vec<Answer> {
    let mut asking = JoinSet::new();
    for place in places.iter().cycle().take(20) {
        let (shopper, path, body) = (shopper.at(place), path.to_owned(), body.clone());
        asking.spawn(async move { shopper.post_under("one", &path, body).await });
    }
    asking.join_all().await
}

/// That one was done, and every other heard the same or that it is being done.
fn one_was_done(answers: Vec<Answer>) -> serde_json::Value {
    let firsts: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200 && !is_replayed(answer)).collect();
    assert_eq!(firsts.len(), 1);
    let done = firsts[0].json.clone();
    for answer in answers {
        if answer.status == 200 {
            assert_eq!(answer.json, done);
        } else {
            assert_eq!(answer.header("retry-after"), "1");
            assert!(answer.json["retry_after"].is_null());
            answer.refused(Code::IdempotencyInProgress);
        }
    }
    done
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_at_once_one_is_done_and_the_others_hear_of_it() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let cart = cart(&mari).await;
    let here = format!("http://{}", shop.server.address);

    one_was_done(at_once(&mari, &[here], &format!("{cart}/line-items"), line(KIBBLE, 1)).await);

    assert_eq!(held(&mari, &cart).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_at_two_nodes_one_is_done() {
    let shop = Shop::open().await;
    let other = Server::start(&shop.db, shop.keys.clone()).await;
    let mari = shop.shopper();
    let places = [shop.server.address, other.address].map(|address| format!("http://{address}"));

    let made = one_was_done(at_once(&mari, &places, "/store/carts", json!({})).await);

    assert_eq!(carts(&shop).await, 1);
    for place in &places {
        let again = mari.at(place).post_under("one", "/store/carts", json!({})).await;
        assert!(is_replayed(&again));
        assert_eq!(again.ok(), made);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_hangs_up_finds_the_answer_when_asking_again() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    mari.csrf().await;
    slow_carts(&shop.db).await;

    let asking = asking_for_a_cart(&mari);
    until(&shop.db, "SELECT COUNT(*) FROM idempotency").await;
    hang_up(asking).await;

    let mut again = mari.post_under("one", "/store/carts", json!({})).await;
    for _ in 0..500 {
        if again.status != 409 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        again = mari.post_under("one", "/store/carts", json!({})).await;
    }
    assert!(is_replayed(&again), "{} {:#}", again.status, again.json);
    again.ok();
    assert_eq!(carts(&shop).await, 1);
}
