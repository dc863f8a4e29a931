//! A cart that changes while a payment for it is open or held.

use serde_json::json;
use wufi_domain::fault::Code;
use wufi_stripe_double::{Call, Card, Status};

use super::KIBBLE;
use crate::kit::shopper::{line, text};
use crate::kit::stripe::CardShop;

#[tokio::test(flavor = "multi_thread")]
async fn one_intent_follows_its_cart_with_one_call_for_each_use() {
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    let cart = mari.card_cart(&[(KIBBLE, 1)]).await;
    for _ in 0..3 {
        mari.post(&cart.cart.path("/line-items"), line(KIBBLE, 1)).await.ok();
    }
    assert_eq!(shop.stripe.calls_of(Call::Update).len(), 0, "edits ask nobody");

    let again = mari.open_card(&cart.cart).await.ok();

    let session = &again["payment_collection"]["payment_sessions"][0];
    assert_eq!(
        (session["data"]["id"].as_str(), again["payment_collection"]["payment_sessions"].as_array().unwrap().len()),
        (Some(cart.intent.as_str()), 1)
    );
    assert_eq!(session["data"]["amount"], shop.intent(&cart).amount);
    assert_eq!((shop.stripe.calls_of(Call::Create).len(), shop.stripe.calls_of(Call::Update).len()), (1, 1));
    shop.stripe.pay(&cart.intent, Card::visa()).await.unwrap();
    let order = mari.post(&cart.complete(), json!({})).await.ok();
    assert_eq!(order["order"]["items"][0]["quantity"], 4);
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_over_what_the_cart_came_to_before_is_let_go() {
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    let cart = mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;
    mari.post(&cart.cart.path("/line-items"), line(KIBBLE, 1)).await.ok();

    mari.post(&cart.complete(), json!({})).await.refused(Code::PaymentAmountMismatch);

    assert_eq!(shop.intent(&cart).status, Status::Canceled);
    assert_eq!((shop.on_record("payment_refused").await, shop.on_record("payment_released").await), (1, 1));
    let again = mari.open_card(&cart.cart).await.ok();
    let intent = text(&again["payment_collection"]["payment_sessions"][0]["data"]["id"]);
    assert_ne!(intent, cart.intent);
    shop.stripe.pay(&intent, Card::visa()).await.unwrap();
    mari.post(&cart.complete(), json!({})).await.ok();
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_money_is_held_for_is_fixed_until_it_is_let_go() {
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    let cart = mari.card_cart(&[(KIBBLE, 1)]).await;
    // Paid, and not to be completed: nobody to write to.
    let path = cart.cart.path("");
    mari.post(&path, json!({ "email": null })).await.ok();
    shop.stripe.pay(&cart.intent, Card::visa()).await.unwrap();
    mari.post(&cart.complete(), json!({})).await.refused(Code::EmailMissing);
    shop.pass(16);
    shop.look_after().await;

    mari.post(&cart.cart.path("/line-items"), line(KIBBLE, 1)).await.refused(Code::CartLockedByPayment);
    mari.post(&path, json!({ "shipping_address": { "address_1": "Lai 1", "country_code": "ee" } }))
        .await
        .refused(Code::CartLockedByPayment);
    mari.post(&path, json!({ "email": "mari@wufi.test" })).await.ok();
    let order = mari.post(&cart.complete(), json!({})).await.ok();

    assert_eq!(shop.paid(&mari, &order).await, "captured");
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_provider_lets_the_first_ones_money_go() {
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    let cart = mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;

    mari.post(&cart.cart.sessions(), json!({ "provider_id": "pp_system_default" })).await.ok();
    let order = mari.post(&cart.complete(), json!({})).await.ok();
    shop.look_after().await;

    assert_eq!(shop.paid(&mari, &order).await, "authorized");
    assert_eq!(shop.intent(&cart).status, Status::Canceled);
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_nobody_came_back_for_is_let_go_after_its_time() {
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    let (unpaid, unready) = (mari.card_cart(&[(KIBBLE, 1)]).await, mari.card_cart(&[(KIBBLE, 1)]).await);
    mari.post(&unready.cart.path(""), json!({ "email": null })).await.ok();
    shop.stripe.pay(&unready.intent, Card::visa()).await.unwrap();
    mari.post(&unready.complete(), json!({})).await.refused(Code::EmailMissing);

    for _ in 0..40 {
        shop.pass(31);
        shop.look_after().await;
    }
    assert_eq!(shop.intent(&unready).status, Status::Canceled);
    assert_eq!(shop.intent(&unpaid).status, Status::RequiresPaymentMethod);
    shop.pass(86_400);
    shop.look_after().await;

    assert_eq!(shop.intent(&unpaid).status, Status::Canceled);
    assert_eq!(shop.orders().await, 0);
    shop.is_whole().await;
}
