//! A card pays for a cart.

use serde_json::json;
use wufi_domain::fault::Code;
use wufi_domain::money::{Amount, Currency};
use wufi_stripe_double::{Call, Card, Status};

use super::KIBBLE;
use crate::kit::Shop;
use crate::kit::stripe::CardShop;

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_pays_by_card_and_the_money_is_taken_once_there_is_an_order() {
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    let cart = mari.card_cart(&[(KIBBLE, 2)]).await;

    let shown = mari.get(&cart.cart.path("?fields=*payment_collection.payment_sessions")).await.ok();
    let session = &shown["cart"]["payment_collection"]["payment_sessions"][0];
    let intent = shop.intent(&cart);
    assert_eq!(session["data"]["client_secret"], intent.client_secret);
    assert_eq!((session["status"].as_str(), session["provider_id"].as_str()), (Some("pending"), Some("pp_stripe_stripe")));
    assert_eq!(intent.metadata["cart_id"], cart.cart.id);
    assert_eq!(intent.metadata["session_id"], session["id"].as_str().unwrap());
    assert!(intent.metadata["guest_id"].len() > 20 && !intent.metadata.contains_key("customer_id"));
    mari.post(&cart.complete(), json!({})).await.refused(Code::PaymentNotAuthorized);

    assert_eq!(shop.stripe.pay(&cart.intent, Card::visa()).await.unwrap(), Status::RequiresCapture);
    let order = mari.post(&cart.complete(), json!({ "payment_intent_id": cart.intent })).await.ok();

    let intent = shop.intent(&cart);
    let received = Amount::new(intent.amount_received).unwrap().to_json(Currency::EUR);
    assert_eq!((intent.status, &received), (Status::Succeeded, &order["order"]["total"]));
    assert_eq!(shop.paid(&mari, &order).await, "captured");
    assert!(!order.to_string().contains(&intent.client_secret), "an order has no use for it");
    assert_eq!(mari.post(&cart.complete(), json!({})).await.ok()["order"]["id"], order["order"]["id"]);
    assert_eq!(shop.stripe.calls_of(Call::Capture).len(), 1);
    assert_eq!((shop.on_record("payment_captured").await, shop.on_record("order_placed").await), (1, 1));
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_storefronts_own_route_does_the_same() {
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    let cart = mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;

    let body = json!({ "cart_id": cart.cart.id, "payment_intent_id": cart.intent });
    let order = mari.post("/store/payment/complete", body.clone()).await.ok();

    assert_eq!(order["type"], "order");
    assert_eq!(mari.post("/store/payment/complete", body).await.ok()["order"]["id"], order["order"]["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_card_may_be_followed_by_another_and_3d_secure_by_its_answer() {
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    let cart = mari.card_cart(&[(KIBBLE, 1)]).await;

    for card in [Card::declined(), Card::insufficient_funds(), Card::challenged()] {
        shop.stripe.pay(&cart.intent, card).await.unwrap();
        mari.post(&cart.complete(), json!({})).await.refused(Code::PaymentNotAuthorized);
    }
    shop.stripe.authenticate(&cart.intent, true).await.unwrap();

    mari.post(&cart.complete(), json!({})).await.ok();
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_automatic_capture_the_money_is_taken_at_once_and_given_back_when_no_order_comes() {
    let shop = CardShop::open_as(&[("WUFI_STRIPE__CAPTURE_METHOD", "automatic")]).await;
    let (mari, juri) = (shop.shopper(), shop.shopper());
    shop.shop.stock(KIBBLE, 1).await;
    let (first, second) =
        (mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await, juri.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await);
    assert_eq!(shop.intent(&second).status, Status::Succeeded);

    let order = mari.post(&first.complete(), json!({})).await.ok();
    juri.post(&second.complete(), json!({})).await.refused(Code::InsufficientInventory);

    assert_eq!(shop.paid(&mari, &order).await, "captured");
    let refunds = shop.stripe.refunds();
    assert_eq!((refunds.len(), refunds[0].amount), (1, shop.intent(&second).amount_received));
    assert_eq!(shop.stripe.calls_of(Call::Capture).len(), 0);
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_without_a_key_offers_and_takes_no_cards() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let cart = mari.ready_cart(&[(KIBBLE, 1)]).await;

    let region = mari.get(&cart.path("")).await.ok()["cart"]["region_id"].clone();
    let path = format!("/store/payment-providers?region_id={}", region.as_str().unwrap());
    let offered = mari.get(&path).await.ok();
    assert_eq!(offered["payment_providers"], json!([{ "id": "pp_system_default", "is_enabled": true }]));
    mari.open_card(&cart).await.refused(Code::InvalidField);
}
