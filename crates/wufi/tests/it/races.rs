//! Many at once: each race has exactly the outcome that somebody who waits their turn would see.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tokio::task::JoinSet;
use wufi_domain::fault::Code;

use crate::kit::shopper::{Cart, line, text};
use crate::kit::{Answer, Shop, Shopper};

const KIBBLE: &str = "SKP-KANA-2KG";

/// What all of these hear, each sent on a connection of its own; whoever is told to come back, does.
async fn at_once(posts: impl IntoIterator<Item = (Shopper, String, Value)>) -> Vec<Answer> {
    let mut sent = JoinSet::new();
    for (shopper, path, body) in posts {
        sent.spawn(async move {
            loop {
                let answer = shopper.post(&path, body.clone()).await;
                if answer.status != 503 {
                    return answer;
                }
                answer.is_refusal();
                let secs: u64 = answer.header("retry-after").parse().unwrap();
                assert_eq!(answer.json["retry_after"], secs);
                tokio::time::sleep(std::time::Duration::from_secs(secs)).await;
            }
        });
    }
    sent.join_all().await
}

fn complete(cart: &Cart) -> String {
    cart.path("/complete")
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_buyers_of_the_last_ten_pieces_ten_get_one() {
    let shop = Shop::open().await;
    shop.stock(KIBBLE, 10).await;
    let mut preparing = JoinSet::new();
    for _ in 0..100 {
        let shopper = shop.shopper();
        preparing.spawn(async move { (shopper.ready_cart(&[(KIBBLE, 1)]).await, shopper) });
    }
    let buyers = preparing.join_all().await;

    let answers = at_once(buyers.iter().map(|(cart, shopper)| (shopper.clone(), complete(cart), json!({})))).await;

    let (placed, refused): (Vec<Answer>, Vec<Answer>) = answers.into_iter().partition(|answer| answer.status == 200);
    assert_eq!((placed.len(), refused.len(), shop.left(KIBBLE).await), (10, 90, 0));
    for answer in refused {
        answer.refused(Code::InsufficientInventory);
    }
    let numbers: BTreeSet<i64> = placed.iter().map(|answer| answer.json["order"]["display_id"].as_i64().unwrap()).collect();
    assert_eq!(numbers, (1..=10).collect(), "a refusal gives its number back");
    for (cart, shopper) in &buyers {
        let is_done = !shopper.get(&cart.path("")).await.ok()["cart"]["completed_at"].is_null();
        let is_placed = placed.iter().any(|answer| answer.json["order"]["payment_collections"][0]["id"] == *cart.collection);
        assert_eq!(is_done, is_placed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_completions_of_one_cart_find_one_order() {
    let shop = Shop::open().await;
    let before = shop.left(KIBBLE).await;
    let mari = shop.shopper();
    let cart = mari.ready_cart(&[(KIBBLE, 2)]).await;

    let answers = at_once((0..50).map(|_| (mari.tab(), complete(&cart), json!({})))).await;

    let orders: BTreeSet<String> = answers.into_iter().map(|answer| text(&answer.ok()["order"]["id"])).collect();
    assert_eq!((orders.len(), shop.left(KIBBLE).await), (1, before - 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_tabs_that_add_one_each_fill_one_line_with_thirty() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let cart = text(&mari.post("/store/carts", json!({})).await.ok()["cart"]["id"]);
    let path = format!("/store/carts/{cart}");

    let adds = (0..30).map(|_| (mari.tab(), format!("{path}/line-items"), line(KIBBLE, 1)));
    let answers = at_once(adds).await;

    for answer in answers {
        answer.ok();
    }
    let held = mari.get(&path).await.ok()["cart"].take();
    let items = held["items"].as_array().unwrap();
    assert_eq!((items.len(), &items[0]["quantity"]), (1, &json!(30)));
}

#[tokio::test(flavor = "multi_thread")]
async fn carts_that_want_each_others_goods_in_other_orders_do_not_lock_each_other_out() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let mut carts = Vec::new();
    for at in 0..20 {
        let goods = [(KIBBLE, 1), ("SKP-KUTS-400G", 1), ("SKP-LAMB-2KG", 1)];
        let turned: Vec<(&str, i64)> = goods.iter().copied().cycle().skip(at % 3).take(3).collect();
        carts.push(mari.ready_cart(&turned).await);
    }

    let answers = at_once(carts.iter().map(|cart| (mari.tab(), complete(cart), json!({})))).await;

    let orders: BTreeSet<String> = answers.into_iter().map(|answer| text(&answer.ok()["order"]["id"])).collect();
    assert_eq!(orders.len(), 20);
}
