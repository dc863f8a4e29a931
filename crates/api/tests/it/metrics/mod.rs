//! What is counted for whoever watches the shop, and that nothing of whoever asks gets into it.

mod series;

use std::collections::BTreeMap;

use axum::http::HeaderName;
use axum::http::header::CONTENT_TYPE;
use serde_json::json;
use wufi_api::layer::limits::Rates;
use wufi_api::meters::Meters;
use wufi_domain::enforcement::Enforcement;
use wufi_domain::limit::{Class, Rule, Rules};
use wufi_domain::session::Profile;

use crate::kit::{Shop, address, shop, shop_of, shop_with};

const CSRF: HeaderName = HeaderName::from_static("x-csrf-token");
const GUEST: HeaderName = HeaderName::from_static("wufi-guest");
const UNKNOWN: &str = "/store/carts/cart_00000000000000000000000000";

/// Every series with its value, as the text has it.
fn series(shop: &Shop) -> BTreeMap<String, u64> {
    let text = shop.app.meters.text(&shop.app);
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, value) = line.rsplit_once(' ').unwrap();
            (name.to_owned(), value.parse().unwrap())
        })
        .collect()
}

/// The value of a series; nothing when there is none.
fn value(shop: &Shop, name: &str) -> Option<u64> {
    series(shop).get(name).copied()
}

/// The values of the labels of a series, by the label's name.
fn labels(series: &str) -> Vec<(&str, &str)> {
    let inside = series.split_once('{').map_or("", |(_, rest)| rest.trim_end_matches('}'));
    inside
        .split("\",")
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.trim_end_matches('"').split_once("=\"").unwrap())
        .collect()
}

fn requests(method: &str, route: &str, status: u16) -> String {
    format!("http_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}")
}

#[tokio::test]
async fn an_answer_is_counted_by_its_template_method_and_status_with_the_time_it_took() {
    let shop = shop().await;

    for _ in 0..3 {
        shop.get(UNKNOWN).await;
    }
    shop.post("/store/carts").json(json!({})).await.ok();
    shop.ask("PUT", UNKNOWN).await;
    shop.ask("OPTIONS", UNKNOWN).await;
    shop.get("/nowhere").await;

    let counted = series(&shop);
    for (name, count) in [
        (requests("GET", "/store/carts/{id}", 404), 3),
        (requests("POST", "/store/carts", 200), 1),
        (requests("PUT", "/store/carts/{id}", 405), 1),
        (requests("GET", "none", 404), 1),
        ("http_request_duration_seconds_count{route=\"/store/carts/{id}\"}".to_owned(), 5),
        ("http_request_duration_seconds_bucket{route=\"/store/carts/{id}\",le=\"+Inf\"}".to_owned(), 5),
    ] {
        assert_eq!(counted.get(&name), Some(&count), "{name}: {counted:#?}");
    }
}

#[tokio::test]
async fn a_refused_request_counts_in_the_policy_that_it_was_too_many_for() {
    let rules = Rules::default().with(Class::Cart, Rule::new(2, 60).unwrap());
    let shop = shop_with(Profile::Strict, Enforcement::Off, |rates| Rates { rules, ..rates }).await;

    for _ in 0..7 {
        shop.get(UNKNOWN).await;
    }
    shop.post(&format!("{UNKNOWN}/complete")).json(json!({})).await;
    shop.post(&format!("{UNKNOWN}/complete")).at("192.0.2.9").json(json!({})).await;

    let of = |policy: &str, outcome: &str| {
        value(&shop, &format!("ratelimit_decisions_total{{policy=\"{policy}\",outcome=\"{outcome}\"}}")).unwrap()
    };
    assert_eq!([of("cart", "granted"), of("cart", "refused"), of("cart", "observed")], [3, 6, 0]);
    assert_eq!([of("checkout", "granted"), of("checkout", "refused")], [1, 0]);
    assert_eq!(value(&shop, &requests("GET", "/store/carts/{id}", 429)), Some(5));
    assert!(value(&shop, "ratelimit_buckets").unwrap() >= 2);
    assert_eq!((value(&shop, "ratelimit_degraded"), value(&shop, "ratelimit_alone_total")), (Some(0), Some(0)));
}

#[tokio::test]
async fn limits_that_are_observed_say_what_they_would_have_refused() {
    let rules = Rules::default().with(Class::Cart, Rule::new(2, 60).unwrap());
    let observed = |rates| Rates { rules, enforcement: Enforcement::Observe, ..rates };
    let shop = shop_with(Profile::Strict, Enforcement::Off, observed).await;

    for _ in 0..5 {
        assert_eq!(shop.get(UNKNOWN).await.status, 404);
    }

    let of = |outcome: &str| value(&shop, &format!("ratelimit_decisions_total{{policy=\"cart\",outcome=\"{outcome}\"}}"));
    assert_eq!([of("granted"), of("refused"), of("observed")], [Some(2), Some(0), Some(3)]);
}

