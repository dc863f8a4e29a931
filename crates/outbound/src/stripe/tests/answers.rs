//! What is believed of an answer about an intent.

use wufi_domain::moment::Moment;
use wufi_domain::payment::{Decline, IntentStatus};

use super::*;

async fn read(told: Value) -> Result<Intent, StripeError> {
    retrieved(Reply::told(&told)).await
}

fn garbage() -> Result<Intent, StripeError> {
    Err(StripeError::Unavailable(Trouble::Garbage))
}

#[tokio::test]
async fn an_intent_is_read_with_its_facts() {
    let intent = read(told()).await.unwrap();

    let (amount, currency) = euros(2074);
    let facts = Intent {
        id: id(),
        status: IntentStatus::RequiresCapture,
        amount,
        currency,
        capturable: amount,
        received: Amount::ZERO,
        refunded: Amount::ZERO,
        is_disputed: false,
        is_live: false,
        marks: marks(),
        decline: None,
        for_browser: intent.for_browser.clone(),
    };
    assert_eq!(intent, facts);
}

#[tokio::test]
async fn the_browser_gets_nothing_that_it_does_not_need() {
    let intent = read(told()).await.unwrap();

    insta::assert_json_snapshot!(intent.for_browser, @r#"
    {
      "id": "pi_3MtwBwLkdIwHu7ix28a3tqPa",
      "object": "payment_intent",
      "client_secret": "pi_3MtwBwLkdIwHu7ix28a3tqPa_secret_YrKJUKribcBjcG8HVhfZluoGH",
      "status": "requires_capture",
      "amount": 2074,
      "currency": "eur",
      "capture_method": "manual",
      "livemode": false
    }
    "#);
}

#[tokio::test]
async fn money_that_was_taken_given_back_or_disputed_shows() {
    let charge = json!({ "amount_refunded": 74, "disputed": true });
    let intent = read(but(json!({
        "status": "succeeded", "amount_capturable": 0, "amount_received": 2000, "latest_charge": charge, "livemode": true,
    })))
    .await
    .unwrap();

    assert_eq!((intent.status, intent.is_disputed, intent.is_live), (IntentStatus::Succeeded, true, true));
    assert_eq!([intent.capturable.minor(), intent.received.minor(), intent.refunded.minor()], [0, 2000, 74]);
}

#[tokio::test]
async fn amounts_come_out_of_stripes_units() {
    let intent = read(but(json!({ "currency": "ugx", "amount": 500, "amount_capturable": 500 }))).await.unwrap();

    assert_eq!([intent.amount.minor(), intent.capturable.minor()], [5, 5]);
    // The browser speaks with Stripe, in Stripe's units.
    assert_eq!(intent.for_browser["amount"], 500);
}

#[tokio::test]
async fn an_intent_that_nobody_paid_has_no_charge() {
    let intent = read(but(json!({ "status": "requires_payment_method", "latest_charge": null }))).await.unwrap();

    assert_eq!((intent.refunded, intent.is_disputed), (Amount::ZERO, false));
}

#[tokio::test]
async fn a_decline_says_why_and_with_which_card_and_not_whose() {
    let card = json!({ "fingerprint": "Xt5EWLLDS7FJjR1c", "last4": "0002" });
    let method = json!({ "id": "pm_1", "card": card, "billing_details": { "name": "Mari Maasikas" } });
    let declined = async |error: Value| read(but(json!({ "last_payment_error": error }))).await.unwrap().decline;
    let decline = |code: &str, card: Option<&str>| {
        let trial = card.map(|_| "pm_1".to_owned());
        Some(Decline { code: code.to_owned(), card: card.map(str::to_owned), trial, at: None })
    };

    let known =
        json!({ "code": "card_declined", "decline_code": "insufficient_funds", "message": "No", "payment_method": method });
    assert_eq!(declined(known).await, decline("insufficient_funds", Some("Xt5EWLLDS7FJjR1c")));
    assert_eq!(declined(json!({ "code": "expired_card" })).await, decline("expired_card", None));
    assert_eq!(declined(json!({ "decline_code": "Mari <b>" , "type": "card_error" })).await, decline("card_error", None));
    assert_eq!(declined(json!({})).await, decline("unknown", None));
}

#[tokio::test]
async fn a_try_is_told_from_others_by_its_charge_and_that_says_when_it_was() {
    let read = async |error: Value, charge: Value| {
        let told = but(json!({ "last_payment_error": error, "latest_charge": charge }));
        let decline = read(told).await.unwrap().decline.unwrap();
        (decline.trial, decline.at.map(Moment::secs))
    };
    let charge = |id: &str| json!({ "id": id, "created": 1_686_089_970, "amount_refunded": 0, "disputed": false });
    let error = |charge: &str| json!({ "code": "card_declined", "charge": charge, "payment_method": { "id": "pm_1" } });
    let trial = |id: &str| Some(id.to_owned());

    assert_eq!(read(error("ch_1"), charge("ch_1")).await, (trial("ch_1"), Some(1_686_089_970)));
    assert_eq!(read(error("ch_1"), charge("ch_2")).await, (trial("ch_1"), None), "of a later charge");
    assert_eq!(read(json!({ "payment_method": { "id": "pm_1" } }), charge("ch_2")).await, (trial("pm_1"), None));
    assert_eq!(read(error("../balance"), json!(null)).await, (trial("pm_1"), None), "no id");
    assert_eq!(read(json!({ "charge": 7, "payment_method": "x" }), json!(null)).await, (None, None));
}

#[tokio::test]
async fn an_answer_about_another_intent_is_not_believed() {
    let other = "pi_3MtwBwLkdIwHu7ix28a3tqPb";
    let secret = format!("{other}_secret_YrKJ");

    assert_eq!(read(but(json!({ "id": other, "client_secret": secret }))).await, garbage());
    assert_eq!(read(but(json!({ "client_secret": secret }))).await, garbage());
    assert_eq!(read(but(json!({ "id": "pi_/../../v1/balance0000000" }))).await, garbage());
    assert_eq!(read(but(json!({ "object": "setup_intent" }))).await, garbage());
}

#[tokio::test]
async fn an_answer_from_which_facts_are_missing_is_not_believed() {
    for name in ["amount_capturable", "amount_received", "currency", "status", "livemode", "metadata", "latest_charge"] {
        let mut told = told();
        told.as_object_mut().unwrap().remove(name);
        assert_eq!(read(told).await, garbage(), "{name}");
    }
    // A charge that was not told in full would hide what was given back.
    for charge in [json!("ch_3MtwBwLkdIwHu7ix2"), json!({ "disputed": false }), json!({ "amount_refunded": 0 }), json!([])] {
        assert_eq!(read(but(json!({ "latest_charge": charge }))).await, garbage());
    }
}

#[tokio::test]
async fn facts_that_make_no_sense_are_not_believed() {
    for changes in [
        json!({ "amount": -2074 }),
        json!({ "amount": 0 }),
        json!({ "amount": 20.74 }),
        json!({ "amount": "2074" }),
        json!({ "amount": 1_000_000_000_000_000_i64 }),
        json!({ "amount_received": -1 }),
        json!({ "currency": "euro" }),
        json!({ "currency": "ugx" }),
        json!({ "status": "paid" }),
        json!({ "livemode": "false" }),
        json!({ "metadata": [] }),
        json!({ "latest_charge": { "amount_refunded": -1, "disputed": false } }),
    ] {
        assert_eq!(read(but(changes.clone())).await, garbage(), "{changes}");
    }
}

#[tokio::test]
async fn marks_that_somebody_changed_or_left_out_are_read_as_they_stand() {
    let intent = read(but(json!({ "metadata": { "cart_id": "cart_x", "session_id": 7, "wufi_binding": "" } }))).await.unwrap();

    let (cart, seal) = (Some("cart_x".to_owned()), Some(String::new()));
    assert_eq!(intent.marks, Marks { cart, seal, ..Marks::default() });
}

#[tokio::test]
async fn a_refund_is_read_when_it_is_the_one_that_was_asked_for() {
    let given_back = async |told: Value| {
        let double = Double::open(vec![Reply::told(&told)]).await;
        with(&double.url(), wire::roots(), hasty()).refund(&id(), euros(1000), ("ref_1", None)).await
    };
    let changed = |changes: Value| changed(refund(), changes);
    let refund = |reference: &str, status| Ok(Refund { reference: reference.to_owned(), status });

    let card = "re_1Nispe2eZvKYlo2Cd31jOCgZ";
    assert_eq!(given_back(super::refund()).await, refund(card, RefundStatus::Succeeded));
    assert_eq!(given_back(changed(json!({ "status": "pending" }))).await, refund(card, RefundStatus::Pending));
    assert_eq!(given_back(changed(json!({ "status": null }))).await, refund(card, RefundStatus::Pending));
    assert_eq!(given_back(changed(json!({ "status": "failed" }))).await, refund(card, RefundStatus::Failed));
    let other_way = json!({ "id": "pyr_1Nispe2eZvKYlo2C", "payment_intent": { "id": INTENT }, "status": "requires_action" });
    assert_eq!(given_back(changed(other_way)).await, refund("pyr_1Nispe2eZvKYlo2C", RefundStatus::RequiresAction));

    for changes in [
        json!({ "payment_intent": "pi_3MtwBwLkdIwHu7ix28a3tqPb" }),
        json!({ "payment_intent": null }),
        json!({ "amount": 999 }),
        json!({ "currency": "usd" }),
        json!({ "id": "re_<b>" }),
        json!({ "id": "ch_1Nispe2eZvKYlo2C" }),
        json!({ "object": "charge" }),
        json!({ "status": "refunded" }),
    ] {
        let refused = given_back(changed(changes.clone())).await;
        assert_eq!(refused, Err(StripeError::Unavailable(Trouble::Garbage)), "{changes}");
    }
}
