//! What pages of each origin hear, whichever layer answers them.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::header::{ACCESS_CONTROL_REQUEST_HEADERS, ALLOW, HOST, IF_NONE_MATCH, VARY};
use axum::http::request::Builder;
use axum::routing::{get, post};
use tower::ServiceExt;
use wufi_domain::chance::Chance;
use wufi_domain::fault::Reason;
use wufi_domain::moment::{Clock, Moment};

use super::*;
use crate::extract::NoBody;
use crate::layer::around;
use crate::problem::Problem;

const SHOP: &str = "https://wufi.ee";
const STAFF: &str = "https://haldus.wufi.ee";

fn app() -> Router {
    let store = Router::new()
        .route("/fine", get(async || "fine").post(async |_: NoBody| "made"))
        .route("/kept", get(async || (StatusCode::NOT_MODIFIED, [(VARY, "Accept-Language, Origin")])))
        .route("/panics", get(async || -> String { panic!("at the disco") }))
        .route("/stuck", get(async || std::future::pending::<()>().await))
        .route("/inside", get(async || Problem::internal("a fault")))
        .route("/often", get(async || Problem::new(Reason::TooManyAttempts).retry_after(7)))
        .route("/large", post(async || Problem::new(Reason::PayloadTooLarge)));
    let fine = || get(async || "fine");
    let router =
        Router::new().nest("/store", store).route("/admin/fine", fine()).route("/auth/fine", fine()).route("/health", fine());

    let origins = Origins { store: vec![SHOP.into()], admin: vec![STAFF.into()], auth: vec![SHOP.into(), STAFF.into()] };
    let edge = EdgeSettings {
        origins: Arc::new(origins),
        answer_within: Duration::from_millis(50),
        ..EdgeSettings::new(Clock::standing_at(Moment::from_millis(0)), Chance::seeded(1))
    };
    around(router, edge)
}

fn asking(method: &str, path: &str) -> Builder {
    axum::http::Request::builder().method(method).uri(path).header(HOST, "api.wufi.ee")
}

async fn send(request: Builder) -> Response {
    app().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

async fn preflight_of(path: &str, origin: &str, method: &str) -> Response {
    let request = asking("OPTIONS", path).header(ORIGIN, origin).header(ACCESS_CONTROL_REQUEST_METHOD, method);
    send(request.header(ACCESS_CONTROL_REQUEST_HEADERS, "x-evil,authorization")).await
}

/// The values of a header, one for each line.
fn lines(response: &Response, name: HeaderName) -> Vec<&str> {
    response.headers().get_all(name).iter().map(|line| line.to_str().unwrap()).collect()
}

/// That an answer lets no page in, and says so to caches.
fn is_closed(response: &Response, what: &str) {
    let open = response.headers().keys().find(|name| name.as_str().starts_with("access-control-"));
    assert_eq!(open, None, "{what}");
    assert!(lines(response, VARY).join(", ").contains("Origin"), "{what}");
}

#[tokio::test]
async fn every_answer_says_once_which_page_may_read_it_whichever_layer_made_it() {
    let large = "a".repeat(17_000);
    for (method, path, large, status) in [
        ("GET", "/store/fine", "", 200),
        ("HEAD", "/store/fine", "", 200),
        ("GET", "/store/kept", "", 304),
        ("GET", "/store/nowhere", "", 404),
        ("PUT", "/store/fine", "", 405),
        ("POST", "/store/large", "", 413),
        ("GET", "/store/often", "", 429),
        ("GET", "/store/fine", large.as_str(), 431),
        ("GET", "/store/panics", "", 500),
        ("GET", "/store/inside", "", 500),
        ("GET", "/store/stuck", "", 503),
    ] {
        let asked = asking(method, path).header(ORIGIN, SHOP).header("x-large", large).header(IF_NONE_MATCH, "*");
        let answer = send(asked).await;

        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(lines(&answer, ACCESS_CONTROL_ALLOW_ORIGIN), [SHOP], "{path}");
        assert_eq!(lines(&answer, ACCESS_CONTROL_ALLOW_CREDENTIALS), ["true"], "{path}");
        let exposed = lines(&answer, ACCESS_CONTROL_EXPOSE_HEADERS);
        for name in ["RateLimit,", "RateLimit-Policy", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"] {
            assert!(exposed.len() == 1 && exposed[0].contains(name), "{path} {name}");
        }
        assert!(exposed[0].ends_with("Retry-After, X-Request-Id"), "{path}");
        let vary = lines(&answer, VARY);
        assert_eq!((vary.len(), vary[0].matches("Origin").count()), (1, 1), "{path} {vary:?}");
    }
}

#[tokio::test]
async fn a_page_that_is_not_listed_reads_nothing_and_no_origin_is_ever_repeated() {
    for origin in [
        "null",
        "*",
        "",
        "https://wufi.ee.evil.com",
        "https://evilwufi.ee",
        "https://wufi.ee:444",
        "https://wufi.ee:443",
        "http://wufi.ee",
        "https://WUFI.ee",
        "https://wufi.ee.",
        "https://wufi.ee/",
        "https://xn--wfi-goa.ee",
        "https://www.wufi.ee",
        "https://wufi.ee https://evil.com",
        STAFF,
    ] {
        is_closed(&send(asking("GET", "/store/fine").header(ORIGIN, origin)).await, origin);
        is_closed(&send(asking("GET", "/store/nowhere").header(ORIGIN, origin)).await, origin);
        let told = preflight_of("/store/fine", origin, "POST").await;
        assert_eq!(told.status(), 204, "{origin}");
        is_closed(&told, origin);
    }
    is_closed(&send(asking("GET", "/store/fine").header(ORIGIN, SHOP).header(ORIGIN, SHOP)).await, "twice");
    is_closed(&send(asking("GET", "/store/fine")).await, "no page");
    let odd = asking("GET", "/store/fine").header(ORIGIN, HeaderValue::from_bytes(b"https://w\xfcfi.ee").unwrap());
    is_closed(&send(odd).await, "no text");
}

#[tokio::test]
async fn each_part_of_the_api_has_its_own_pages_and_the_rest_is_no_pages_business() {
    for (path, origin, open) in [
        ("/store/fine", SHOP, true),
        ("/auth/fine", SHOP, true),
        ("/auth/fine", STAFF, true),
        ("/admin/fine", STAFF, true),
        ("/admin/fine", SHOP, false),
        ("/health", SHOP, false),
    ] {
        let answer = send(asking("GET", path).header(ORIGIN, origin)).await;
        assert_eq!(answer.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN), open, "{path} {origin}");
    }
    assert_eq!(lines(&send(asking("GET", "/health").header(ORIGIN, SHOP)).await, VARY), [""; 0]);
}

