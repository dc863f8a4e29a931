//! Lies about which payment is whose and how much it is over: each has its code, leaves the intent as it is, and is on record.

use serde_json::json;
use wufi_domain::fault::Code;
use wufi_stripe_double::{Call, Intent};

use super::KIBBLE;
use crate::kit::stripe::CardShop;

/// What somebody makes of an intent.
type Lie = fn(&mut Intent);

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_cart_is_no_cart_and_stripe_is_not_asked() {
    let shop = CardShop::open().await;
    let (mari, juri) = (shop.shopper(), shop.shopper());
    let cart = mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;
    let asked = shop.stripe.calls().len();

    let unknown = cart.complete().replace(&cart.cart.id, "cart_00000000000000000000000000");
    for body in [json!({}), json!({ "payment_intent_id": cart.intent })] {
        let (foreign, none) = (juri.post(&cart.complete(), body.clone()).await, juri.post(&unknown, body).await);
        assert_eq!(foreign.json["message"], none.json["message"]);
        foreign.refused(Code::NotFound);
        none.refused(Code::NotFound);
    }
    let body = json!({ "cart_id": cart.cart.id, "payment_intent_id": cart.intent });
    juri.post("/store/payment/complete", body).await.refused(Code::NotFound);

    assert_eq!(shop.stripe.calls().len(), asked);
    mari.post(&cart.complete(), json!({})).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn my_own_other_payment_pays_for_no_other_cart() {
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    let (one, other) = (mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await, mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await);

    mari.post(&one.complete(), json!({ "payment_intent_id": other.intent })).await.refused(Code::PaymentIntentMismatch);
    mari.post(&one.complete(), json!({ "payment_intent_id": "pi_000000000000000000000000" }))
        .await
        .refused(Code::PaymentIntentMismatch);
    mari.post(&other.complete(), json!({})).await.ok();
    mari.post(&one.complete(), json!({ "payment_intent_id": other.intent })).await.refused(Code::PaymentIntentConsumed);

    assert_eq!(shop.on_record("payment_anomaly").await, 3);
    mari.post(&one.complete(), json!({})).await.ok();
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_altered_at_stripe_pays_for_nothing_and_stays_as_it_is() {
    let lies: [(&str, Code, Lie); 10] = [
        ("one cent less", Code::PaymentAmountMismatch, |intent| intent.amount -= 1),
        ("one cent more", Code::PaymentAmountMismatch, |intent| intent.amount += 1),
        ("another currency", Code::PaymentAmountMismatch, |intent| intent.currency = "jpy".to_owned()),
        ("another cart", Code::PaymentIntentMismatch, |intent| put(intent, "cart_id", "cart_00000000000000000000000000")),
        ("another guest", Code::PaymentIntentMismatch, |intent| put(intent, "guest_id", "somebody")),
        ("a customer", Code::PaymentIntentMismatch, |intent| put(intent, "customer_id", "cus_00000000000000000000000000")),
        ("another session", Code::PaymentIntentMismatch, |intent| put(intent, "session_id", "payses_x")),
        ("another seal", Code::PaymentIntentMismatch, |intent| put(intent, "wufi_binding", "v1.a.1.b")),
        ("real money", Code::PaymentIntentMismatch, |intent| intent.livemode = true),
        ("a part is held", Code::PaymentNotAuthorized, |intent| intent.amount_capturable -= 1),
    ];
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    for (round, (lie, code, tell)) in (1..).zip(lies) {
        let cart = mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;
        shop.stripe.tamper(&cart.intent, tell).unwrap();
        let before = format!("{:?}", shop.intent(&cart));

        mari.post(&cart.complete(), json!({})).await.refused(code);
        shop.pass(60);
        shop.look_after().await;

        assert_eq!(format!("{:?}", shop.intent(&cart)), before, "{lie}");
        assert_eq!(shop.on_record("payment_anomaly").await, round, "{lie}");
        // The shopper is not stuck: another payment can be begun.
        let again = mari.open_card(&cart.cart).await.ok();
        assert_ne!(again["payment_collection"]["payment_sessions"][0]["data"]["id"], *cart.intent, "{lie}");
    }
    assert_eq!(shop.orders().await, 0);
    assert_eq!(shop.stripe.calls_of(Call::Cancel).len() + shop.stripe.calls_of(Call::Capture).len(), 0);
}

fn put(intent: &mut Intent, name: &str, value: &str) {
    intent.metadata.insert(name.to_owned(), value.to_owned());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_back_or_is_disputed_pays_for_nothing() {
    let shop = CardShop::open_as(&[("WUFI_STRIPE__CAPTURE_METHOD", "automatic")]).await;
    let mari = shop.shopper();
    let (refunded, disputed) =
        (mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await, mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await);
    shop.stripe.refund(&refunded.intent, Some(1)).await.unwrap();
    shop.stripe.dispute(&disputed.intent).await.unwrap();

    for cart in [&refunded, &disputed] {
        mari.post(&cart.complete(), json!({})).await.refused(Code::PaymentNotAuthorized);
    }
    assert_eq!((shop.orders().await, shop.on_record("payment_anomaly").await), (0, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_a_client_says_of_a_payment_reaches_stripe() {
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    let cart = mari.card_cart(&[(KIBBLE, 1)]).await;
    let lies = json!({
        "provider_id": "pp_stripe_stripe",
        "data": { "amount": 1, "currency": "jpy", "metadata": { "cart_id": "mine" }, "customer": "cus_other", "payment_method": "pm_card_visa", "confirm": true },
    });
    mari.post(&cart.cart.sessions(), lies).await.ok();
    mari.post(
        &cart.cart.sessions(),
        json!({ "provider_id": "pp_stripe_stripe", "context": { "customer": { "metadata": { "stripe_id": "cus_other" } } } }),
    )
    .await
    .refused(Code::UnknownField);

    for call in shop.stripe.calls() {
        for (name, value) in &call.params {
            assert!(!["customer", "payment_method", "confirm"].contains(&name.as_str()), "{call:?}");
            assert!(!value.contains("cus_other") && value != "1" && value != "mine", "{call:?}");
        }
        assert_eq!(call.stripe_version.as_deref(), Some(wufi_outbound::stripe::API_VERSION));
    }
}
