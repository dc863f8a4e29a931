//! Requests under an `Idempotency-Key`: each is done once, however often and from wherever it is sent.

mod crashes;
mod kills;
mod owners;
mod races;
mod refusals;
mod replays;
mod rest;

use std::time::Duration;

use reqwest::RequestBuilder;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use wufi_store::Db;

use crate::bad_input::people;
use crate::kit::shopper::{line, text};
use crate::kit::{Answer, Shop, Shopper};

const KIBBLE: &str = "SKP-KANA-2KG";
const REPLAYED: &str = "idempotency-replayed";

/// An answer as it came, byte by byte.
#[derive(Debug)]
struct Bytes {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Bytes {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// Sends a request under a key.
async fn send(shopper: &Shopper, key: &str, request: RequestBuilder) -> Bytes {
    let response = shopper.execute(request.header("idempotency-key", key)).await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Bytes { status, headers, body: response.bytes().await.unwrap().to_vec() }
}

/// Whether an answer was given before.
fn is_replayed(answer: &Answer) -> bool {
    answer.header(REPLAYED) == "true"
}

/// Somebody who asks for a cart and waits.
fn asking_for_a_cart(shopper: &Shopper) -> JoinSet<Option<Answer>> {
    let (shopper, mut asking) = (shopper.tab(), JoinSet::new());
    asking.spawn(async move { shopper.try_post_under("one", "/store/carts", json!({})).await });
    asking
}

/// Hangs up before there is an answer.
async fn hang_up(mut asking: JoinSet<Option<Answer>>) {
    asking.abort_all();
    let ended = asking.join_next().await.unwrap();
    assert!(ended.unwrap_err().is_cancelled(), "it was answered before it could hang up");
}

/// Waits until a statement counts something.
async fn until(db: &Db, counting: &'static str) {
    while count(db, counting).await == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// A cart; its path.
async fn cart(shopper: &Shopper) -> String {
    let made = shopper.post("/store/carts", json!({})).await.ok();
    format!("/store/carts/{}", text(&made["cart"]["id"]))
}

/// One more kibble.
fn kibble() -> Value {
    line(KIBBLE, 1)
}

/// How many kibbles a cart holds.
async fn held(shopper: &Shopper, cart: &str) -> i64 {
    let shown = shopper.get(cart).await.ok();
    shown["cart"]["items"].as_array().unwrap().iter().map(|line| line["quantity"].as_i64().unwrap()).sum()
}

/// A customer who is logged in.
async fn customer(shopper: &Shopper) -> Shopper {
    let email = people::account(shopper).await;
    shopper.bearing(&text(&people::log_in(shopper, &email).await["token"]))
}

/// How much a statement counts.
async fn count(db: &Db, counting: &'static str) -> i64 {
    let (count,): (i64,) = db.read().await.unwrap().query(counting).one().await.unwrap();
    count
}

/// Changes the database behind the shop's back.
async fn change(db: &Db, statement: &'static str) {
    let mut tx = db.begin().await.unwrap();
    tx.query(statement).execute().await.unwrap();
    tx.commit().await.unwrap();
}

/// How many carts there are.
async fn carts(shop: &Shop) -> i64 {
    count(&shop.db, "SELECT COUNT(*) FROM cart").await
}
