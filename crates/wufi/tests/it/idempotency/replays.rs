//! The same request again: the same answer, and nothing done.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use wufi_domain::chance::Chance;
use wufi_domain::fault::Code;

use super::{KIBBLE, REPLAYED, cart, carts, change, count, held, is_replayed, kibble, send};
use crate::kit::shopper::{line, tallinn, text};
use crate::kit::stripe::CardShop;
use crate::kit::{Shop, Shopper};
use crate::{bad_input::people, kit::server::UNLIMITED};

/// Sends a request twice; the second must hear what the first heard, and nothing must happen.
async fn twice(shop: &Shop, shopper: &Shopper, request: impl Fn() -> RequestBuilder) -> Value {
    let key = format!("{}", u128::from_be_bytes(Chance::System.bytes()));
    let first = send(shopper, &key, request()).await;
    let before = count(&shop.db, "SELECT COUNT(*) FROM audit_outbox").await;
    let again = send(&shopper.tab(), &key, request()).await;

    assert_eq!(first.status, 200, "{:#}", first.json());
    assert_eq!((first.header(REPLAYED), again.header(REPLAYED)), (None, Some("true")));
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    for name in ["content-type", "content-language", "vary", "cache-control"] {
        assert_eq!(again.header(name), first.header(name), "{name}");
    }
    assert_ne!(again.header("x-request-id"), first.header("x-request-id"));
    assert_eq!(count(&shop.db, "SELECT COUNT(*) FROM audit_outbox").await, before);
    first.json()
}

/// The same for a `POST`.
async fn posted(shop: &Shop, shopper: &Shopper, path: &str, body: Value) -> Value {
    twice(shop, shopper, || shopper.request(Method::POST, path).json(&body)).await
}

#[tokio::test]
async fn a_purchase_whose_every_step_is_sent_twice_is_one_purchase() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let post = async |path: &str, body: Value| posted(&shop, &mari, path, body).await;

    let new = json!({ "email": "mari@wufi.test", "items": [line(KIBBLE, 1)], "shipping_address": tallinn() });
    let cart = format!("/store/carts/{}", text(&post("/store/carts", new).await["cart"]["id"]));
    post(&format!("{cart}/line-items"), line(KIBBLE, 2)).await;
    assert_eq!(held(&mari, &cart).await, 3);
    let more = post(&format!("{cart}/line-items"), line("SKP-KUTS-400G", 1)).await;
    let puppy = more["cart"]["items"].as_array().unwrap().iter().find(|line| line["quantity"] == 1).unwrap()["id"].clone();
    let puppy = format!("{cart}/line-items/{}", text(&puppy));
    post(&puppy, json!({ "quantity": 2 })).await;
    twice(&shop, &mari, || mari.request(Method::DELETE, &puppy)).await;
    post(&cart, json!({ "metadata": { "note": "õu" } })).await;
    post(&format!("{cart}/shipping-methods"), json!({ "option_id": crate::kit::shopper::option("pakiautomaat-ee") })).await;
    post(&format!("{cart}/taxes"), json!({})).await;
    let id = cart.rsplit_once('/').unwrap().1;
    let collection = post("/store/payment-collections", json!({ "cart_id": id })).await;
    let sessions = format!("/store/payment-collections/{}/payment-sessions", text(&collection["payment_collection"]["id"]));
    post(&sessions, json!({ "provider_id": "pp_system_default" })).await;
    let order = post(&format!("{cart}/complete"), json!({})).await;

    assert_eq!((carts(&shop).await, count(&shop.db, "SELECT COUNT(*) FROM shop_order").await), (1, 1));
    assert_eq!(order["order"]["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_accounts_writes_are_done_once_and_so_is_its_making() {
    let shop = Shop::open().await;
    let guest = shop.shopper();
    let new = people::registered(&guest).await;
    let registering = guest.bearing(new.token.as_deref().unwrap());
    posted(&shop, &registering, "/store/customers", json!({ "first_name": "Mari" })).await;
    let mari = guest.bearing(&text(&people::log_in(&guest, &new.email).await["token"]));

    let book = posted(&shop, &mari, "/store/customers/me/addresses", json!({ "city": "Tartu" })).await;
    let address = format!("/store/customers/me/addresses/{}", text(&book["customer"]["addresses"][0]["id"]));
    posted(&shop, &mari, &address, json!({ "city": "Tallinn" })).await;
    posted(&shop, &mari, "/store/customers/me", json!({ "last_name": "Maasikas" })).await;
    twice(&shop, &mari, || mari.request(Method::DELETE, &address)).await;

    let people = "SELECT COUNT(*) FROM customer";
    assert_eq!((book["customer"]["addresses"].as_array().unwrap().len(), count(&shop.db, people).await), (1, 1));
}

#[tokio::test]
async fn a_payment_by_card_is_opened_once() {
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    let cart = mari.ready_cart(&[(KIBBLE, 1)]).await;

    let opened = posted(&shop.shop, &mari, &cart.sessions(), json!({ "provider_id": "pp_stripe_stripe" })).await;

    assert_eq!(shop.stripe.intents().len(), 1);
    assert!(opened["payment_collection"]["payment_sessions"][0]["data"]["client_secret"].is_string());
}

#[tokio::test]
async fn an_empty_body_is_asked_again_by_an_empty_one_and_quotes_make_no_other_key() {
    let shop = Shop::open().await;
    let mari = shop.shopper();

    let first = mari.send(mari.request(Method::POST, "/store/carts").header("idempotency-key", "one")).await;
    let again = mari.send(mari.request(Method::POST, "/store/carts").header("idempotency-key", "\"one\"")).await;

    assert!(!is_replayed(&first) && is_replayed(&again));
    assert_eq!(first.json, again.json);
    mari.post_under("one", "/store/carts", json!({})).await.refused(Code::IdempotencyKeyReused);
}

#[tokio::test]
async fn without_a_key_nothing_is_written_down_and_every_request_is_a_new_one() {
    let shop = Shop::open().await;
    let mari = shop.shopper();

    let (one, other) = (cart(&mari).await, cart(&mari).await);

    assert_ne!(one, other);
    assert_eq!(count(&shop.db, "SELECT COUNT(*) FROM idempotency").await, 0);
}

#[tokio::test]
async fn logins_and_sessions_know_no_keys() {
    let shop = Shop::open().await;
    let guest = shop.shopper();
    let email = people::account(&guest).await;
    let login = json!({ "email": email, "password": people::PASSWORD });

    let one = guest.post_under("one", "/auth/customer/emailpass", login.clone()).await;
    let other = guest.post_under("one", "/auth/customer/emailpass", login).await;
    let mari = guest.bearing(&text(&other.json["token"]));
    let end = || mari.request(Method::DELETE, "/store/auth/sessions").header("idempotency-key", "one");
    mari.send(end()).await.ok();
    mari.send(end()).await.ok();
    mari.get("/store/customers/me").await.ok();

    assert_ne!(one.ok()["session_id"], other.json["session_id"]);
    assert_eq!(count(&shop.db, "SELECT COUNT(*) FROM idempotency").await, 0);
}

#[tokio::test]
async fn a_day_later_a_key_is_a_new_one_and_what_was_kept_is_forgotten() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let cart = cart(&mari).await;
    let add = async || mari.post_under("one", &format!("{cart}/line-items"), kibble()).await;
    add().await.ok();

    shop.db.clock().advance(86_399_000);
    assert!(is_replayed(&add().await));
    wufi_flow::upkeep::forget(&shop.db).await.unwrap();
    assert!(is_replayed(&add().await));
    shop.db.clock().advance(1_001);
    assert!(!is_replayed(&add().await));
    assert_eq!(held(&mari, &cart).await, 2);

    shop.db.clock().advance(86_401_000);
    wufi_flow::upkeep::forget(&shop.db).await.unwrap();
    assert_eq!(count(&shop.db, "SELECT COUNT(*) FROM idempotency").await, 0);
}

