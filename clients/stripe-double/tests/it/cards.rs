//! What comes of paying with which card.

use serde_json::{Value, json};
use wufi_stripe_double::{Card, Status};

use crate::kit::{Shop, TEN};

const CARDS_ONLY: &[(&str, &str)] = &[("payment_method_types[]", "card")];

#[tokio::test]
async fn a_declined_card_is_answered_402_with_all_that_a_shop_asks_about() {
    let shop = Shop::open();
    for (card, code, decline_code) in [
        ("pm_card_chargeDeclined", "card_declined", json!("generic_decline")),
        ("pm_card_visa_chargeDeclined", "card_declined", json!("generic_decline")),
        ("pm_card_chargeDeclinedInsufficientFunds", "card_declined", json!("insufficient_funds")),
        ("pm_card_chargeDeclinedLostCard", "card_declined", json!("lost_card")),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", Value::Null),
    ] {
        let params = [TEN, CARDS_ONLY, &[("payment_method", card), ("confirm", "true")]].concat();

        let refused = shop.post("/v1/payment_intents", &params).await;

        refused.refused(402, code);
        assert_eq!(refused.text("/error/type"), "card_error");
        assert_eq!(refused.body.pointer("/error/decline_code").cloned().unwrap_or_default(), decline_code);
        assert_eq!(refused.text("/error/payment_intent/status"), "requires_payment_method");
        let id = refused.text("/error/payment_intent/id");
        let after = shop.get(&format!("/v1/payment_intents/{id}"), &[("expand[]", "latest_charge")]).await;
        after.has("/last_payment_error/code", code).has("/payment_method", Value::Null);
        after.has("/latest_charge/status", "failed").has("/latest_charge/paid", false).has("/latest_charge/failure_code", code);
        let print = after.text("/last_payment_error/payment_method/card/fingerprint");
        assert_eq!(print, after.text("/latest_charge/payment_method_details/card/fingerprint"));
    }
}

#[tokio::test]
async fn after_a_decline_another_card_pays() {
    let shop = Shop::open();
    let id = shop.intent().await;

    assert_eq!(shop.double.pay(&id, Card::insufficient_funds()).await.unwrap(), Status::RequiresPaymentMethod);
    assert_eq!(shop.double.pay(&id, Card::visa()).await.unwrap(), Status::RequiresCapture);

    let intent = shop.double.intent(&id).unwrap();
    assert_eq!(intent.last_payment_error, None);
    let charges = shop.double.charges();
    assert_eq!(charges.iter().map(|charge| charge.failure.is_none()).collect::<Vec<_>>(), [false, true]);
    assert_eq!(intent.latest_charge.as_ref(), Some(&charges[1].id));
}

#[tokio::test]
async fn three_d_secure_waits_for_the_shopper_and_can_fail() {
    let shop = Shop::open();
    let params = [TEN, CARDS_ONLY, &[("payment_method", "pm_card_threeDSecure2Required"), ("confirm", "true")]].concat();
    let made = shop.post("/v1/payment_intents", &params).await;
    made.has("/status", "requires_action").has("/next_action/type", "use_stripe_sdk").has("/latest_charge", Value::Null);
    let id = made.text("/id");

    assert_eq!(shop.double.authenticate(&id, false).await.unwrap(), Status::RequiresPaymentMethod);
    let failed = shop.get(&format!("/v1/payment_intents/{id}"), &[]).await;
    failed.has("/last_payment_error/code", "payment_intent_authentication_failure").has("/next_action", Value::Null);

    assert_eq!(shop.double.pay(&id, Card::challenged()).await.unwrap(), Status::RequiresAction);
    assert_eq!(shop.double.authenticate(&id, true).await.unwrap(), Status::RequiresCapture);
    assert!(shop.double.authenticate(&id, true).await.is_err());
}

#[tokio::test]
async fn a_card_may_be_declined_although_its_owner_has_shown_who_they_are() {
    let shop = Shop::open();
    let id = shop.intent().await;
    let card = Card::named("pm_card_threeDSecureRequiredChargeDeclined").unwrap();

    shop.double.pay(&id, card).await.unwrap();

    assert_eq!(shop.double.authenticate(&id, true).await.unwrap(), Status::RequiresPaymentMethod);
    assert_eq!(shop.double.intent(&id).unwrap().last_payment_error.unwrap()["code"], "card_declined");
}

#[tokio::test]
async fn a_bank_that_wants_the_shopper_declines_when_they_are_away() {
    let shop = Shop::open();
    let card = [("payment_method", "pm_card_authenticationRequired"), ("confirm", "true"), ("off_session", "true")];

    let refused = shop.post("/v1/payment_intents", &[TEN, CARDS_ONLY, &card].concat()).await;

    refused.refused(402, "authentication_required");
    assert_eq!(refused.text("/error/payment_intent/status"), "requires_payment_method");
}

#[tokio::test]
async fn a_changed_amount_makes_the_bank_ask_again() {
    let shop = Shop::open();
    let id = shop.intent().await;
    shop.double.pay(&id, Card::challenged()).await.unwrap();

    let path = format!("/v1/payment_intents/{id}");
    shop.post(&path, &[("metadata[note]", "x")]).await.has("/status", "requires_action");
    shop.post(&path, &[("amount", "1100")]).await.has("/status", "requires_confirmation");

    assert!(shop.double.authenticate(&id, true).await.is_err());
}

#[tokio::test]
async fn a_slow_bank_decides_later() {
    let shop = Shop::open();
    for (succeed, status) in [(true, Status::RequiresCapture), (false, Status::RequiresPaymentMethod)] {
        let id = shop.intent().await;
        assert_eq!(shop.double.pay(&id, Card::processing()).await.unwrap(), Status::Processing);
        assert_eq!(shop.double.settle(&id, succeed).await.unwrap(), status);
    }
}

#[tokio::test]
async fn a_card_has_the_fingerprint_that_its_name_says() {
    let shop = Shop::open();
    let declined = [("payment_method", "pm_double_declined_testerA"), ("confirm", "true")];

    for _ in 0..2 {
        let refused = shop.post("/v1/payment_intents", &[TEN, CARDS_ONLY, &declined].concat()).await;
        refused.refused(402, "card_declined");
        assert_eq!(refused.text("/error/payment_method/card/fingerprint"), "testerA");
    }
    let paid = [("payment_method", "pm_double_approved_testerB"), ("confirm", "true"), ("expand[]", "latest_charge")];
    let paid = shop.post("/v1/payment_intents", &[TEN, CARDS_ONLY, &paid].concat()).await;
    paid.has("/latest_charge/payment_method_details/card/fingerprint", "testerB");
    for nobody in ["pm_double_unheard_x", "pm_card_nobody", "tok_visa"] {
        let params = [TEN, CARDS_ONLY, &[("payment_method", nobody)]].concat();
        shop.post("/v1/payment_intents", &params).await.refused(400, "resource_missing");
    }
}
