//! Requests that somebody else's page has a shopper's browser send.

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, COOKIE, ORIGIN};
use axum::http::{HeaderName, HeaderValue, Request};
use axum::middleware::from_fn_with_state;
use axum::routing::post;
use serde_json::json;
use tower::ServiceExt;
use wufi_api::app::App;
use wufi_api::layer::origin;
use wufi_api::policy::{Csrf, Route, Takes, Verb};
use wufi_api::routes::table;
use wufi_domain::enforcement::Enforcement;
use wufi_domain::session::Profile;

use crate::kit::{Answer, Asking, OWN, PAGE, PASSWORD, Shop, address, shop_of};

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const DENIED: &str = "csrf_origin_denied";

/// What browsers say for pages that are not the shop's, and what somebody would like them to say.
const STRANGERS: [&[(&str, &str)]; 26] = [
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", "null")],
    &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.com")],
    // A neighbour under the same domain, which browsers send SameSite cookies for.
    &[("sec-fetch-site", "same-site"), ("origin", "https://blogi.wufi.ee")],
    &[("sec-fetch-site", "same-site"), ("origin", OWN)],
    &[("sec-fetch-site", "Same-Origin"), ("origin", "https://evil.com")],
    &[("sec-fetch-site", "same-origin "), ("origin", "https://evil.com"), ("sec-fetch-site", "same-origin")],
    &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-origin"), ("origin", PAGE), ("origin", "https://evil.com")],
    &[("sec-fetch-site", "same-origin, none")],
    &[("sec-fetch-site", "")],
    &[("origin", "null")],
    &[("origin", "")],
    &[("origin", "https://wufi.ee.evil.com")],
    &[("origin", "https://evilwufi.ee")],
    &[("origin", "https://wufi.ee:444")],
    &[("origin", "https://wufi.ee:443")],
    &[("origin", "http://wufi.ee")],
    &[("origin", "https://WUFI.EE")],
    &[("origin", "https://wufi.ee.")],
    &[("origin", "https://wufi.ee/")],
    &[("origin", "https://xn--wui-hna.ee")],
    &[("origin", "https://wufi.ee"), ("origin", "https://wufi.ee")],
    &[("origin", "https://wufi.ee, https://evil.com")],
    &[("origin", "http://api.wufi.ee")],
];

/// What pages of the shop say, and what programs do.
const FRIENDS: [&[(&str, &str)]; 8] = [
    &[],
    &[("sec-fetch-site", "same-origin")],
    // Pages that say nothing of where they are, by their Referrer-Policy.
    &[("sec-fetch-site", "same-origin"), ("origin", "null")],
    &[("sec-fetch-site", "none")],
    &[("sec-fetch-site", "same-site"), ("origin", PAGE)],
    &[("sec-fetch-site", "cross-site"), ("origin", PAGE)],
    // Browsers that are older than Sec-Fetch-Site.
    &[("origin", PAGE)],
    &[("origin", OWN)],
];

fn saying(asking: Asking, headers: &[(&str, &str)]) -> Asking {
    headers.iter().fold(asking, |asking, (name, value)| asking.header(name.parse().unwrap(), value))
}

fn is_denied(heard: &Answer) -> bool {
    heard.status == 403 && heard.body.contains(DENIED)
}

/// A request to a route, with something where its path has a parameter.
fn to<S>(shop: &Shop, route: &Route<S>) -> Asking {
    let steps: Vec<&str> = route.path.split('/').map(|step| if step.starts_with('{') { "x" } else { step }).collect();
    let path = steps.join("/");
    match route.verb {
        Verb::Get => shop.get(&path),
        Verb::Post => shop.post(&path),
        Verb::Delete => shop.delete(&path),
    }
}

/// The same from another page, which says who it is by a cookie of the browser's or not at all.
fn misused<S>(shop: &Shop, route: &Route<S>) -> Asking {
    let asking = to(shop, route);
    if route.csrf == Csrf::WithCookie { asking.header(COOKIE, "__Host-wufi_session=x") } else { asking }
}

#[tokio::test]
async fn no_page_of_somebody_elses_changes_anything_on_any_route_in_either_profile() {
    for profile in [Profile::Strict, Profile::Medusa] {
        let shop = shop_of(profile, Enforcement::Enforce).await;
        // What its sender signs no page can send.
        let changing: Vec<_> = table().into_iter().filter(|route| route.takes == Takes::Json).collect();
        assert!(
            changing.len() > 30
                && changing.iter().all(|route| matches!(route.csrf, Csrf::Checked | Csrf::Inside | Csrf::WithCookie))
        );
        for route in &changing {
            for headers in STRANGERS {
                let heard = saying(misused(&shop, route), headers).await;
                assert_eq!(heard.refusal(), (403, DENIED.into()), "{} {} {headers:?}", route.verb.name(), route.path);
            }
        }
    }
}

#[tokio::test]
async fn pages_of_the_shop_and_programs_get_further_on_every_route() {
    let shop = shop_of(Profile::Strict, Enforcement::Enforce).await;
    for route in table() {
        for headers in FRIENDS {
            let heard = saying(to(&shop, &route), headers).await;
            assert!(!is_denied(&heard), "{} {} {headers:?}", route.verb.name(), route.path);
        }
    }
}

#[tokio::test]
async fn whoever_reads_is_not_asked_from_where() {
    let shop = shop_of(Profile::Strict, Enforcement::Enforce).await;
    for route in table().into_iter().filter(|route| route.verb == Verb::Get) {
        for headers in STRANGERS {
            assert!(!is_denied(&saying(to(&shop, &route), headers).await), "{} {headers:?}", route.path);
        }
    }
    assert_eq!(saying(shop.ask("HEAD", "/store/regions"), STRANGERS[0]).await.status, 200);
}