#[tokio::test]
async fn a_preflight_is_told_the_same_whatever_it_asks_for_and_needs_nothing() {
    for (path, method) in [("/store/fine", "POST"), ("/store/nowhere", "DELETE"), ("/store/stuck", "TRACE")] {
        let told = preflight_of(path, SHOP, method).await;

        assert_eq!(told.status(), 204, "{path}");
        assert_eq!(lines(&told, ACCESS_CONTROL_ALLOW_ORIGIN), [SHOP]);
        assert_eq!(lines(&told, ACCESS_CONTROL_ALLOW_CREDENTIALS), ["true"]);
        assert_eq!(lines(&told, ACCESS_CONTROL_ALLOW_METHODS), ["GET, POST, DELETE"]);
        assert_eq!(lines(&told, ACCESS_CONTROL_MAX_AGE), ["600"]);
        let listed: Vec<&str> = lines(&told, ACCESS_CONTROL_ALLOW_HEADERS)[0].split(", ").collect();
        for name in ["authorization", "content-type", "x-publishable-api-key", "x-medusa-locale", "x-csrf-token", "wufi-guest"] {
            assert!(listed.contains(&name), "{name}");
        }
        assert!(!listed.contains(&"x-evil") && !listed.contains(&"*") && !listed.contains(&"cookie"));
        assert_eq!(lines(&told, VARY), ["Origin"]);
    }
}

#[tokio::test]
async fn what_is_no_preflight_is_a_method_that_routes_do_not_have() {
    for asked in [
        asking("OPTIONS", "/store/fine"),
        asking("OPTIONS", "/store/fine").header(ORIGIN, SHOP),
        asking("OPTIONS", "/store/fine").header(ACCESS_CONTROL_REQUEST_METHOD, "POST"),
        asking("OPTIONS", "/health").header(ORIGIN, SHOP).header(ACCESS_CONTROL_REQUEST_METHOD, "GET"),
    ] {
        let answer = send(asked).await;
        assert_eq!(answer.status(), 405);
        assert!(lines(&answer, ALLOW)[0].starts_with("GET,HEAD"));
    }
}

#[tokio::test]
async fn a_preflight_is_a_request_like_others_for_what_is_too_large_or_unclear() {
    let preflight = || asking("OPTIONS", "/store/fine").header(ORIGIN, SHOP).header(ACCESS_CONTROL_REQUEST_METHOD, "POST");

    assert_eq!(send(preflight().header("x-large", "a".repeat(17_000))).await.status(), 431);
    assert_eq!(send(preflight().header(HOST, "evil.ee")).await.status(), 400);
    assert_eq!(send(preflight()).await.status(), 204);
}
