//! What Stripe says when it does not do something, and what that means to the shop.

use super::*;

/// Asks a double that refuses; it must be asked once.
async fn refused<T: std::fmt::Debug>(reply: Reply, call: impl AsyncFnOnce(Stripe) -> Result<T, StripeError>) -> StripeError {
    let double = Double::open(vec![reply]).await;
    let error = call(with(&double.url(), wire::roots(), hasty())).await.unwrap_err();
    assert_eq!(double.heard().len(), 1, "{error}");
    error
}

async fn at_capture(reply: Reply) -> StripeError {
    refused(reply, async |stripe| stripe.capture(&id(), euros(2074), "k").await).await
}

async fn at_refund(reply: Reply) -> StripeError {
    refused(reply, async |stripe| stripe.refund(&id(), euros(2074), ("k", None)).await).await
}

async fn at_create(reply: Reply) -> StripeError {
    refused(reply, async |stripe| stripe.create(&wanted(), "k").await).await
}

fn unexpected(code: &str) -> StripeError {
    StripeError::Unexpected { code: Some(code.to_owned()) }
}

fn no(status: u16, code: &str) -> StripeError {
    StripeError::Refused { status, code: Some(code.to_owned()) }
}

#[tokio::test]
async fn an_intent_that_stands_elsewhere_than_thought_is_to_be_looked_at() {
    for code in ["payment_intent_unexpected_state", "charge_already_captured", "charge_expired_for_capture"] {
        assert_eq!(at_capture(Reply::code(400, code)).await, unexpected(code));
    }
    for code in ["charge_already_refunded", "charge_disputed", "charge_not_refundable"] {
        assert_eq!(at_refund(Reply::code(400, code)).await, unexpected(code));
    }
    assert_eq!(at_capture(Reply::code(402, "card_declined")).await, unexpected("card_declined"));
}

#[tokio::test]
async fn too_much_is_unchargeable_at_first_and_later_a_matter_of_what_is_left() {
    for code in ["amount_too_small", "amount_too_large", "invalid_charge_amount"] {
        assert_eq!(at_create(Reply::code(400, code)).await, StripeError::Unchargeable);
        assert_eq!(at_capture(Reply::code(400, code)).await, unexpected(code));
        assert_eq!(at_refund(Reply::code(400, code)).await, unexpected(code));
    }
}

#[tokio::test]
async fn an_intent_that_is_not_there_is_told_from_anything_else_that_is_missing() {
    let missing = |status, param| {
        Reply::refuse(status, &json!({ "type": "invalid_request_error", "code": "resource_missing", "param": param }))
    };

    assert_eq!(at_capture(missing(404, "intent")).await, StripeError::NoSuchIntent);
    assert_eq!(at_refund(missing(400, "payment_intent")).await, StripeError::NoSuchIntent);
    assert_eq!(at_capture(missing(400, "payment_method")).await, no(400, "resource_missing"));
    assert_eq!(at_create(missing(404, "intent")).await, no(404, "resource_missing"));
    let page = Reply::Say(404, "", "<html>404</html>".to_owned());
    assert_eq!(at_capture(page).await, StripeError::Refused { status: 404, code: None });
}

#[tokio::test]
async fn a_wrong_key_or_question_is_for_a_person() {
    assert_eq!(at_create(Reply::code(401, "api_key_expired")).await, no(401, "api_key_expired"));
    assert_eq!(at_create(Reply::code(403, "secret_key_required")).await, no(403, "secret_key_required"));
    assert_eq!(at_create(Reply::code(400, "parameter_unknown")).await, no(400, "parameter_unknown"));
    let reused = Reply::refuse(400, &json!({ "type": "idempotency_error", "message": "Keys can only be used with" }));
    assert_eq!(at_create(reused).await, no(400, "idempotency_error"));
}

#[tokio::test]
async fn nothing_of_what_the_other_side_wrote_and_no_key_is_told_on() {
    for error in [
        json!({ "type": "invalid_request_error", "message": "saladus" }),
        json!({ "code": "Invalid API Key: saladus <b>", "message": "saladus" }),
        json!({ "code": { "saladus": 1 }, "type": ["saladus"] }),
        json!({ "code": format!("saladus{}", "x".repeat(64)) }),
        json!("saladus"),
        json!(["saladus"]),
    ] {
        let told = at_create(Reply::refuse(400, &error)).await;
        assert!(matches!(told, StripeError::Refused { status: 400, .. }), "{told:?}");
        let shown = format!("{told} {told:?}");
        assert!(!shown.contains("saladus"), "{shown}");
    }
}

#[tokio::test]
async fn the_key_is_in_no_text_of_the_account() {
    let stripe = stripe("http://127.0.0.1:1");

    assert_eq!(format!("{stripe:?}"), "Stripe(http://127.0.0.1:1/, test)");
    assert!(!format!("{stripe:#?}").contains("saladus"));
    assert!(!stripe.is_live());
    assert_eq!(stripe.api_base().as_str(), "http://127.0.0.1:1/");
}

#[tokio::test]
async fn a_key_or_a_base_that_is_none_makes_no_account() {
    let made = |secret_key, base: &str| {
        let settings = Settings { secret_key, api_base: Url::parse(base).unwrap(), capture: Capture::Manual };
        Stripe::new(&settings, Chance::seeded(7)).map(|stripe| stripe.is_live())
    };

    assert_eq!(made("sk_live_51H0a1b2c3d4", "https://api.stripe.com"), Ok(true));
    assert_eq!(made("rk_test_51H0a1b2c3d4", "https://api.stripe.com"), Ok(false));
    assert_eq!(made("sk_live_51H0a1b2c3d4", "http://127.0.0.1:1"), Err(SetupError::LiveInTheOpen));
    assert_eq!(made("sk_live_\u{f5}", "https://api.stripe.com"), Err(SetupError::Key));
    assert_eq!(made(KEY, "https://api.stripe.com/v2"), Err(SetupError::Base));
}
