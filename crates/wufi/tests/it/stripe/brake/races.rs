//! Payments that work in the midst of being called off.

use serde_json::json;
use wufi_flow::payment;
use wufi_stripe_double::{Fault, Turn};

use super::*;
use crate::kit::shopper::{line, tallinn};

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_works_while_it_is_called_off_leaves_no_money_without_an_order() {
    for capture in ["manual", "automatic"] {
        let shop = CardShop::open_as(&[("WUFI_STRIPE__CAPTURE_METHOD", capture)]).await;
        let cart = shop.shopper().card_cart(&[(KIBBLE, 1)]).await;
        for number in 0..3 {
            shop.try_card(&cart.intent, stolen(number)).await;
        }
        shop.once(Call::Cancel, When::Before, async |stripe, intent| {
            stripe.pay(&intent, Card::visa()).await.unwrap();
        });
        shop.try_card(&cart.intent, stolen(3)).await;

        let charge = shop.stripe.charge_of(&cart.intent).unwrap();
        assert!(charge.failure.is_none(), "the good card came through");
        let given_back: i64 = shop.stripe.refunds().iter().map(|refund| refund.amount).sum();
        assert_eq!((charge.amount_captured - given_back, shop.orders().await), (0, 0), "{capture}");
        let gone = if capture == "manual" { Status::Canceled } else { Status::Succeeded };
        assert_eq!(shop.status(&cart.intent), gone);
        shop.is_whole().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_becomes_an_order_while_the_shop_looks_at_it_is_not_called_off() {
    let shop = CardShop::open().await;
    let guest = shop.shopper();
    let cart = guest.card_cart(&[(KIBBLE, 1)]).await;
    for number in 0..3 {
        shop.try_card(&cart.intent, stolen(number)).await;
    }
    // What the shop hears is that the fourth card was declined; by then there is an order, whose money is still to be taken.
    shop.stripe.fault(Call::Capture, Fault::status(500), Turn::Every);
    let complete = cart.complete();
    shop.once(Call::Retrieve, When::After, async move |stripe, intent| {
        stripe.pay(&intent, Card::visa()).await.unwrap();
        guest.post(&complete, json!({})).await.ok();
    });
    shop.try_card(&cart.intent, stolen(3)).await;
    shop.stripe.clear_faults();
    shop.pass(60);
    shop.look_after().await;

    assert_eq!((shop.orders().await, shop.status(&cart.intent)), (1, Status::Succeeded));
    assert_eq!(shop.on_record("payment_called_off").await, 0);
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_is_held_for_a_cart_that_lacks_something_is_not_called_off() {
    let shop = Arc::new(CardShop::open().await);
    let guest = shop.shopper();
    let body = json!({ "items": [line(KIBBLE, 1)], "shipping_address": tallinn() });
    let cart = guest.ready_cart_of(body, "pakiautomaat-ee").await;
    let intent = intent_of(&guest.open_card(&cart).await.ok());
    for number in 0..3 {
        shop.try_card(&intent, stolen(number)).await;
    }
    // Another node hears of the good card first: there is no order, for want of an e-mail address, and the money is held.
    let node = Arc::downgrade(&shop);
    shop.once(Call::Retrieve, When::After, async move |stripe, intent| {
        stripe.pay(&intent, Card::visa()).await.unwrap();
        let shop = node.upgrade().unwrap();
        shop.notify(&shop.news("payment_intent.amount_capturable_updated", &intent)).await.ok();
        let app = &shop.shop.server.app;
        assert!(payment::look_after_next(&app.till, &app.shop()).await.unwrap());
    });
    shop.try_card(&intent, stolen(3)).await;

    assert_eq!((shop.status(&intent), shop.on_record("payment_called_off").await), (Status::RequiresCapture, 0));
    guest.post(&cart.path(""), json!({ "email": "mari@wufi.test" })).await.ok();
    guest.post(&cart.path("/complete"), json!({})).await.ok();
    shop.is_whole().await;
}
