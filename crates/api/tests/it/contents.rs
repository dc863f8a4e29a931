//! Bodies of another kind than JSON, on every route of the table: refused by the head of the request alone.

use axum::http::HeaderName;
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE};
use wufi_api::policy::{Csrf, Takes};
use wufi_api::routes::table;
use wufi_domain::enforcement::Enforcement;
use wufi_domain::session::Profile;

use crate::kit::{Asking, Shop, shop_of};

const KEY: HeaderName = HeaderName::from_static("x-publishable-api-key");
const BODY: &str = r#"{"email":"mari@wufi.ee"}"#;

/// What a body calls itself, so that it is not looked at.
const OTHERS: [&[(&str, &str)]; 14] = [
    &[],
    &[("content-type", "")],
    &[("content-type", "text/plain")],
    &[("content-type", "text/plain;charset=utf-8, application/json")],
    &[("content-type", "application/x-www-form-urlencoded")],
    &[("content-type", "multipart/form-data; boundary=x")],
    &[("content-type", "application/vnd.wufi+json")],
    &[("content-type", "application/json; charset=utf-16")],
    &[("content-type", "application/json; charset=utf-8; charset=utf-16")],
    &[("content-type", "application/json"), ("content-type", "text/plain")],
    &[("content-type", "application/json"), ("content-type", "application/json")],
    &[("content-type", "application/json"), ("content-encoding", "gzip")],
    &[("content-type", "application/json"), ("content-encoding", "identity")],
    &[("content-type", "\"application/json\"")],
];

/// A request to every route that changes something and takes JSON, without key and token: nobody's.
fn strangers(shop: &Shop) -> Vec<(String, impl Fn() -> Asking)> {
    let changing = table().into_iter().filter(|route| route.takes == Takes::Json);
    changing
        .map(|route| {
            let steps: Vec<&str> = route.path.split('/').map(|step| if step.starts_with('{') { "x" } else { step }).collect();
            let (verb, path) = (route.verb.name(), steps.join("/"));
            // Of staff, another page can only send the browser's cookie.
            let (name, proof) = match route.csrf {
                Csrf::WithCookie => (COOKIE, "__Host-wufi_session=x"),
                _ => (AUTHORIZATION, "Bearer x"),
            };
            (format!("{verb} {path}"), move || shop.ask(verb, &path).header(KEY, "pk_second").header(name.clone(), proof))
        })
        .collect()
}

#[tokio::test]
async fn a_body_of_another_kind_is_refused_before_key_and_token_on_every_route() {
    let shop = shop_of(Profile::Strict, Enforcement::Enforce).await;
    for (what, asking) in strangers(&shop) {
        for headers in OTHERS {
            let headed = headers.iter().fold(asking(), |asking, (name, value)| asking.header(name.parse().unwrap(), value));
            assert_eq!(headed.body(BODY).await.refusal(), (415, "unsupported_media_type".into()), "{what} {headers:?}");
        }
        for kind in ["application/json", "application/json; charset=utf-8"] {
            assert_ne!(asking().header(CONTENT_TYPE, kind).body(BODY).await.status, 415, "{what} {kind}");
            assert_ne!(asking().header(CONTENT_TYPE, kind).await.status, 415, "{what} {kind} without a body");
        }
        assert_ne!(asking().await.status, 415, "{what} without a body");
    }
}

#[tokio::test]
async fn what_is_too_large_and_what_another_page_sends_is_refused_before_its_kind() {
    let shop = shop_of(Profile::Strict, Enforcement::Enforce).await;
    for (what, asking) in strangers(&shop) {
        let plain = || asking().header(CONTENT_TYPE, "text/plain");
        assert_eq!(plain().header(CONTENT_LENGTH, "70000").await.status, 413, "{what}");
        assert_eq!(plain().header(HeaderName::from_static("sec-fetch-site"), "cross-site").await.status, 403, "{what}");
    }
}
