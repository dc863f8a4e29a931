//! Idempotency keys.

use std::sync::mpsc;
use std::sync::{Arc, Mutex};

use reqwest::Method;
use wufi_stripe_double::{Call, When};

use crate::kit::{Answer, Shop, TEN};

const CREATE: &str = "/v1/payment_intents";

#[tokio::test]
async fn the_same_key_hears_the_same_answer_and_nothing_is_done_twice() {
    let shop = Shop::open();

    let first = shop.post_once("k1", CREATE, TEN).await;
    let again = shop.post_once("k1", CREATE, &[TEN[2], TEN[0], TEN[1]]).await;

    assert_eq!((again.status, &again.body), (200, &first.body));
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), (None, Some("true")));
    assert_eq!(again.header("idempotency-key"), Some("k1"));
    assert_eq!(shop.double.intents().len(), 1);
    assert_eq!(shop.double.webhooks().list().len(), 1);
    let replays: Vec<_> = shop.double.calls().iter().map(|call| call.is_replay).collect();
    assert_eq!(replays, [false, true]);
    assert_ne!(shop.post(CREATE, TEN).await.text("/id"), first.text("/id"));
}

#[tokio::test]
async fn a_replay_tells_how_it_was_and_not_how_it_is() {
    let shop = Shop::open();
    let id = shop.post_once("k1", CREATE, TEN).await.text("/id");
    shop.post(&format!("{CREATE}/{id}/cancel"), &[]).await.has("/status", "canceled");

    shop.post_once("k1", CREATE, TEN).await.has("/status", "requires_payment_method");
}

#[tokio::test]
async fn the_same_key_is_refused_for_anything_else() {
    let shop = Shop::open();
    let id = shop.post_once("k1", CREATE, TEN).await.text("/id");

    for (path, params) in [
        (CREATE.to_owned(), &[("amount", "2000"), ("currency", "eur"), ("capture_method", "manual")][..]),
        (CREATE.to_owned(), &[TEN, &[("metadata[a]", "b")]].concat()),
        (format!("{CREATE}/{id}"), TEN),
        (format!("{CREATE}/{id}/cancel"), &[]),
    ] {
        // An update knows no other capture method than one of those, so this is about the key alone.
        let refused = shop.post_once("k1", &path, params).await;
        assert_eq!((refused.status, refused.text("/error/type").as_str()), (400, "idempotency_error"), "{path}");
    }
    assert_eq!(shop.double.intents().len(), 1);
    assert_eq!(shop.double.intent(&id).unwrap().amount, 1000);
}

#[tokio::test]
async fn a_refusal_on_the_way_is_kept_but_not_one_at_the_door() {
    let shop = Shop::open();
    let id = shop.intent().await;
    let capture = format!("{CREATE}/{id}/capture");

    // At the door: the key is still new.
    shop.post_once("k1", &capture, &[("amount", "1")]).await.refused(400, "parameter_unknown");
    shop.post_once("k1", &capture, &[]).await.refused(400, "payment_intent_unexpected_state");
    shop.double.pay(&id, wufi_stripe_double::Card::visa()).await.unwrap();

    let kept = shop.post_once("k1", &capture, &[]).await;
    kept.refused(400, "payment_intent_unexpected_state");
    assert_eq!(kept.header("idempotent-replayed"), Some("true"));
    shop.post_once("k2", &capture, &[]).await.has("/status", "succeeded");
}

#[tokio::test]
async fn a_key_that_is_in_use_is_refused_until_the_first_is_done() {
    let shop = Arc::new(Shop::open());
    let (begun, has_begun) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let (begun, may_go_on) = (Mutex::new(begun), Mutex::new(may_go_on));
    shop.double.hook(Call::Create, When::Before, move |_| {
        begun.lock().unwrap().send(()).unwrap();
        // A later call finds the other end gone, and waits for nothing.
        let _ = may_go_on.lock().unwrap().recv();
    });

    let first = Arc::clone(&shop);
    let mut calling = tokio::task::JoinSet::new();
    calling.spawn(async move { first.post_once("k1", CREATE, TEN).await });
    tokio::task::spawn_blocking(move || has_begun.recv().unwrap()).await.unwrap();
    shop.post_once("k1", CREATE, TEN).await.refused(409, "idempotency_key_in_use");
    drop(go_on);

    let made = calling.join_next().await.unwrap().unwrap();
    made.has("/amount", 1000);
    assert_eq!(shop.post_once("k1", CREATE, TEN).await.body, made.body);
    assert_eq!(shop.double.intents().len(), 1);
}

#[tokio::test]
async fn a_look_has_no_use_for_a_key() {
    let shop = Shop::open();
    let id = shop.intent().await;
    let look = || Answer::of(shop.call(Method::GET, &format!("{CREATE}/{id}"), &[]).header("idempotency-key", "k1"));

    look().await.has("/status", "requires_payment_method");
    shop.double.cancel(&id).await.unwrap();

    look().await.has("/status", "canceled");
}

#[tokio::test]
async fn keys_have_1_to_255_characters() {
    let shop = Shop::open();

    assert_eq!(shop.post_once(&"k".repeat(256), CREATE, TEN).await.status, 400);
    assert_eq!(shop.post_once("", CREATE, TEN).await.status, 400);
    assert_eq!(shop.post_once(&"k".repeat(255), CREATE, TEN).await.status, 200);
}
