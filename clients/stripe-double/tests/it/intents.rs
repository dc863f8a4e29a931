//! The life of an intent.

use reqwest::Method;
use serde_json::{Value, json};
use wufi_stripe_double::{Card, Status};

use crate::kit::{Shop, TEN};

#[tokio::test]
async fn a_new_intent_says_what_was_asked_for_and_waits_for_a_card() {
    let shop = Shop::open();
    let customer = shop.post("/v1/customers", &[("email", "mari@example.test"), ("metadata[wufi]", "cus_1")]).await.text("/id");

    let made = shop
        .post(
            "/v1/payment_intents",
            &[
                ("amount", "1099"),
                ("currency", "EUR"),
                ("capture_method", "manual"),
                ("automatic_payment_methods[enabled]", "true"),
                ("metadata[cart_id]", "cart_1"),
                ("description", "Kass & koer"),
                ("customer", &customer),
                ("setup_future_usage", "off_session"),
            ],
        )
        .await;

    for (at, value) in [
        ("/object", json!("payment_intent")),
        ("/amount", json!(1099)),
        ("/currency", json!("eur")),
        ("/status", json!("requires_payment_method")),
        ("/metadata", json!({ "cart_id": "cart_1" })),
        ("/description", json!("Kass & koer")),
        ("/customer", json!(customer)),
        ("/setup_future_usage", json!("off_session")),
        ("/automatic_payment_methods", json!({ "allow_redirects": "always", "enabled": true })),
        ("/latest_charge", Value::Null),
        ("/amount_received", json!(0)),
        ("/livemode", json!(false)),
    ] {
        made.has(at, value);
    }
    let id = made.text("/id");
    assert_eq!((id.len(), &id[..3]), (27, "pi_"));
    assert!(made.text("/client_secret").starts_with(&format!("{id}_secret_")));
    assert_eq!(shop.get(&format!("/v1/payment_intents/{id}"), &[]).await.body, made.body);
    shop.get(&format!("/v1/customers/{customer}"), &[]).await.has("/email", "mari@example.test");
}

#[tokio::test]
async fn held_money_is_taken_once_and_in_part() {
    let shop = Shop::open();
    let id = shop.held().await;
    let path = format!("/v1/payment_intents/{id}");
    shop.get(&path, &[]).await.has("/amount_capturable", 1000).has("/amount_received", 0);

    let capture = format!("{path}/capture");
    shop.post(&capture, &[("amount_to_capture", "1001")]).await.refused(400, "amount_too_large");
    let taken = shop.post(&capture, &[("amount_to_capture", "700"), ("expand[]", "latest_charge")]).await;

    taken.has("/status", "succeeded").has("/amount_received", 700).has("/amount_capturable", 0);
    taken.has("/latest_charge/amount_captured", 700).has("/latest_charge/captured", true);
    // What was held and not taken is let go.
    taken.has("/latest_charge/amount_refunded", 300).has("/latest_charge/refunded", false);
    shop.post(&capture, &[]).await.refused(400, "payment_intent_unexpected_state");
    assert_eq!(shop.double.intent(&id).unwrap().amount_received, 700);
}

#[tokio::test]
async fn without_manual_capture_the_money_is_taken_as_soon_as_it_is_approved() {
    let shop = Shop::open();

    for method in ["automatic", "automatic_async"] {
        let params = [("amount", "1000"), ("currency", "eur"), ("capture_method", method)];
        let id = shop.post("/v1/payment_intents", &params).await.text("/id");
        assert_eq!(shop.double.pay(&id, Card::mastercard()).await.unwrap(), Status::Succeeded);
        assert_eq!(shop.double.intent(&id).unwrap().amount_received, 1000);
        assert!(shop.double.charge_of(&id).unwrap().captured);
    }
}

#[tokio::test]
async fn a_server_confirms_what_it_has_a_card_for() {
    let shop = Shop::open();
    let with_card =
        [TEN, &[("payment_method", "pm_card_visa"), ("return_url", "https://shop.example.test/"), ("confirm", "true")]];
    shop.post("/v1/payment_intents", &with_card.concat()).await.has("/status", "requires_capture");

    let card = [TEN, &[("payment_method", "pm_card_visa"), ("payment_method_types[]", "card")]];
    let made = shop.post("/v1/payment_intents", &card.concat()).await;
    made.has("/status", "requires_confirmation");
    let method = made.text("/payment_method");
    assert!(method.starts_with("pm_") && method != "pm_card_visa", "{method}");
    let path = format!("/v1/payment_intents/{}", made.text("/id"));
    shop.post(&format!("{path}/confirm"), &[]).await.has("/status", "requires_capture").has("/payment_method", method);
}

#[tokio::test]
async fn a_server_that_may_be_led_away_must_say_where_back() {
    let shop = Shop::open();
    let id = shop.intent().await;
    let confirm = format!("/v1/payment_intents/{id}/confirm");
    let with = [("payment_method", "pm_card_visa")];

    assert_eq!(shop.post(&confirm, &with).await.status, 400);
    shop.post(&confirm, &[with[0], ("return_url", "https://shop.example.test/")]).await.has("/status", "requires_capture");

    let stays = [TEN, &[("automatic_payment_methods[enabled]", "true"), ("automatic_payment_methods[allow_redirects]", "never")]];
    let id = shop.post("/v1/payment_intents", &stays.concat()).await.text("/id");
    shop.post(&format!("/v1/payment_intents/{id}/confirm"), &with).await.has("/status", "requires_capture");
}

