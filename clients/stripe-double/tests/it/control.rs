//! What tests in other languages ask of the double itself.

use reqwest::Method;
use serde_json::{Value, json};

use crate::kit::Shop;

#[tokio::test]
async fn a_payment_goes_all_its_way_by_hand() {
    let shop = Shop::open();
    let id = shop.intent().await;
    let on = |deed: &str| format!("intents/{id}/{deed}");

    let pay = json!({ "payment_method": "pm_card_authenticationRequired" });
    shop.double(Method::POST, &on("pay"), pay).await.has("/status", "requires_action");
    shop.double(Method::POST, &on("authenticate"), json!({ "succeed": true })).await.has("/status", "requires_capture");
    shop.double(Method::POST, &on("capture"), json!({ "amount": 900 })).await.has("/amount_received", 900);
    shop.double(Method::POST, &on("refund"), json!({ "amount": 100 })).await.has("/status", "succeeded");
    shop.double(Method::POST, &on("dispute"), json!({})).await.has("/status", "succeeded");
    assert!(shop.double.charge_of(&id).unwrap().disputed);

    let refund = shop.double.refunds()[0].id.clone();
    assert_eq!(shop.double(Method::POST, &format!("refunds/{refund}/finish"), json!({ "succeed": false })).await.status, 200);
    assert_eq!(shop.double.refunds()[0].status, "failed");
}

#[tokio::test]
async fn the_other_ends_are_reached_by_hand_too() {
    let shop = Shop::open();
    let pay = |card: &str| json!({ "payment_method": card });

    let slow = shop.intent().await;
    shop.double(Method::POST, &format!("intents/{slow}/pay"), pay("pm_double_processing")).await.has("/status", "processing");
    shop.double(Method::POST, &format!("intents/{slow}/settle"), json!({ "succeed": true }))
        .await
        .has("/status", "requires_capture");
    shop.double(Method::POST, &format!("intents/{slow}/expire"), json!({})).await.has("/cancellation_reason", "automatic");
    let other = shop.intent().await;
    shop.double(Method::POST, &format!("intents/{other}/cancel"), json!({})).await.has("/status", "canceled");
    let tampering = json!({ "amount": 5, "status": "succeeded", "metadata": { "a": "b" }, "livemode": true, "currency": "usd" });
    let tampered = shop.double(Method::POST, &format!("intents/{other}/tamper"), tampering).await;
    tampered.has("/amount", 5).has("/status", "succeeded").has("/metadata/a", "b").has("/livemode", true).has("/currency", "usd");
    assert_eq!(shop.double(Method::DELETE, &format!("intents/{other}"), Value::Null).await.status, 200);
    assert!(shop.double.intent(&other).is_none());
}

#[tokio::test]
async fn faults_are_planned_and_dropped_by_hand() {
    let shop = Shop::open();
    let fault = json!({ "status": { "status": 500, "effect": "none", "replay": "fresh" } });
    let plan = json!({ "call": "create", "fault": fault, "turn": "every" });
    assert_eq!(shop.double(Method::POST, "faults", plan).await.status, 200);
    assert_eq!(shop.post("/v1/payment_intents", crate::kit::TEN).await.status, 500);

    shop.double(Method::DELETE, "faults", Value::Null).await;
    assert_eq!(shop.post("/v1/payment_intents", crate::kit::TEN).await.status, 200);
    for fault in [json!("answer_lost"), json!("reset"), json!({ "time_out": { "after_ms": 1, "effect": "done" } })] {
        let plan = json!({ "call": "capture", "fault": fault, "turn": { "nth": 2 } });
        assert_eq!(shop.double(Method::POST, "faults", plan).await.status, 200);
    }
}

#[tokio::test]
async fn what_was_called_and_what_happened_can_be_read() {
    let shop = Shop::open();
    let id = shop.intent().await;

    let calls = shop.double(Method::GET, "calls", Value::Null).await;
    calls.has("/0/call", "create").has("/0/intent", id.clone()).has("/0/key", "secret").has("/0/status", 200);
    let events = shop.double(Method::GET, "events", Value::Null).await;
    events.has("/0/type", "payment_intent.created").has("/0/data/object/id", id);
    let sent = shop.double(Method::POST, &format!("events/{}/resend", events.text("/0/id")), Value::Null).await;
    sent.has("/status", Value::Null);
    assert_eq!(shop.double(Method::GET, "deliveries", Value::Null).await.body, json!([]));
}

#[tokio::test]
async fn what_the_double_does_not_know_it_refuses() {
    let shop = Shop::open();
    let id = shop.intent().await;

    for (path, body, status) in [
        ("intents/pi_x/pay".to_owned(), json!({ "payment_method": "pm_card_visa" }), 404),
        (format!("intents/{id}/pay"), json!({ "payment_method": "pm_nobody" }), 400),
        (format!("intents/{id}/pay"), json!({ "card": "pm_card_visa" }), 400),
        (format!("intents/{id}/authenticate"), json!({ "succeed": true }), 400),
        (format!("intents/{id}/tamper"), json!({ "amuont": 1 }), 400),
        (format!("intents/{id}/melt"), json!({}), 404),
        ("faults".to_owned(), json!({ "call": "melt", "fault": "reset", "turn": "every" }), 400),
        ("nowhere".to_owned(), json!({}), 404),
    ] {
        assert_eq!(shop.double(Method::POST, &path, body).await.status, status, "{path}");
    }
    assert_eq!(shop.status(&id).as_str(), "requires_payment_method");
}
