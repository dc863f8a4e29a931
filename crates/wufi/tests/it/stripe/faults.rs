//! Whatever goes wrong between the shop and Stripe: no order without money, no money without an order.

use serde_json::json;
use wufi_domain::fault::Code;
use wufi_stripe_double::{Call, Fault, Status, Turn};

use super::KIBBLE;
use crate::kit::stripe::{CardShop, faults};

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_while_an_intent_is_made_is_told_and_a_retry_works() {
    let shop = CardShop::open().await;
    for fault in faults() {
        let mari = shop.shopper();
        let cart = mari.ready_cart(&[(KIBBLE, 1)]).await;
        shop.stripe.fault(Call::Create, fault.clone(), Turn::Every);
        let refused = mari.open_card(&cart).await;
        assert!(!refused.header("retry-after").is_empty(), "{fault:?}");
        refused.refused(Code::PaymentProviderUnavailable);
        shop.stripe.clear_faults();

        let opened = mari.open_card(&cart).await;
        assert_eq!(opened.status, 200, "{fault:?}: {:#}", opened.json);
    }
    shop.pass(40);
    shop.look_after().await;
    let live = shop.stripe.intents().iter().filter(|intent| intent.status != Status::Canceled).count();
    // One for each cart, however often it was asked for, and the one that Stripe never tells of: nobody can pay it.
    assert_eq!(live, faults().len() + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_while_the_intent_is_looked_at_decides_nothing_and_a_retry_works() {
    let shop = CardShop::open().await;
    for (round, fault) in (1..).zip(faults()) {
        let mari = shop.shopper();
        let cart = mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;
        shop.stripe.fault(Call::Retrieve, fault.clone(), Turn::Every);
        mari.post(&cart.complete(), json!({})).await.refused(Code::PaymentProviderUnavailable);
        assert_eq!(shop.orders().await, round - 1, "{fault:?}");
        shop.stripe.clear_faults();

        let placed = mari.post(&cart.complete(), json!({})).await;
        assert_eq!(placed.status, 200, "{fault:?}: {:#}", placed.json);
    }
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_while_the_money_is_taken_leaves_an_order_whose_money_is_taken_later() {
    let shop = CardShop::open().await;
    for fault in faults() {
        let mari = shop.shopper();
        let cart = mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;
        shop.stripe.fault(Call::Capture, fault.clone(), Turn::Every);
        let order = mari.post(&cart.complete(), json!({})).await.ok();
        assert_eq!(shop.paid(&mari, &order).await, "authorized", "{fault:?}");
        shop.stripe.clear_faults();

        shop.pass(60);
        shop.look_after().await;
        let intent = shop.intent(&cart);
        assert_eq!((intent.status, intent.amount_received), (Status::Succeeded, intent.amount), "{fault:?}");
    }
    shop.is_whole().await;
    let taken: i64 = shop.stripe.charges().iter().map(|charge| charge.amount_captured).sum();
    assert_eq!(taken, shop.stripe.intents().iter().map(|intent| intent.amount).sum::<i64>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_while_the_money_is_let_go_leaves_none_held() {
    let shop = CardShop::open().await;
    shop.shop.stock(KIBBLE, 0).await;
    for fault in faults() {
        shop.shop.stock(KIBBLE, 1).await;
        let mari = shop.shopper();
        let cart = mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;
        shop.shop.stock(KIBBLE, 0).await;
        shop.stripe.fault(Call::Cancel, fault.clone(), Turn::Every);
        mari.post(&cart.complete(), json!({})).await.refused(Code::InsufficientInventory);
        shop.stripe.clear_faults();

        shop.pass(60);
        shop.look_after().await;
        assert_eq!(shop.intent(&cart).status, Status::Canceled, "{fault:?}");
    }
    assert_eq!(shop.orders().await, 0);
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_whose_money_is_gone_before_it_is_taken_is_called_off() {
    let shop = CardShop::open().await;
    shop.shop.stock(KIBBLE, 1).await;
    let mari = shop.shopper();
    let cart = mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;
    shop.stripe.fault(Call::Capture, Fault::status(500), Turn::Every);
    let order = mari.post(&cart.complete(), json!({})).await.ok();
    shop.stripe.clear_faults();
    shop.stripe.expire(&cart.intent).await.unwrap();

    shop.pass(60);
    shop.look_after().await;

    let path = format!("/store/orders/{}", order["order"]["id"].as_str().unwrap());
    assert_eq!(mari.get(&path).await.ok()["order"]["status"], "canceled");
    assert_eq!((shop.shop.left(KIBBLE).await, shop.on_record("order_canceled").await), (1, 1));
    shop.is_whole().await;
}
