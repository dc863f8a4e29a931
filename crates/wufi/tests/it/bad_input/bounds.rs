//! How large and how deep a request may be (contract §9), on every route, over HTTP/1.1 and HTTP/2.

use reqwest::{Method, RequestBuilder, Version};
use serde_json::Value;
use wufi_api::policy::Verb;
use wufi_domain::fault::Code;

use super::routes::{Case, reading, writing};
use super::send::{Attack, what};
use crate::kit::Shopper;

const URL: usize = 8 * 1_024;
const HEADERS: usize = 16 * 1_024;
const HEADER_COUNT: usize = 64;
const DEPTH: usize = 16;
const KEYS: usize = 200;
const ITEMS: usize = 100;

/// The caller of a case over each protocol.
fn both(case: &Case) -> [(Shopper, &'static str); 2] {
    [(case.caller.clone(), "HTTP/1.1"), (case.caller.over_http2(), "HTTP/2")]
}

/// A path that is `bytes` long by its query.
fn as_long_as(case: &Case, bytes: usize) -> String {
    let joint = if case.path.contains('?') { "&x=" } else { "?x=" };
    let start = format!("{}{joint}", case.path);
    format!("{start}{}", "a".repeat(bytes - start.len()))
}

/// A good request with `count` more headers.
fn with_headers(case: &Case, count: usize) -> RequestBuilder {
    (0..count).fold(case.good(&case.path), |request, at| request.header(format!("x-{at}"), "1"))
}

#[tokio::test]
async fn long_urls_and_large_or_many_headers_are_refused_by_every_route() {
    let attack = Attack::prepare().await;
    let cases = writing(&attack.shop).await.into_iter().chain(reading(&attack.shop).await);
    for case in cases {
        for (caller, over) in both(&case) {
            let refused = async |request, sent: &str, code| {
                attack.refused_to(&caller, request, &what(&case, &format!("{sent} over {over}"))).await.refused(code);
            };
            refused(case.good(&as_long_as(&case, URL + 1)), "a long URL", Code::UriTooLong).await;
            let large = case.good(&case.path).header("x-large", "a".repeat(HEADERS));
            refused(large, "a large header", Code::HeadersTooLarge).await;
            refused(with_headers(&case, HEADER_COUNT), "many headers", Code::HeadersTooLarge).await;
        }
        // As long as may be: refused for what stands there, if at all.
        let longest = case.caller.execute(case.request(&as_long_as(&case, URL))).await.unwrap();
        assert_ne!(longest.status(), 414, "{}", case.route.path);
    }
}

#[tokio::test]
async fn a_body_beyond_its_routes_bound_is_refused_and_one_of_just_that_size_taken() {
    let attack = Attack::prepare().await;
    for (at, case) in writing(&attack.shop).await.into_iter().enumerate() {
        let limit = case.route.body_limit.0;
        let is_of_logins = case.route.path.starts_with("/auth/") || case.route.path.starts_with("/store/auth/");
        assert_eq!(limit, if is_of_logins { 4 * 1_024 } else { 64 * 1_024 }, "{}", case.route.path);

        let padded = |bytes| {
            let mut body = case.body.to_string().into_bytes();
            body.resize(bytes, b' ');
            body
        };
        for (caller, over) in both(&case) {
            let told = what(&case, &format!("{} bytes over {over}", limit + 1));
            attack.refused_to(&caller, case.with(padded(limit + 1)), &told).await.refused(Code::PayloadTooLarge);
        }
        // What is good is used up by it, so the one protocol or the other.
        let (caller, over) = &both(&case)[at % 2];
        let answer = caller.execute(case.with(padded(limit))).await.unwrap();
        let (status, told) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{}: {status} {told}", what(&case, over));
    }
}

#[tokio::test]
async fn depth_keys_and_items_are_bounded_on_every_route() {
    let attack = Attack::prepare().await;
    let nested = |levels: usize| format!("{{\"x\":{}{}}}", "[".repeat(levels - 1), "]".repeat(levels - 1));
    let keys = |count| format!("{{{}}}", (0..count).map(|at| format!("\"k{at}\":1")).collect::<Vec<_>>().join(","));
    let items = |count| format!("{{\"x\":[{}]}}", vec!["1"; count].join(","));
    for case in writing(&attack.shop).await {
        for (caller, over) in both(&case) {
            for (beyond, code) in [
                (nested(DEPTH + 1), Code::InvalidJson),
                (keys(KEYS + 1), Code::InvalidJson),
                (items(ITEMS + 1), Code::InvalidField),
            ] {
                let told = what(&case, &format!("{beyond} over {over}"));
                let answer = attack.refused_to(&caller, case.with(beyond), &told).await;
                assert!(!is_read(&answer.json), "{told}: {:#}", answer.json);
                answer.refused(code);
            }
            for within in [nested(DEPTH), keys(KEYS), items(ITEMS)] {
                let told = what(&case, &format!("{within} over {over}"));
                let answer = attack.refused_to(&caller, case.with(within), &told).await;
                assert!(is_read(&answer.json), "{told}: {:#}", answer.json);
            }
        }
    }
}

/// Whether a body was read as far as its fields, none of which the route knows.
fn is_read(refusal: &Value) -> bool {
    refusal["errors"].as_array().into_iter().flatten().any(|fault| fault["code"] == Code::UnknownField.name())
}

#[tokio::test]
async fn methods_that_a_path_does_not_have_are_refused_over_both_protocols() {
    let attack = Attack::prepare().await;
    let cases = writing(&attack.shop).await.into_iter().chain(reading(&attack.shop).await);
    for case in cases {
        for (caller, over) in both(&case) {
            for method in [Method::PUT, Method::PATCH, Method::TRACE, Method::OPTIONS] {
                let request = caller.request(method.clone(), &case.path).header("x-http-method-override", case.route.verb.name());
                let answer = attack.refused_to(&caller, request, &what(&case, &format!("{method} over {over}"))).await;
                assert!(answer.header("allow").contains(case.route.verb.name()), "{}", answer.header("allow"));
                answer.refused(Code::MethodNotAllowed);
            }
        }
    }
}

#[tokio::test]
async fn a_get_with_a_body_is_answered_as_one_without() {
    let attack = Attack::prepare().await;
    for case in reading(&attack.shop).await.into_iter().filter(|case| case.route.verb == Verb::Get) {
        let bare = case.caller.execute(case.request(&case.path)).await.unwrap();
        // A body that nobody reads ends its connection.
        let fat = case.caller.tab().execute(case.with(r#"{"fields":"id"}"#)).await.unwrap();
        assert_eq!(fat.status(), bare.status(), "{}", case.route.path);
        assert_eq!(fat.headers().get("etag"), bare.headers().get("etag"), "{}", case.route.path);
    }
}

#[tokio::test]
async fn the_second_protocol_is_http_2_and_its_host_is_clear_as_well() {
    let attack = Attack::prepare().await;
    let caller = attack.mallory.over_http2();
    let regions = || caller.request(Method::GET, "/store/regions");

    assert_eq!(caller.execute(regions()).await.unwrap().version(), Version::HTTP_2);
    let other = attack.refused_to(&caller, regions().header("host", "evil.ee"), "another host").await;
    other.refused(Code::InvalidField);
}
