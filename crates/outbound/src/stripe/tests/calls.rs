//! What goes over the wire.

use super::*;

/// What a call sends, with the port left out that the double happens to have.
async fn sent<T>(body: Value, call: impl AsyncFnOnce(Stripe) -> Result<T, StripeError>) -> String {
    let double = Double::open(vec![Reply::told(&body)]).await;
    call(stripe(&double.url())).await.map_err(|error| error.to_string()).map(drop).unwrap();

    let heard = double.heard();
    assert_eq!(heard.len(), 1);
    heard[0].replace(&double.address.to_string(), "HOST").replace("\r\n", "\n").replace('&', "\n&")
}

#[tokio::test]
async fn an_intent_is_made_under_a_key_with_the_version_that_was_tested() {
    let sent = sent(told(), async |stripe| stripe.create(&wanted(), "payses_1-3").await).await;

    insta::assert_snapshot!(sent, @r#"
    POST /v1/payment_intents HTTP/1.1
    content-type: application/x-www-form-urlencoded
    idempotency-key: payses_1-3
    accept: */*
    user-agent: Wufi/0.1.0
    authorization: Bearer sk_test_saladus51H0a1b2c3
    stripe-version: 2025-09-30.clover
    host: HOST
    content-length: 333

    amount=2074
    &currency=eur
    &capture_method=manual
    &automatic_payment_methods%5Benabled%5D=true
    &metadata%5Bcart_id%5D=cart_01ARYZ6S41TSV4RRFFQ69G5FAV
    &metadata%5Bguest_id%5D=d1gest
    &metadata%5Bsession_id%5D=payses_01ARYZ6S41TSV4RRFFQ69G5FAV
    &metadata%5Bwufi_binding%5D=wpb1.k1.a%26b%3Dc
    &description=Ostukorv+%C3%B5
    &expand%5B%5D=latest_charge
    "#);
}

#[tokio::test]
async fn what_is_no_longer_meant_is_taken_off_an_intent() {
    let wanted =
        Wanted { marks: Marks { guest: None, customer: Some("cus_1".to_owned()), ..marks() }, description: None, ..wanted() };
    let sent = sent(told(), async |stripe| stripe.update(&id(), &wanted, "k").await).await;

    insta::assert_snapshot!(sent, @r#"
    POST /v1/payment_intents/pi_3MtwBwLkdIwHu7ix28a3tqPa HTTP/1.1
    content-type: application/x-www-form-urlencoded
    idempotency-key: k
    accept: */*
    user-agent: Wufi/0.1.0
    authorization: Bearer sk_test_saladus51H0a1b2c3
    stripe-version: 2025-09-30.clover
    host: HOST
    content-length: 265

    amount=2074
    &currency=eur
    &metadata%5Bcart_id%5D=cart_01ARYZ6S41TSV4RRFFQ69G5FAV
    &metadata%5Bcustomer_id%5D=cus_1
    &metadata%5Bguest_id%5D=
    &metadata%5Bsession_id%5D=payses_01ARYZ6S41TSV4RRFFQ69G5FAV
    &metadata%5Bwufi_binding%5D=wpb1.k1.a%26b%3Dc
    &expand%5B%5D=latest_charge
    "#);
}

#[tokio::test]
async fn looking_changes_nothing_and_has_no_key() {
    let sent = sent(told(), async |stripe| stripe.retrieve(&id()).await).await;

    insta::assert_snapshot!(sent, @r#"
    GET /v1/payment_intents/pi_3MtwBwLkdIwHu7ix28a3tqPa?expand%5B%5D=latest_charge HTTP/1.1
    accept: */*
    user-agent: Wufi/0.1.0
    authorization: Bearer sk_test_saladus51H0a1b2c3
    stripe-version: 2025-09-30.clover
    host: HOST
    "#);
}

#[tokio::test]
async fn money_is_taken_let_go_and_given_back_under_keys() {
    let captured = sent(told(), async |stripe| stripe.capture(&id(), euros(2074), "capt_1").await).await;
    let canceled = sent(told(), async |stripe| stripe.cancel(&id(), "k-cancel").await).await;
    let refunded = sent(refund(), async |stripe| stripe.refund(&id(), euros(1000), ("ref_1", None)).await).await;

    insta::assert_snapshot!([captured, canceled, refunded].join("\n\n"), @r#"
    POST /v1/payment_intents/pi_3MtwBwLkdIwHu7ix28a3tqPa/capture HTTP/1.1
    content-type: application/x-www-form-urlencoded
    idempotency-key: capt_1
    accept: */*
    user-agent: Wufi/0.1.0
    authorization: Bearer sk_test_saladus51H0a1b2c3
    stripe-version: 2025-09-30.clover
    host: HOST
    content-length: 49

    amount_to_capture=2074
    &expand%5B%5D=latest_charge

    POST /v1/payment_intents/pi_3MtwBwLkdIwHu7ix28a3tqPa/cancel HTTP/1.1
    content-type: application/x-www-form-urlencoded
    idempotency-key: k-cancel
    accept: */*
    user-agent: Wufi/0.1.0
    authorization: Bearer sk_test_saladus51H0a1b2c3
    stripe-version: 2025-09-30.clover
    host: HOST
    content-length: 26

    expand%5B%5D=latest_charge

    POST /v1/refunds HTTP/1.1
    content-type: application/x-www-form-urlencoded
    idempotency-key: ref_1
    accept: */*
    user-agent: Wufi/0.1.0
    authorization: Bearer sk_test_saladus51H0a1b2c3
    stripe-version: 2025-09-30.clover
    host: HOST
    content-length: 54

    amount=1000
    &payment_intent=pi_3MtwBwLkdIwHu7ix28a3tqPa
    "#);
}

#[tokio::test]
async fn amounts_go_in_stripes_units() {
    for (code, minor, written) in [("jpy", 500, "amount=500\n"), ("ugx", 5, "amount=500\n"), ("kwd", 5120, "amount=5120\n")] {
        let wanted = Wanted { amount: Amount::new(minor).unwrap(), currency: Currency::new(code).unwrap(), ..wanted() };
        let sent = sent(told(), async |stripe| stripe.create(&wanted, "k").await).await;

        assert!(sent.contains(&format!("\n\n{written}&currency={code}\n")), "{sent}");
    }
}

#[tokio::test]
async fn an_automatic_capture_is_asked_for_by_its_name() {
    let double = Double::open(vec![Reply::told(&told())]).await;
    let settings = Settings { secret_key: KEY, api_base: Url::parse(&double.url()).unwrap(), capture: Capture::Automatic };

    Stripe::new(&settings, Chance::seeded(7)).unwrap().create(&wanted(), "k").await.unwrap();

    assert!(double.heard()[0].contains("&capture_method=automatic&"), "{}", double.heard()[0]);
}

#[tokio::test]
async fn what_stripe_cannot_take_is_not_asked_of_it() {
    let double = Double::open(vec![Reply::told(&told())]).await;
    let stripe = stripe(&double.url());
    let wanted = |minor, code| Wanted { amount: Amount::new(minor).unwrap(), currency: Currency::new(code).unwrap(), ..wanted() };

    for (minor, code) in [(5124, "kwd"), (550, "isk"), (0, "eur"), (-1, "eur"), (1000, "iqd")] {
        let made = stripe.create(&wanted(minor, code), "k").await;
        let amount = (Amount::new(minor).unwrap(), Currency::new(code).unwrap());

        assert_eq!(made, Err(StripeError::Unchargeable), "{minor} {code}");
        assert_eq!(stripe.update(&id(), &wanted(minor, code), "k").await, Err(StripeError::Unchargeable));
        assert_eq!(stripe.capture(&id(), amount, "k").await, Err(StripeError::Unchargeable));
        assert_eq!(stripe.refund(&id(), amount, ("k", None)).await, Err(StripeError::Unchargeable));
    }
    assert!(double.heard().is_empty());
}

#[tokio::test]
async fn what_is_no_key_reaches_neither_a_header_nor_stripe() {
    let double = Double::open(vec![Reply::told(&told())]).await;
    let stripe = stripe(&double.url());
    let long = "k".repeat(256);

    for key in ["", "a b", "a\r\nX-Evil: 1", "a\0", "võti", long.as_str()] {
        assert_eq!(stripe.create(&wanted(), key).await, Err(StripeError::BadKey), "{key:?}");
        assert_eq!(stripe.cancel(&id(), key).await, Err(StripeError::BadKey), "{key:?}");
        assert_eq!(stripe.refund(&id(), euros(1), (key, None)).await, Err(StripeError::BadKey), "{key:?}");
    }
    assert!(double.heard().is_empty());
    assert!(stripe.create(&wanted(), &long[..255]).await.is_ok());
}
