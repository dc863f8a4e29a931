//! What Stripe refuses to understand.

use crate::kit::{Params, Shop, TEN};

const CREATE: &str = "/v1/payment_intents";

#[tokio::test]
async fn what_nobody_knows_is_refused_and_nothing_is_done() {
    let shop = Shop::open();
    for unknown in ["amonut", "metadata2[a]", "automatic_payment_methods[enable]", "client_secret"] {
        let refused = shop.post(CREATE, &[TEN, &[(unknown, "x")]].concat()).await;
        refused.refused(400, "parameter_unknown");
        assert!(refused.text("/error/message").contains("Received unknown parameter"));
    }
    assert!(shop.double.intents().is_empty());

    let id = shop.held().await;
    let path = format!("/v1/payment_intents/{id}");
    for deed in ["", "/confirm", "/capture", "/cancel"] {
        shop.post(&format!("{path}{deed}"), &[("amount_to_take", "1")]).await.refused(400, "parameter_unknown");
    }
    shop.get(&path, &[("amount", "1")]).await.refused(400, "parameter_unknown");
    assert_eq!(shop.status(&id).as_str(), "requires_capture");
}

#[tokio::test]
async fn what_is_needed_must_come_and_make_sense() {
    let shop = Shop::open();
    let cases: &[(Params<'_>, &str, &str)] = &[
        (&[("currency", "eur")], "parameter_missing", "amount"),
        (&[("amount", "1000")], "parameter_missing", "currency"),
        (&[("amount", "10.00"), ("currency", "eur")], "parameter_invalid_integer", "amount"),
        (&[("amount", "+1000"), ("currency", "eur")], "parameter_invalid_integer", "amount"),
        (&[("amount", "-5"), ("currency", "eur")], "parameter_invalid_integer", "amount"),
        (&[("amount", ""), ("currency", "eur")], "parameter_invalid_empty", "amount"),
        (&[("amount", "49"), ("currency", "eur")], "amount_too_small", "amount"),
        (&[("amount", "299"), ("currency", "sek")], "amount_too_small", "amount"),
        (&[("amount", "100000000"), ("currency", "eur")], "amount_too_large", "amount"),
        (&[("amount[a]", "1000"), ("currency", "eur")], "parameter_invalid_string", "amount"),
    ];
    for (params, code, param) in cases {
        let refused = shop.post(CREATE, params).await;
        refused.refused(400, code);
        assert_eq!(refused.text("/error/param"), *param);
    }
    shop.post(CREATE, &[("amount", "50"), ("currency", "eur")]).await.has("/amount", 50);
    assert_eq!(shop.double.intents().len(), 1);
}

#[tokio::test]
async fn a_choice_is_one_of_those_that_there_are() {
    let shop = Shop::open();
    for (name, value) in [
        ("currency", "xyz"),
        ("capture_method", "later"),
        ("confirm", "yes"),
        ("setup_future_usage", "always"),
        ("payment_method_types[]", "carrier_pigeon"),
        ("off_session", "true"),
        ("return_url", "https://shop.example.test/"),
    ] {
        let refused = shop.post(CREATE, &[&[("amount", "1000"), ("currency", "eur")], &[(name, value)][..]].concat()).await;
        assert_eq!(refused.status, 400, "{name}: {}", refused.body);
    }
    assert!(shop.double.intents().is_empty());
}

#[tokio::test]
async fn metadata_has_its_limits() {
    let shop = Shop::open();
    let long = "x".repeat(501);
    let name = format!("metadata[{}]", "k".repeat(41));
    let names: Vec<_> = (0..51).map(|n| format!("metadata[k{n}]")).collect();
    let many: Vec<_> = names.iter().map(|name| (name.as_str(), "1")).collect();

    for params in
        [&[("metadata[a]", long.as_str())][..], &[(&*name, "1")], &many, &[("metadata[a][b]", "1")], &[("metadata", "x")]]
    {
        assert_eq!(shop.post(CREATE, &[TEN, params].concat()).await.status, 400, "{:?}", params[0]);
    }
    assert_eq!(shop.post(CREATE, &[TEN, &many[..50], &[("metadata[k0]", &long[..500])]].concat()).await.status, 200);
}

#[tokio::test]
async fn what_is_not_there_is_told_by_its_name() {
    let shop = Shop::open();
    for path in ["/v1/payment_intents/pi_x", "/v1/charges/ch_x", "/v1/refunds/re_x", "/v1/customers/cus_x"] {
        shop.get(path, &[]).await.refused(404, "resource_missing");
    }
    for deed in ["", "/confirm", "/capture", "/cancel"] {
        shop.post(&format!("/v1/payment_intents/pi_x{deed}"), &[]).await.refused(404, "resource_missing");
    }
    shop.post("/v1/payment_intents", &[TEN, &[("customer", "cus_x")]].concat()).await.refused(400, "resource_missing");
    assert_eq!(shop.get("/v1/payment_intents/pi_x/capture", &[]).await.status, 404);
    assert_eq!(shop.get("/v1/payment_intents/..%2fcharges", &[]).await.status, 404);
}
