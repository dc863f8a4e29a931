//! Browser, notice and job at once.

use std::env;
use std::time::Duration;

use serde_json::json;
use tokio::task::JoinSet;
use wufi_domain::fault::Code;
use wufi_stripe_double::{Call, Status};

use super::KIBBLE;
use crate::kit::stripe::CardShop;

#[tokio::test(flavor = "multi_thread")]
async fn fifty_completions_of_one_cart_are_one_order_and_one_capture() {
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    let cart = mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;

    let mut completing = JoinSet::new();
    for _ in 0..50 {
        let (mari, path) = (mari.tab(), cart.complete());
        completing.spawn(async move { mari.post(&path, json!({})).await.ok()["order"]["id"].clone() });
    }
    let mut orders = completing.join_all().await;

    orders.dedup();
    assert_eq!((orders.len(), shop.orders().await), (1, 1));
    let taken: i64 = shop.stripe.charges().iter().map(|charge| charge.amount_captured).sum();
    assert_eq!((taken, shop.intent(&cart).status), (shop.intent(&cart).amount, Status::Succeeded));
    let mut keys: Vec<_> = shop.stripe.calls_of(Call::Capture).into_iter().map(|call| call.idempotency_key).collect();
    keys.dedup();
    assert_eq!(keys.len(), 1);
    shop.is_whole().await;
}

/// How often notice and browser meet.
fn rounds() -> i64 {
    #[expect(clippy::disallowed_methods, reason = "the test's own setting")]
    env::var("WUFI_RACE_ROUNDS").map_or(41, |rounds| rounds.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_around_the_browsers_completion_makes_one_order() {
    let shop = CardShop::open().await;
    let rounds = rounds();
    shop.shop.stock(KIBBLE, rounds).await;
    for round in 0..rounds {
        let mari = shop.shopper();
        let cart = mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;
        // From half a second before to half a second after.
        let offset = 1_000 * round / (rounds - 1) - 500;
        let news = shop.news("payment_intent.amount_capturable_updated", &cart.intent);
        let browser = async {
            wait(-offset).await;
            mari.post(&cart.complete(), json!({})).await.ok()
        };
        let notice = async {
            wait(offset).await;
            shop.notify(&news).await.ok();
            shop.look_after().await;
        };
        let (order, ()) = tokio::join!(browser, notice);
        assert_eq!(order["type"], "order", "{offset} ms");
    }
    assert_eq!(shop.orders().await, rounds);
    assert!(
        shop.stripe.intents().iter().all(|intent| intent.status == Status::Succeeded && intent.amount_received == intent.amount)
    );
    shop.is_whole().await;
}

async fn wait(millis: i64) {
    if let Ok(millis) = u64::try_from(millis) {
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_paid_for_the_last_piece_one_has_it_and_the_others_money_is_let_go() {
    let shop = CardShop::open().await;
    shop.shop.stock(KIBBLE, 1).await;
    let (mari, juri) = (shop.shopper(), shop.shopper());
    let carts = [mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await, juri.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await];

    let paths = [carts[0].complete(), carts[1].complete()];
    let (one, other) = tokio::join!(mari.post(&paths[0], json!({})), juri.post(&paths[1], json!({})));

    let (placed, refused) = if one.status == 200 { ((one, 0), (other, 1)) } else { ((other, 1), (one, 0)) };
    assert_eq!(placed.0.status, 200);
    refused.0.refused(Code::InsufficientInventory);
    assert_eq!(shop.intent(&carts[placed.1]).status, Status::Succeeded);
    assert_eq!(shop.intent(&carts[refused.1]).status, Status::Canceled);
    assert_eq!((shop.orders().await, shop.shop.left(KIBBLE).await), (1, 0));
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_that_open_a_payment_at_once_have_one_intent() {
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    let cart = mari.ready_cart(&[(KIBBLE, 1)]).await;

    let mut opening = JoinSet::new();
    for _ in 0..10 {
        let (mari, cart) = (mari.tab(), cart.clone());
        opening.spawn(async move {
            mari.open_card(&cart).await.ok()["payment_collection"]["payment_sessions"][0]["data"]["id"].clone()
        });
    }
    let mut intents = opening.join_all().await;
    intents.dedup();

    assert_eq!((intents.len(), shop.stripe.intents().len()), (1, 1));
}