#[tokio::test]
async fn an_update_changes_all_or_nothing_and_merges_metadata() {
    let shop = Shop::open();
    let made = [TEN, &[("metadata[cart_id]", "cart_1"), ("metadata[note]", "old"), ("description", "first")]];
    let path = format!("/v1/payment_intents/{}", shop.post("/v1/payment_intents", &made.concat()).await.text("/id"));

    let updated =
        shop.post(&path, &[("amount", "2000"), ("metadata[note]", ""), ("metadata[rev]", "2"), ("description", "")]).await;
    updated.has("/amount", 2000).has("/metadata", json!({ "cart_id": "cart_1", "rev": "2" })).has("/description", Value::Null);

    shop.post(&path, &[("amount", "3000"), ("currency", "xyz")]).await;
    shop.post(&path, &[("amount", "3000"), ("payment_method", "pm_nobody")]).await.refused(400, "resource_missing");
    shop.get(&path, &[]).await.has("/amount", 2000).has("/currency", "eur");
    shop.post(&path, &[("metadata", "")]).await.has("/metadata", json!({}));
}

#[tokio::test]
async fn what_is_paid_cannot_change_once_the_money_is_held_but_notes_can() {
    let shop = Shop::open();
    let path = format!("/v1/payment_intents/{}", shop.held().await);

    for (name, value) in
        [("amount", "2000"), ("currency", "usd"), ("payment_method", "pm_card_visa"), ("capture_method", "automatic")]
    {
        let refused = shop.post(&path, &[(name, value)]).await;
        refused.refused(400, "payment_intent_unexpected_state");
        assert_eq!(refused.text("/error/param"), name);
        assert_eq!(refused.text("/error/payment_intent/status"), "requires_capture");
        assert!(refused.text("/error/message").contains("requires_payment_method, requires_confirmation, requires_action"));
    }
    shop.post(&path, &[("metadata[order_id]", "order_1"), ("description", "Order 1")]).await.has("/metadata/order_id", "order_1");
}

#[tokio::test]
async fn cancelling_lets_go_what_is_held_and_cannot_undo_what_is_taken() {
    let shop = Shop::open();
    let held = format!("/v1/payment_intents/{}", shop.held().await);
    let paid = format!("/v1/payment_intents/{}", shop.paid().await);

    let cancelled =
        shop.post(&format!("{held}/cancel"), &[("cancellation_reason", "abandoned"), ("expand[]", "latest_charge")]).await;
    cancelled.has("/status", "canceled").has("/cancellation_reason", "abandoned").has("/amount_capturable", 0);
    cancelled.has("/latest_charge/refunded", true).has("/latest_charge/captured", false);
    assert!(cancelled.at("/canceled_at").is_i64());

    let again = shop.post(&format!("{held}/cancel"), &[]).await;
    again.refused(400, "payment_intent_unexpected_state");
    assert!(
        again
            .text("/error/message")
            .ends_with("requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.")
    );
    shop.post(&format!("{held}/capture"), &[]).await.refused(400, "payment_intent_unexpected_state");
    shop.post(&format!("{paid}/cancel"), &[]).await.refused(400, "payment_intent_unexpected_state");
}

#[tokio::test]
async fn an_intent_is_paid_once() {
    let shop = Shop::open();
    let path = format!("/v1/payment_intents/{}", shop.paid().await);

    let again = shop
        .post(&format!("{path}/confirm"), &[("payment_method", "pm_card_visa"), ("return_url", "https://shop.example.test/")])
        .await;

    again.refused(400, "payment_intent_unexpected_state");
    assert_eq!(shop.double.charges().len(), 1);
}

#[tokio::test]
async fn ids_are_followed_where_that_is_asked_for() {
    let shop = Shop::open();
    let path = format!("/v1/payment_intents/{}", shop.held().await);

    let all = [("expand[0]", "latest_charge.payment_intent"), ("expand[1]", "payment_method")];
    let followed = shop.get(&path, &all).await;
    followed.has("/latest_charge/payment_method_details/card/fingerprint", "DoubleCard004242");
    followed.has("/latest_charge/payment_intent/amount", 1000).has("/payment_method/card/last4", "4242");

    let charge = followed.text("/latest_charge/id");
    shop.get(&format!("/v1/charges/{charge}"), &[]).await.has("/amount", 1000).has("/captured", false).has("/paid", true);
    for nowhere in ["status", "latest_charge.balance_transaction", "data.latest_charge", ""] {
        assert_eq!(shop.get(&path, &[("expand[]", nowhere)]).await.status, 400, "{nowhere}");
    }
}

#[tokio::test]
async fn the_calls_are_on_record() {
    let shop = Shop::open();
    let call = shop.call(Method::POST, "/v1/payment_intents", &[("amount", "1000"), ("currency", "eur"), ("metadata[a]", "b")]);
    let made = crate::kit::Answer::of(call.header("idempotency-key", "k1").header("stripe-version", "2024-06-20")).await;
    shop.get(&format!("/v1/payment_intents/{}", made.text("/id")), &[]).await;
    shop.get("/v1/payment_intents/pi_nobody", &[]).await.refused(404, "resource_missing");

    let calls = shop.double.calls();
    let [create, retrieve, missing] = calls.as_slice() else { panic!("{calls:?}") };
    assert_eq!((create.intent.clone(), create.status), (Some(made.text("/id")), Some(200)));
    assert_eq!((create.idempotency_key.as_deref(), create.stripe_version.as_deref()), (Some("k1"), Some("2024-06-20")));
    assert_eq!((create.param("metadata[a]"), create.param("metadata")), (Some("b"), None));
    assert_eq!((retrieve.intent.clone(), missing.status), (Some(made.text("/id")), Some(404)));
}
