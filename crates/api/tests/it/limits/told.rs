//! What answers tell of the limits.

use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, IF_NONE_MATCH};
use serde_json::json;

use super::*;

const HEADERS: [&str; 5] = ["ratelimit-policy", "ratelimit", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"];

fn told(answer: &Answer) -> [&str; 5] {
    HEADERS.map(|name| answer.header(name))
}

#[tokio::test]
async fn every_answer_that_is_its_callers_alone_tells_how_the_limits_stand() {
    let shop = limited().await;
    let made = shop.post("/store/carts").json(json!({})).await.ok();
    shop.wait(20);
    let missing = shop.get(CART).await;
    let wrong = shop.post("/store/carts").json(json!({ "nonsense": 1 })).await;
    let path = format!("/store/carts/{}/complete", made.json()["cart"]["id"].as_str().unwrap());
    let early = shop.post(&path).json(json!({})).await;

    assert_eq!(told(&made), [r#""cart";q=100;w=60"#, r#""cart";r=99;t=60"#, "100", "99", "60"]);
    assert_eq!((missing.status, told(&missing)[1]), (404, r#""cart";r=98;t=40"#));
    assert_eq!((wrong.status, told(&wrong)[1]), (400, r#""cart";r=97;t=40"#));
    assert_eq!(
        told(&early),
        [r#""checkout";q=10;w=60, "cart";q=100;w=60"#, r#""checkout";r=9;t=60, "cart";r=96;t=40"#, "10", "9", "60"]
    );
}

#[tokio::test]
async fn a_refusal_tells_when_to_come_back_in_words_headers_and_both_forms() {
    let shop = limited().await;
    accepted(5, async |_| guess(&shop).await).await;

    let refused = guess(&shop).header(ACCEPT_LANGUAGE, "et").await;
    let english = guess(&shop).header(HeaderName::from_static("x-medusa-locale"), "en").await;
    let standard = guess(&shop).header(ACCEPT, "application/problem+json").await;

    assert_eq!(told(&refused), [r#""auth";q=5;w=60"#, r#""auth";r=0;t=60"#, "5", "0", "60"]);
    assert_eq!(refused.header("retry-after"), "60");
    assert_eq!(refused.header("cache-control"), "no-store");
    let body = refused.json();
    assert_eq!(
        (&body["type"], &body["code"], &body["retry_after"]),
        (&json!("rate_limited"), &json!("rate_limit_exceeded"), &json!(60))
    );
    assert_eq!(english.text("message"), "Too many requests: try again in 60 seconds");
    let standard = standard.json();
    assert_eq!((&standard["status"], &standard["retry_after"]), (&json!(429), &json!(60)));
}

#[tokio::test]
async fn an_answer_that_caches_keep_tells_nobodys_limits_and_a_refusal_in_its_place_does() {
    let shop = limited_to(&[(Class::Browse, 6)]).await;
    let path = "/store/regions";
    let public = shop.get(path).await.ok();
    let not_modified = shop.get(path).header(IF_NONE_MATCH, public.header("etag")).await;
    let private = shop.get(path).cookies("cart_id=cart_1").await.ok();
    let missing = shop.get("/store/regions/reg_00000000000000000000000000").await;
    let session = shop.get("/store/csrf").await.ok();
    shop.get(path).await.ok();

    for (answer, status) in [(&public, 200), (&not_modified, 304)] {
        assert_eq!(answer.status, status);
        assert!(answer.header("cache-control").contains("public"));
        assert_eq!(told(answer), [""; 5]);
    }
    for (answer, left) in [(&private, 3), (&missing, 2), (&session, 1)] {
        assert_eq!(told(answer)[1], format!("\"browse\";r={left};t=60"), "{}", answer.body);
    }
    let refused = shop.get(path).await;
    wait(&refused);
    assert_eq!(told(&refused), [r#""browse";q=6;w=60"#, r#""browse";r=0;t=60"#, "6", "0", "60"]);
}

#[tokio::test]
async fn while_limits_are_observed_nobody_is_refused_and_everybody_is_told() {
    let observed = |rates| Rates { enforcement: Enforcement::Observe, ..rates };
    let shop = shop_with(Profile::Strict, Enforcement::Off, observed).await;

    assert_eq!(accepted(20, async |_| guess(&shop).await).await, 20);

    let told_of_it = guess(&shop).await;
    assert_eq!((told_of_it.status, told(&told_of_it)[1]), (400, r#""auth";r=0;t=60"#));
    assert_eq!(accepted(20, async |_| shop.post("/auth/token/refresh").await).await, 20);
    // Fifteen guesses, one more, and twenty renewals of nothing.
    assert_eq!(shop.app.rates.observed(), 36);
}

#[tokio::test]
async fn while_limits_are_off_nobody_counts() {
    let off = |rates| Rates { enforcement: Enforcement::Off, ..rates };
    let shop = shop_with(Profile::Strict, Enforcement::Off, off).await;

    for _ in 0..20 {
        assert_eq!(told(&guess(&shop).await), [""; 5]);
        assert_eq!(shop.post("/auth/token/refresh").await.status, 401);
    }
}
