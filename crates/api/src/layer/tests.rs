//! The layers together, as a request meets them.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, ALLOW, CONTENT_LANGUAGE, CONTENT_TYPE, HOST, RETRY_AFTER, VARY};
use axum::http::{HeaderMap, Method, Request, StatusCode, Version};
use axum::routing::{get, post};
use bytes::Bytes;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;
use wufi_domain::fault::Reason;
use wufi_domain::moment::Moment;

use super::*;
use crate::extract::{Language, NoBody};
use crate::problem::Problem;

fn settings() -> EdgeSettings {
    let clock = Clock::standing_at(Moment::from_millis(0));
    let quick = Duration::from_millis(40);
    EdgeSettings {
        trusted: Trusted::new(vec!["10.0.0.0/8".parse().unwrap()]),
        body_within: quick,
        answer_within: quick * 5,
        ..EdgeSettings::new(clock, Chance::seeded(1))
    }
}

fn app() -> Router {
    let router = Router::new()
        .route("/fine", get(async || "fine"))
        .route("/spoken", get(async |Language(locale): Language| locale.tag()))
        .route("/panics", get(async || -> String { panic!("at the disco") }))
        .route("/stuck", get(async || std::future::pending::<()>().await))
        .route("/busy", get(async || Problem::new(Reason::Overloaded).retry_after(7)))
        .route("/inside", get(async || Problem::internal("SELECT secret FROM customers")))
        .route("/teapot", get(async || StatusCode::IM_A_TEAPOT))
        .route("/body", post(async |_: NoBody| "read"));
    around(router, settings())
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    fn header(&self, name: impl axum::http::header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn send(request: Request<Body>) -> Answer {
    let response = app().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    Answer { status: parts.status.as_u16(), headers: parts.headers, text }
}

fn asking(path: &str) -> axum::http::request::Builder {
    Request::get(path).header(HOST, "wufi.ee")
}

async fn ask(path: &str) -> Answer {
    send(asking(path).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn every_refusal_has_the_envelope_and_tells_nothing_of_the_inside() {
    for (path, status, code) in [
        ("/nowhere", 404, "not_found"),
        ("/panics", 500, "internal_error"),
        ("/inside", 500, "internal_error"),
        ("/stuck", 503, "overloaded"),
        ("/busy", 503, "overloaded"),
        ("/teapot", 400, "invalid_field"),
        ("/body", 405, "method_not_allowed"),
    ] {
        let answer = ask(path).await;
        let body = answer.json();

        assert_eq!((answer.status, body["code"].as_str()), (status, Some(code)), "{path}");
        assert_eq!(answer.header(CONTENT_TYPE), "application/json; charset=utf-8", "{path}");
        assert_eq!(body["request_id"], answer.header("x-request-id"), "{path}");
        assert!(!answer.text.contains("disco") && !answer.text.contains("SELECT"), "{path}");
    }
    assert_eq!(ask("/busy").await.header(RETRY_AFTER), "7");
    assert_eq!(ask("/body").await.header(ALLOW), "POST");
}

#[tokio::test]
async fn security_headers_are_on_every_answer_once() {
    for path in ["/fine", "/nowhere", "/panics", "/stuck", "/body"] {
        let answer = ask(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("x-xss-protection", "1; mode=block"),
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-site"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            let all: Vec<_> = answer.headers.get_all(name).iter().collect();
            assert_eq!(all, [value], "{path} {name}");
        }
        assert!(answer.headers.contains_key("permissions-policy") && answer.headers.contains_key("x-request-id"));
        assert!(!answer.headers.contains_key("server") && !answer.headers.contains_key("strict-transport-security"));
    }
}

#[tokio::test]
async fn the_language_is_the_first_source_that_names_one_of_ours() {
    for (path, medusa, accept, locale) in [
        ("/spoken", "", "", "et"),
        ("/spoken?locale=en-US", "et", "et", "en"),
        ("/spoken?locale=xx", "en", "et", "en"),
        ("/spoken?locale=", "", "en", "en"),
        ("/spoken?a=1&locale=*", "*", "de, en;q=0.5", "en"),
    ] {
        let request = asking(path).header("x-medusa-locale", medusa).header(ACCEPT_LANGUAGE, accept);
        assert_eq!(send(request.body(Body::empty()).unwrap()).await.text, locale, "{path} {medusa} {accept}");
    }

    let refused = send(asking("/nowhere").header(ACCEPT_LANGUAGE, "en").body(Body::empty()).unwrap()).await;
    assert_eq!(refused.json()["message"], "Not found");
    assert_eq!(refused.header(CONTENT_LANGUAGE), "en");
    assert!(refused.header(VARY).contains("Accept-Language, x-medusa-locale"));
    assert_eq!(ask("/nowhere").await.json()["message"], "Otsitut ei leitud");
}

#[tokio::test]
async fn every_layer_refuses_in_the_standard_form_to_whoever_asks_for_it() {
    let long = format!("/fine?{}", "a".repeat(9_000));
    for (path, status, title) in [
        ("/nowhere", 404, "Not Found"),
        ("/body", 405, "Method Not Allowed"),
        (&long, 414, "URI Too Long"),
        ("/panics", 500, "Internal Server Error"),
        ("/inside", 500, "Internal Server Error"),
        ("/stuck", 503, "Service Unavailable"),
        ("/busy", 503, "Service Unavailable"),
        ("http://evil.ee/fine", 400, "Bad Request"),
    ] {
        let answer = send(asking(path).header(ACCEPT, "application/problem+json").body(Body::empty()).unwrap()).await;
        let body = answer.json();

        assert_eq!((answer.status, answer.header(CONTENT_TYPE)), (status, "application/problem+json"), "{path}");
        // RFC 9457 §4.2.1: a problem without a type of its own is told by its status.
        assert_eq!(
            (&body["type"], &body["title"], &body["status"]),
            (&"about:blank".into(), &title.into(), &status.into()),
            "{path}"
        );
        assert_eq!((&body["detail"], &body["request_id"]), (&body["message"], &answer.header("x-request-id").into()), "{path}");
        assert!(body["code"].is_string() && body["message"].as_str().is_some_and(|message| !message.is_empty()), "{path}");
        assert!(answer.header(VARY).contains("Accept"), "{path}");
    }
}

#[tokio::test]
async fn head_gets_the_headers_of_a_refusal_and_no_body() {
    let request = Request::builder().method(Method::HEAD).uri("/nowhere").header(HOST, "wufi.ee");
    let answer = send(request.body(Body::empty()).unwrap()).await;

    assert_eq!((answer.status, answer.text.as_str()), (404, ""));
    assert!(answer.header("content-length").parse::<usize>().unwrap() > 0);
}

#[tokio::test]
async fn what_is_too_large_is_refused_in_the_envelope() {
    assert_eq!(ask(&format!("/fine?{}", "a".repeat(9_000))).await.json()["code"], "uri_too_long");
    let large = asking("/fine").header("x-large", "a".repeat(17_000)).body(Body::empty()).unwrap();
    assert_eq!(send(large).await.json()["code"], "headers_too_large");
    let many = (0..64).fold(asking("/fine"), |request, at| request.header(format!("x-{at}"), "1"));
    assert_eq!(send(many.body(Body::empty()).unwrap()).await.status, 431);
}

#[tokio::test]
async fn whom_a_request_is_for_and_where_it_ends_must_be_clear() {
    let sent = |request: axum::http::request::Builder| async { send(request.body(Body::empty()).unwrap()).await };
    let to = |host: &str| Request::get("/fine").header(HOST, host);

    for request in [
        Request::get("/fine"),
        to("wufi.ee").header(HOST, "evil.ee"),
        to("wufi.ee").header(HOST, "wufi.ee"),
        to(""),
        to("wufi.ee/evil"),
        to("mari@wufi.ee"),
        to("wufi.ee, evil.ee"),
        to("wufi.ee evil.ee"),
        asking("http://evil.ee/fine"),
        asking("http://wufi.ee:81/fine"),
        asking("http://mari@wufi.ee/fine"),
        Request::get("http://wufi.ee/fine"),
        asking("/fine").header("transfer-encoding", "identity, chunked"),
        asking("/fine").extension(Unclear),
    ] {
        let what = format!("{request:?}");
        let answer = sent(request).await;
        assert_eq!((answer.status, answer.header("connection")), (400, "close"), "{what}");
        assert_eq!(answer.json()["code"], "invalid_field", "{what}");
    }

    for request in [
        asking("http://wufi.ee/fine"),
        to("WUFI.ee:9000"),
        to("[::1]:9000"),
        Request::get("/fine").version(Version::HTTP_10),
        Request::get("http://wufi.ee/fine").version(Version::HTTP_2),
    ] {
        let what = format!("{request:?}");
        assert_eq!(sent(request).await.status, 200, "{what}");
    }
    let over_http2 = sent(Request::get("http://wufi.ee/fine").version(Version::HTTP_2).header(HOST, "evil.ee")).await;
    assert_eq!((over_http2.status, over_http2.headers.contains_key("connection")), (400, false));
}

#[tokio::test]
async fn a_body_that_drips_is_refused_in_time() {
    let request = Request::post("/body").header(HOST, "wufi.ee").header(CONTENT_TYPE, "application/json");
    let answer = send(request.body(Body::new(Dripping)).unwrap()).await;

    assert_eq!((answer.status, answer.json()["code"].as_str()), (408, Some("request_timeout")));
}

/// A body that sends a byte whenever it is asked and never ends.
struct Dripping;

impl http_body::Body for Dripping {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        context.waker().wake_by_ref();
        std::task::Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(b" ")))))
    }
}

#[tokio::test]
async fn only_trusted_peers_name_the_request_and_speak_of_tls() {
    let from = |address: &str, is_tls, proto: &str| {
        let request = asking("/fine").header("x-request-id", "req.theirs-1").header("x-forwarded-proto", proto);
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(Peer { address: address.parse().unwrap(), is_tls });
        send(request)
    };
    let trusted = from("10.1.2.3:1", false, "https").await;
    let mapped = from("[::ffff:10.1.2.3]:1", false, "https").await;
    let plain = from("10.1.2.3:1", false, "http").await;
    let stranger = from("192.0.2.1:1", false, "https").await;
    let encrypted = from("192.0.2.1:1", true, "http").await;

    for answer in [&trusted, &mapped] {
        assert_eq!(answer.header("x-request-id"), "req.theirs-1");
        assert_eq!(answer.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
    }
    assert!(stranger.header("x-request-id").starts_with("req_") && !stranger.headers.contains_key("strict-transport-security"));
    assert!(!plain.headers.contains_key("strict-transport-security"));
    assert!(encrypted.headers.contains_key("strict-transport-security"));
}