#[tokio::test]
async fn a_replay_counts_in_the_limits_like_any_request() {
    let shop = Shop::open_as(&[]).await;
    let mari = shop.shopper();
    for round in 0..100 {
        let answer = mari.post_under("one", "/store/carts", json!({})).await;
        assert_eq!((answer.status, is_replayed(&answer)), (200, round > 0));
    }

    mari.post_under("one", "/store/carts", json!({})).await.refused(Code::RateLimitExceeded);
    assert_eq!(carts(&shop).await, 1);
}

#[tokio::test]
async fn what_became_of_requests_under_keys_is_counted() {
    let shop = Shop::open_as(&[UNLIMITED]).await;
    let mari = shop.shopper();
    for _ in 0..3 {
        mari.post_under("one", "/store/carts", json!({})).await.ok();
    }
    mari.post_under("one", "/store/carts", json!({ "metadata": {} })).await.refused(Code::IdempotencyKeyReused);
    change(&shop.db, "UPDATE idempotency SET answer = NULL").await;
    mari.post_under("one", "/store/carts", json!({})).await.refused(Code::IdempotencyInProgress);
    shop.db.clock().advance(75_000);
    mari.post_under("one", "/store/carts", json!({})).await.refused(Code::IdempotencyAnswerLost);

    let text = shop.server.app.meters.text(&shop.server.app);
    for (result, times) in [("first", 1), ("replayed", 2), ("reused", 1), ("in_progress", 1), ("lost", 1)] {
        assert!(text.contains(&format!("idempotency_total{{result=\"{result}\"}} {times}\n")), "{result}: {text}");
    }
}

#[tokio::test]
async fn a_listed_page_may_read_that_an_answer_is_a_replay() {
    let shop = Shop::open_as(&[UNLIMITED, ("WUFI_CORS__STORE", "https://wufi.ee")]).await;
    let mari = shop.shopper();
    let request = mari.request(Method::POST, "/store/carts").header("origin", "https://wufi.ee").header("idempotency-key", "one");

    let answer = mari.send(request).await;

    let exposed = answer.header("access-control-expose-headers").to_lowercase();
    assert!(exposed.split(", ").any(|name| name == REPLAYED), "{exposed}");
}