#[tokio::test]
async fn refusals_of_other_pages_and_things_of_others_are_counted() {
    let shop = shop_of(Profile::Strict, Enforcement::Enforce).await;
    let told = shop.get("/store/csrf").await.ok();
    let cart = || shop.post("/store/carts").json(json!({})).header(GUEST, &told.text("guest_token"));
    let csrf = |reason: &str| value(&shop, &format!("csrf_rejected_total{{reason=\"{reason}\"}}"));
    assert_eq!(csrf("csrf_token_missing"), Some(0), "there before the first, so that the first is a rise");

    cart().await;
    cart().await;
    cart().header(CSRF, "v1.a.b.c").await;
    cart().header(CSRF, &told.text("csrf_token")).header(axum::http::header::ORIGIN, "https://evil.example").await;
    cart().header(CSRF, &told.text("csrf_token")).await.ok();
    for _ in 0..4 {
        shop.get(UNKNOWN).await;
    }
    shop.get("/store/carts/nonsense").await;

    let counted = ["csrf_token_missing", "csrf_token_invalid", "csrf_origin_denied"].map(csrf);
    assert_eq!(counted, [Some(2), Some(1), Some(1)]);
    assert_eq!(value(&shop, "foreign_things_total"), Some(4));
    assert_eq!((value(&shop, "lookout_waiting"), value(&shop, "lookout_overflow_total")), (Some(4), Some(0)));
}

#[tokio::test]
async fn a_flood_of_refusals_that_is_not_told_one_by_one_is_seen() {
    let shop = shop_of(Profile::Strict, Enforcement::Enforce).await;

    for network in 0..300 {
        shop.post("/store/carts").at(&format!("10.{}.{}.1", 200 + network / 250, network % 250)).json(json!({})).await;
    }

    // Of one event 64 are told apart.
    assert_eq!(value(&shop, "lookout_overflow_total"), Some(236));
    shop.app.lookout.write(&shop.db).await.unwrap();
    assert_eq!((value(&shop, "lookout_overflow_total"), value(&shop, "lookout_waiting")), (Some(236), Some(0)));
}

#[tokio::test]
async fn logins_and_renewals_are_counted_by_how_they_end() {
    let shop = shop().await;
    shop.account("mari").await;
    let wrong = json!({ "email": address("mari"), "password": "vale parool" });

    let entered = shop.login("mari").await.ok();
    shop.login("mari").await.ok();
    shop.post("/auth/customer/emailpass").json(wrong.clone()).await;
    shop.post("/auth/customer/emailpass").json(json!({ "email": 7 })).await;
    shop.post("/auth/user/emailpass").json(wrong).await;
    let renew = |token: &str| shop.post("/auth/token/refresh").json(json!({ "refresh_token": token }));
    let old = entered.text("refresh_token");
    let next = renew(&old).await.ok().text("refresh_token");
    renew(&next).await.ok();
    assert_eq!(renew(&old).await.refusal().1, "refresh_token_reused");
    renew("nonsense").await;

    let tries = |actor: &str, result: &str| {
        value(&shop, &format!("auth_attempts_total{{actor=\"{actor}\",result=\"{result}\"}}")).unwrap()
    };
    let customers = ["ok", "invalid_credentials", "other"].map(|result| tries("customer", result));
    assert_eq!(customers, [2, 1, 1]);
    assert_eq!(["ok", "invalid_credentials"].map(|result| tries("user", result)), [0, 1]);
    let renewed = |result: &str| value(&shop, &format!("refresh_total{{result=\"{result}\"}}")).unwrap();
    assert_eq!(["ok", "refresh_token_reused", "refresh_token_invalid"].map(renewed), [2, 1, 1]);
    assert_eq!(value(&shop, "session_signals_total{action=\"end\"}"), Some(1));
    assert_eq!((value(&shop, "argon2_queue"), value(&shop, "argon2_refused_total")), (Some(0), Some(0)));
}

#[tokio::test]
async fn metrics_are_text_on_a_router_of_their_own_and_nowhere_else() {
    use axum::body::Body;
    use axum::http::{Method, Request};
    use tower::ServiceExt;

    let shop = shop().await;
    shop.get("/store/products").await.ok();
    let ask = async |method: Method, path: &str| {
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        wufi_api::meters::router(shop.app.clone()).oneshot(request).await.unwrap()
    };

    let shown = ask(Method::GET, "/metrics").await;

    assert_eq!(shown.status(), 200);
    assert_eq!(shown.headers()[CONTENT_TYPE], "text/plain; version=0.0.4; charset=utf-8");
    let text = axum::body::to_bytes(shown.into_body(), usize::MAX).await.unwrap();
    let text = String::from_utf8(text.to_vec()).unwrap();
    for family in Meters::families() {
        assert!(text.contains(&format!("# HELP {} {}\n", family.name, family.help)), "{}", family.name);
        let kind = format!("{:?}", family.kind).to_lowercase();
        assert!(text.contains(&format!("# TYPE {} {kind}\n", family.name)), "{}", family.name);
    }
    assert_eq!(ask(Method::POST, "/metrics").await.status(), 405);
    assert_eq!(ask(Method::GET, "/store/products").await.status(), 404);
    assert_eq!(shop.get("/metrics").await.status, 404);
}

#[tokio::test]
async fn apps_in_one_process_count_each_their_own() {
    let (one, other) = (shop().await, shop().await);

    one.get("/store/products").await.ok();

    let name = requests("GET", "/store/products", 200);
    assert_eq!((value(&one, &name), value(&other, &name)), (Some(1), None));
}

#[test]
fn the_book_for_operators_tells_of_every_family() {
    let book = include_str!("../../../../../docs/OPERATIONS.md");
    for family in Meters::families() {
        assert!(book.contains(&format!("`{}", family.name)), "{}", family.name);
    }
}
