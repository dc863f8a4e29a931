//! Keys that are none, keys of other requests, and refusals that are kept or not.

use reqwest::Method;
use serde_json::json;
use wufi_domain::fault::Code;
use wufi_stripe_double::{Call, Card, Fault, Turn};

use super::{KIBBLE, cart, carts, count, held, is_replayed, kibble};
use crate::kit::shopper::line;
use crate::kit::stripe::CardShop;
use crate::kit::{Answer, Shop, Shopper};

async fn with_keys(mari: &Shopper, keys: &[&[u8]]) -> Answer {
    let request = mari.request(Method::POST, "/store/carts").json(&json!({}));
    mari.send(keys.iter().fold(request, |request, key| request.header("idempotency-key", *key))).await
}

#[tokio::test]
async fn a_key_that_is_none_is_refused_by_its_name_and_nothing_is_done() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let long = "k".repeat(256);
    let wrong: [&[&[u8]]; 8] = [
        &[b""],
        &[b"\"\""],
        &[long.as_bytes()],
        &[b"a b"],
        &["võti".as_bytes()],
        &[b"\"a"],
        &[b"one", b"two"],
        &[b"one", b"one"],
    ];
    for keys in wrong {
        let refused = with_keys(&mari, keys).await;
        assert_eq!(refused.paths(), ["Idempotency-Key"], "{keys:?}");
        refused.refused(Code::InvalidField);
    }

    assert_eq!((carts(&shop).await, count(&shop.db, "SELECT COUNT(*) FROM idempotency").await), (0, 0));
    with_keys(&mari, &["k".repeat(255).as_bytes()]).await.ok();
}

#[tokio::test]
async fn a_key_with_another_body_is_refused_and_the_first_answer_stays() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let cart = cart(&mari).await;
    let path = format!("{cart}/line-items");
    let first = mari.post_under("one", &path, line(KIBBLE, 1)).await.ok();

    mari.post_under("one", &path, line(KIBBLE, 2)).await.refused(Code::IdempotencyKeyReused);

    assert_eq!(held(&mari, &cart).await, 1);
    assert_eq!(mari.post_under("one", &path, line(KIBBLE, 1)).await.ok(), first);
}

#[tokio::test]
async fn a_decision_is_kept_and_told_in_the_language_of_whoever_hears_it() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let path = format!("{}/line-items", cart(&mari).await);
    let told = async |locale: &str| {
        let request = mari.request(Method::POST, &path).header("x-medusa-locale", locale).header("idempotency-key", "one");
        mari.send(request.json(&line(KIBBLE, 999))).await
    };
    let first = told("en").await;
    shop.stock(KIBBLE, 1_000).await;

    let again = told("et").await;

    assert!(is_replayed(&again) && !is_replayed(&first));
    assert_eq!((again.header("content-language"), first.header("content-language")), ("et", "en"));
    assert_ne!(again.json["request_id"], first.json["request_id"]);
    assert_eq!(again.json["errors"][0]["path"], first.json["errors"][0]["path"]);
    let (first, again) = (first.refused(Code::InsufficientInventory), again.refused(Code::InsufficientInventory));
    assert_ne!(first["message"], again["message"]);
    mari.post(&path, line(KIBBLE, 999)).await.ok();
}

#[tokio::test]
async fn a_fault_of_the_body_is_kept_with_its_fields_and_figures() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let path = format!("{}/line-items", cart(&mari).await);
    let told = async || mari.post_under("one", &path, json!({ "variant_id": "x", "quantity": 1_000, "y": 1 })).await;

    let (first, again) = (told().await, told().await);

    assert!(is_replayed(&again));
    assert_eq!((&again.json["errors"], &again.json["message"]), (&first.json["errors"], &first.json["message"]));
    assert_eq!(first.json["errors"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn what_decided_nothing_is_not_kept() {
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    let cart = mari.card_cart(&[(KIBBLE, 1)]).await;
    let complete = async || mari.post_under("one", &cart.complete(), json!({})).await;

    complete().await.refused(Code::PaymentNotAuthorized);
    assert_eq!(count(&shop.shop.db, "SELECT COUNT(*) FROM idempotency").await, 0);
    shop.stripe.pay(&cart.intent, Card::visa()).await.unwrap();
    shop.stripe.fault(Call::Retrieve, Fault::status(500), Turn::Every);
    complete().await.refused(Code::PaymentProviderUnavailable);
    shop.stripe.clear_faults();
    let placed = complete().await;

    assert!(!is_replayed(&placed));
    assert_eq!(placed.ok()["type"], "order");
    assert!(is_replayed(&complete().await));
}

#[tokio::test]
async fn who_may_not_ask_at_all_claims_no_key() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let path = format!("{}/line-items", cart(&mari).await);
    let ask = || mari.request(Method::POST, &path).header("idempotency-key", "one").json(&kibble());

    mari.send(ask().header("x-csrf-token", "v1.wrong")).await.refused(Code::CsrfTokenInvalid);
    mari.send(ask().bearer_auth("wrong")).await.refused(Code::TokenInvalid);
    mari.send(ask().header("content-type", "text/plain")).await.refused(Code::UnsupportedMediaType);
    let large = json!({ "x": "x".repeat(70_000) });
    mari.post_under("one", &path, large).await.refused(Code::PayloadTooLarge);

    assert_eq!(count(&shop.db, "SELECT COUNT(*) FROM idempotency").await, 0);
}