#[tokio::test]
async fn a_form_of_another_page_logs_nobody_in_whatever_it_calls_its_body() {
    let shop = shop_of(Profile::Medusa, Enforcement::Enforce).await;
    shop.account("mallory").await;
    let typed = json!({ "email": address("mallory"), "password": PASSWORD });

    // What a page may send without asking first, and what it would have to ask for.
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json"] {
        let asking = shop.post("/auth/customer/emailpass").text(kind, &typed.to_string());
        assert_eq!(
            asking.header(SITE, "cross-site").header(ORIGIN, "https://evil.com").await.refusal(),
            (403, DENIED.into()),
            "{kind}"
        );
    }
    assert_eq!(shop.count("SELECT COUNT(*) FROM session").await, 0);
    shop.post("/auth/customer/emailpass").header(SITE, "same-site").on_page().json(typed).await.ok();
}

#[tokio::test]
async fn a_login_by_cookie_is_not_ended_and_its_cart_not_bought_from_elsewhere() {
    let shop = shop_of(Profile::Medusa, Enforcement::Enforce).await;
    let token = shop.customer("mari").await.text("token");
    let cookie = shop.post("/auth/session").bearer(&token).await.ok().cookie("__Host-wufi_session");
    let cart = shop.post("/store/carts").cookies(&cookie).json(json!({})).await.ok();
    let path = format!("/store/carts/{}", cart.json()["cart"]["id"].as_str().unwrap());
    let from_elsewhere = |asking: Asking| asking.cookies(&cookie).header(SITE, "cross-site").header(ORIGIN, "https://evil.com");

    // Without bodies, which a page may send without asking first.
    for asking in [shop.post(&format!("{path}/complete")), shop.post(&format!("{path}/customer")), shop.delete("/auth/session")] {
        assert_eq!(from_elsewhere(asking).await.refusal(), (403, DENIED.into()));
    }
    let login_lives = shop.get("/store/customers/me").cookies(&cookie).await;
    assert_eq!(login_lives.status, 200, "{}", login_lives.body);
}

#[tokio::test]
async fn where_it_comes_from_is_looked_at_before_key_token_kind_and_body() {
    let shop = shop_of(Profile::Strict, Enforcement::Enforce).await;
    let asking = shop.post("/store/carts").text("text/plain", "{");
    let heard =
        asking.header(HeaderName::from_static("x-publishable-api-key"), "pk_second").bearer("x").header(SITE, "cross-site").await;

    assert_eq!(heard.refusal(), (403, DENIED.into()));
    assert!(!heard.headers.contains_key("set-cookie") && heard.header("cache-control") == "no-store");
    // A body that is too large is too large before it is anybody's.
    let large = shop.post("/auth/customer/emailpass").header(CONTENT_LENGTH, "5000").header(SITE, "cross-site").await;
    assert_eq!(large.refusal().0, 413);
}

#[tokio::test]
async fn a_shop_that_only_observes_lets_it_through_and_counts_it() {
    let observing = shop_of(Profile::Medusa, Enforcement::Observe).await;
    let off = shop_of(Profile::Medusa, Enforcement::Off).await;

    for shop in [&observing, &off] {
        for _ in 0..3 {
            shop.post("/store/carts").header(SITE, "cross-site").json(json!({})).await.ok();
        }
        shop.post("/store/carts").header(SITE, "same-origin").json(json!({})).await.ok();
    }

    assert_eq!((observing.app.strangers(), off.app.strangers()), (3, 0));
}

/// A route of its own, kept as `csrf` says; the status of a request from another page.
async fn kept(app: &App, csrf: Csrf, headers: &[(&str, &str)]) -> u16 {
    let check = from_fn_with_state((app.clone(), csrf), origin::check);
    let router = Router::new().route("/admin/things", post(async || "changed").route_layer(check));
    let request = headers.iter().fold(Request::post("/admin/things"), |request, (name, value)| request.header(*name, *value));
    router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status().as_u16()
}

#[tokio::test]
async fn a_route_that_takes_bearers_is_kept_only_where_a_cookie_says_who_it_is() {
    let shop = shop_of(Profile::Strict, Enforcement::Enforce).await;
    let from_elsewhere = ("sec-fetch-site", "cross-site");
    let send = async |said| kept(&shop.app, Csrf::WithCookie, &[from_elsewhere, said]).await;

    assert_eq!(send(("cookie", "__Host-wufi_session=wst1.x")).await, 403);
    assert_eq!(send(("cookie", "__Host-wufi_device=x")).await, 200);
    assert_eq!(send(("authorization", "Bearer a.b.c")).await, 200);
}

#[tokio::test]
async fn a_shop_that_does_not_know_its_own_url_takes_no_origin_for_it() {
    let shop = shop_of(Profile::Strict, Enforcement::Enforce).await;
    let nameless = shop.app.clone().at("");

    assert_eq!(kept(&nameless, Csrf::Checked, &[("origin", "")]).await, 403);
    assert_eq!(kept(&shop.app, Csrf::Checked, &[("origin", OWN)]).await, 200);
}

#[tokio::test]
async fn an_origin_that_is_no_text_is_nobodys() {
    let shop = shop_of(Profile::Medusa, Enforcement::Enforce).await;
    for value in [&b"https://wufi.ee\xff"[..], b"https://wuf\xd1\x96.ee"] {
        let value = HeaderValue::from_bytes(value).unwrap();
        let heard = shop.post("/store/carts").raw_header(ORIGIN, value).json(json!({})).await;
        assert_eq!(heard.refusal(), (403, DENIED.into()));
    }
}
