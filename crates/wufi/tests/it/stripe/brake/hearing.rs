//! Of a declined try the shop hears from notices and by looking: it counts once, when it was.

use serde_json::json;
use wufi_domain::fault::Code;

use super::*;

const FAILED: &str = "payment_intent.payment_failed";

#[tokio::test(flavor = "multi_thread")]
async fn a_try_counts_once_whoever_tells_of_it_and_in_whatever_order() {
    let shop = CardShop::open().await;
    let guest = shop.shopper();
    let cart = guest.card_cart(&[(KIBBLE, 1)]).await;
    let mut news = Vec::new();
    for number in 0..3 {
        shop.stripe.pay(&cart.intent, stolen(number)).await.unwrap();
        news.push(shop.news(FAILED, &cart.intent));
    }

    // The browser looks, the job looks, and the notices come late, twice and backwards.
    guest.open_card(&cart.cart).await.ok();
    assert_eq!(shop.declines().await, 1);
    guest.post(&cart.complete(), json!({})).await.refused(Code::PaymentNotAuthorized);
    for body in news.iter().rev().chain(&news) {
        shop.notify(body).await.ok();
        shop.look_after().await;
    }

    assert_eq!((shop.declines().await, shop.on_record("payment_declined").await), (3, 3));
    assert_eq!(shop.status(&cart.intent), Status::RequiresPaymentMethod);
    shop.try_card(&cart.intent, stolen(3)).await;
    assert_eq!(shop.status(&cart.intent), Status::Canceled);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_proof_is_a_try_and_has_no_charge() {
    let shop = CardShop::open().await;
    let cart = shop.shopper().card_cart(&[(KIBBLE, 1)]).await;
    for _ in 0..2 {
        shop.stripe.pay(&cart.intent, Card::challenged()).await.unwrap();
        shop.stripe.authenticate(&cart.intent, false).await.unwrap();
        shop.notify(&shop.news(FAILED, &cart.intent)).await.ok();
    }

    assert_eq!(shop.declines().await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_try_counts_when_it_was_and_not_when_it_is_told() {
    let shop = CardShop::open().await;
    let guest = shop.shopper();
    let cart = guest.card_cart(&[(KIBBLE, 1)]).await;
    for number in 0..4 {
        shop.stripe.pay(&cart.intent, stolen(number)).await.unwrap();
    }
    shop.pass(3_600);
    let events = shop.stripe.webhooks().list();
    for event in events.iter().filter(|event| event.kind == FAILED) {
        shop.notify(&event.body()).await.ok();
    }

    assert_eq!(shop.declines().await, 4);
    guest.ask_for_payment().await.ok();
    shop.pass(86_400);
    wufi_flow::upkeep::forget(&shop.shop.db).await.unwrap();
    assert_eq!(shop.declines().await, 0, "forgotten after a day");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_is_out_of_order_is_nobodys_try() {
    let shop = CardShop::open().await;
    let guest = shop.shopper();
    let cart = guest.card_cart(&[(KIBBLE, 1)]).await;
    for _ in 0..40 {
        shop.try_card(&cart.intent, Card::named("pm_card_chargeDeclinedProcessingError").unwrap()).await;
    }

    assert_eq!((shop.declines().await, shop.status(&cart.intent)), (40, Status::RequiresPaymentMethod));
    guest.ask_for_payment().await.ok();
    assert_eq!(shop.on_record("payment_brake_raised").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_card_or_an_address_is_kept_in_the_clear() {
    let shop = CardShop::open_as(&[FORWARDED]).await;
    let opened = shop.visitor("203.0.113.77").card_cart(&[(KIBBLE, 1)]).await;
    shop.try_card(&opened.intent, stolen(7)).await;

    let mut tx = shop.shop.db.read().await.unwrap();
    let (card, address): (String, String) = tx.query("SELECT card, address FROM payment_decline").one().await.unwrap();
    let (facts,): (String,) = tx.query("SELECT facts FROM audit_outbox WHERE event = 'payment_declined'").one().await.unwrap();
    for kept in [&card, &address] {
        assert!(kept.len() == 64 && kept.bytes().all(|byte| byte.is_ascii_hexdigit()), "{kept}");
    }
    let facts: serde_json::Value = serde_json::from_str(&facts).unwrap();
    assert_eq!(facts, json!({ "code": "generic_decline", "class": "bank", "card": card }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_worked_at_last_is_never_called_off() {
    let shop = CardShop::open().await;
    let guest = shop.shopper();
    let cart = guest.card_cart(&[(KIBBLE, 1)]).await;
    let mut news = Vec::new();
    for number in 0..6 {
        shop.stripe.pay(&cart.intent, stolen(number)).await.unwrap();
        news.push(shop.news(FAILED, &cart.intent));
    }
    shop.stripe.pay(&cart.intent, Card::visa()).await.unwrap();
    for body in news {
        shop.notify(&body).await.ok();
    }
    shop.look_after().await;

    assert_eq!((shop.orders().await, shop.on_record("payment_called_off").await), (1, 0));
    assert_eq!(shop.status(&cart.intent), Status::Succeeded);
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_notices_the_shop_hears_of_the_last_try_when_it_looks() {
    let shop = CardShop::open().await;
    let guest = shop.shopper();
    let cart = guest.card_cart(&[(KIBBLE, 1)]).await;
    let mut intents = vec![cart.intent.clone()];
    for number in 0..4 {
        shop.stripe.pay(intents.last().unwrap(), stolen(number)).await.unwrap();
        let answer = guest.open_card(&cart.cart).await;
        if answer.status == 200 {
            intents.push(intent_of(&answer.json));
        } else {
            waits(answer, 15);
        }
    }

    assert_eq!(shop.status(&cart.intent), Status::Canceled, "called off in the request that found out");
}
