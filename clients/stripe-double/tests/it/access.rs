//! Who may call what.

use reqwest::Method;
use wufi_stripe_double::{Key, Settings};

use crate::kit::{Answer, Shop, TEN};

#[tokio::test]
async fn the_secret_key_opens_it_as_bearer_and_as_basic() {
    let shop = Shop::open();
    let account = format!("{}/v1/account", shop.double.url());

    Answer::of(shop.client.get(&account).bearer_auth("sk_test_double")).await.has("/object", "account");
    Answer::of(shop.client.get(&account).basic_auth("sk_test_double", Some(""))).await.has("/object", "account");

    assert!(shop.double.calls().iter().all(|call| call.key == Key::Secret));
}

#[tokio::test]
async fn another_key_or_none_is_refused_and_nothing_is_done() {
    let shop = Shop::open();
    let make = || shop.client.post(format!("{}/v1/payment_intents", shop.double.url())).body("amount=1000&currency=eur");

    for call in [make(), make().bearer_auth("sk_test_of_somebody_else"), make().bearer_auth("sk_live_double")] {
        let answer = Answer::of(call).await;
        assert_eq!((answer.status, answer.text("/error/type").as_str()), (401, "invalid_request_error"));
    }

    assert!(shop.double.intents().is_empty());
    let keys: Vec<_> = shop.double.calls().iter().map(|call| call.key).collect();
    assert_eq!(keys, [Key::Missing, Key::Wrong, Key::Wrong]);
}

#[tokio::test]
async fn an_answer_does_not_repeat_the_key_that_was_tried() {
    let shop = Shop::open();
    let answer =
        Answer::of(shop.client.get(format!("{}/v1/account", shop.double.url())).bearer_auth("sk_live_0123456789abcdef")).await;

    assert_eq!(answer.text("/error/message"), "Invalid API Key provided: sk_live_************cdef");
}

#[tokio::test]
async fn a_browser_pays_with_the_publishable_key_and_the_secret_of_the_intent() {
    let shop = Shop::open();
    let made = shop.post("/v1/payment_intents", TEN).await;
    let path = format!("/v1/payment_intents/{}", made.text("/id"));
    let browser = |method: Method, path: &str, params| Answer::of(shop.call_as("pk_test_double", method, path, params));
    let confirm = format!("{path}/confirm");
    let secret = made.text("/client_secret");

    let other = shop.post("/v1/payment_intents", TEN).await.text("/client_secret");
    browser(Method::POST, &confirm, &[("payment_method", "pm_card_visa")]).await.refused(400, "parameter_missing");
    let wrong = &[("payment_method", "pm_card_visa"), ("client_secret", &*other)];
    assert_eq!(browser(Method::POST, &confirm, wrong).await.status, 400);
    browser(Method::POST, &path, &[("amount", "1")]).await.refused(401, "secret_key_required");

    let right = &[("payment_method", "pm_card_visa"), ("client_secret", &*secret)];
    let paid = browser(Method::POST, &confirm, right).await;
    paid.has("/status", "requires_capture");
    browser(Method::GET, &path, &[("client_secret", &*secret)]).await.has("/amount", 1000);
    for hidden in ["metadata", "customer", "latest_charge", "amount_received"] {
        assert!(paid.body.get(hidden).is_none(), "a browser sees {hidden}");
    }
}

#[tokio::test]
async fn a_live_key_makes_live_objects() {
    let shop = Shop::with(Settings { secret_key: "sk_live_double".to_owned(), ..Settings::default() });

    shop.post("/v1/payment_intents", TEN).await.has("/livemode", true);
    assert!(shop.double.webhooks().list()[0].json["livemode"].as_bool().unwrap());
}

#[tokio::test]
async fn every_answer_names_its_request_and_the_version_that_was_asked_for() {
    let shop = Shop::open();

    let plain = shop.get("/v1/account", &[]).await;
    let asked = Answer::of(shop.call(Method::GET, "/v1/nowhere", &[]).header("stripe-version", "2025-03-31.basil")).await;

    assert_eq!(plain.header("stripe-version"), Some("2024-06-20"));
    assert_eq!((asked.status, asked.header("stripe-version")), (404, Some("2025-03-31.basil")));
    assert!(plain.header("request-id").unwrap().starts_with("req_"));
    assert_ne!(plain.header("request-id"), asked.header("request-id"));
}
