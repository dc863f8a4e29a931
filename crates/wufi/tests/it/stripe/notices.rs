//! Stripe's notices: signed, repeated, out of order, early and late.

use serde_json::{Value, json};
use wufi_domain::fault::Code;
use wufi_stripe_double::{Call, Status};

use super::KIBBLE;
use crate::kit::stripe::CardShop;

const HELD: &str = "payment_intent.amount_capturable_updated";

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_made_of_a_payment_that_nobody_came_back_for() {
    let shop = CardShop::open().await;
    let cart = shop.shopper().paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;

    let news = shop.news(HELD, &cart.intent);
    shop.notify(&news).await.ok();
    shop.look_after().await;

    assert_eq!((shop.orders().await, shop.intent(&cart).status), (1, Status::Succeeded));
    for _ in 0..3 {
        shop.notify(&news).await.ok();
        shop.look_after().await;
    }
    shop.notify(&shop.news("payment_intent.created", &cart.intent)).await.ok();
    shop.notify(&shop.news("payment_intent.succeeded", &cart.intent)).await.ok();
    shop.look_after().await;
    assert_eq!((shop.orders().await, shop.stripe.calls_of(Call::Capture).len()), (1, 1));
    let (kept,): (i64,) = shop.shop.db.read().await.unwrap().query("SELECT COUNT(*) FROM payment_notice").one().await.unwrap();
    assert_eq!((kept, shop.on_record("payment_noticed").await), (3, 3));
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_stripe_signed_lately_over_exactly_these_bytes_is_taken() {
    let shop = CardShop::open().await;
    let cart = shop.shopper().paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;
    let news = shop.news(HELD, &cart.intent);
    let now = shop.shop.db.now().millis() / 1_000;
    let sign = |at: i64| shop.stripe.webhooks().sign(news.as_bytes(), at);

    for signature in [
        String::new(),
        sign(now - 301),
        sign(now + 301),
        sign(now).replace("v1=", "v0="),
        sign(now).replace(&format!("t={now}"), &format!("t={}", now + 1)),
        format!("t={now},v1={}", "0".repeat(64)),
    ] {
        shop.notify_as(&news, &signature).await.refused(Code::WebhookSignatureInvalid);
    }
    shop.notify_as(&news.replace(':', ": "), &sign(now)).await.refused(Code::WebhookSignatureInvalid);
    shop.look_after().await;
    assert_eq!(shop.orders().await, 0);

    let several = format!("{},v1={}", sign(now - 300), "0".repeat(64));
    shop.notify_as(&news, &several).await.ok();
    shop.look_after().await;
    assert_eq!(shop.orders().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_nonsense_breaks_nothing() {
    let shop = CardShop::open().await;
    let cart = shop.shopper().paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;
    let news: Value = serde_json::from_str(&shop.news(HELD, &cart.intent)).unwrap();

    let mut live = news.clone();
    (live["livemode"], live["id"]) = (json!(true), json!("evt_live"));
    let mut unknown = news.clone();
    (unknown["type"], unknown["id"]) = (json!("new.kind_of_news"), json!("evt_kind"));
    unknown["data"]["object"] = json!({ "object": "balance" });
    let mut elsewhere = news.clone();
    elsewhere["id"] = json!("evt_elsewhere");
    elsewhere["data"]["object"] = json!({ "object": "payment_intent", "id": "pi_000000000000000000000000" });
    for good in [&live, &unknown, &elsewhere] {
        shop.notify(&good.to_string()).await.ok();
    }
    for bad in ["", "[]", "null", "{\"id\":\"evt_1\"}", &"[".repeat(100_000)] {
        shop.notify(bad).await.refused(Code::InvalidField);
    }
    shop.notify(&"x".repeat(300_000)).await.refused(Code::PayloadTooLarge);
    shop.look_after().await;
    assert_eq!(shop.orders().await, 0, "a notice of the other mode makes no order");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_provider_has_no_hook() {
    let shop = CardShop::open().await;
    for path in ["stripe", "pp_stripe_stripe", "stripe_stripe/x"] {
        let url = format!("/hooks/payment/{path}");
        let request = shop.shopper().request(reqwest::Method::POST, &url).body("{}");
        shop.shopper().send(request).await.refused(Code::NotFound);
    }
}
