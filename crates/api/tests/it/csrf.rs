//! Requests that somebody else's page sends, and whatever else comes without the token that a page of the shop was given.

use axum::http::HeaderName;
use serde_json::{Value, json};
use wufi_domain::enforcement::Enforcement;
use wufi_domain::session::Profile;

use crate::kit::{Answer, Asking, PASSWORD, Shop, address, shop_of};

const CSRF: HeaderName = HeaderName::from_static("x-csrf-token");
const GUEST: HeaderName = HeaderName::from_static("wufi-guest");
const REFRESH: &str = "__Host-wufi_refresh";

/// A guest's proof and CSRF token.
struct Guest {
    proof: String,
    csrf: String,
}

async fn strict() -> Shop {
    shop_of(Profile::Strict, Enforcement::Enforce).await
}

/// A guest who has just come, through a storefront's server.
async fn guest(shop: &Shop) -> Guest {
    let told = shop.get("/store/csrf").await.ok();
    Guest { proof: told.text("guest_token"), csrf: told.text("csrf_token") }
}

impl Guest {
    fn with(&self, asking: Asking) -> Asking {
        asking.header(GUEST, &self.proof).header(CSRF, &self.csrf)
    }
}

/// An account, and a login into it: the answer.
async fn customer(shop: &Shop, guest: &Guest) -> Answer {
    let typed = json!({ "email": address("mari"), "password": PASSWORD });
    let registered = guest.with(shop.post("/auth/customer/emailpass/register")).json(typed.clone()).await.ok();
    guest.with(shop.post("/store/customers")).bearer(&registered.text("token")).json(json!({})).await.ok();
    guest.with(shop.post("/auth/customer/emailpass")).json(typed).await.ok()
}

fn note(shop: &Shop) -> Asking {
    shop.post("/store/customers/me").json(json!({ "first_name": "Mari" }))
}

#[tokio::test]
async fn without_its_token_nothing_is_changed_and_no_login_begins() {
    let shop = strict().await;
    let mari = guest(&shop).await;
    customer(&shop, &mari).await;
    let typed = json!({ "email": address("mari"), "password": PASSWORD });

    let cart = shop.post("/store/carts").header(GUEST, &mari.proof).json(json!({})).await;
    let login = shop.post("/auth/customer/emailpass").header(GUEST, &mari.proof).json(typed).await;

    assert_eq!(cart.refusal(), (403, "csrf_token_missing".into()));
    assert_eq!(login.refusal(), (403, "csrf_token_missing".into()));
    assert_eq!(shop.count("SELECT COUNT(*) FROM cart").await, 0);
    assert_eq!(shop.count("SELECT COUNT(*) FROM session").await, 1);
}

#[tokio::test]
async fn a_token_of_somebody_else_is_none() {
    let shop = strict().await;
    let (mari, mallory) = (guest(&shop).await, guest(&shop).await);
    let entered = customer(&shop, &mari).await;
    let other_session = mari
        .with(shop.post("/auth/customer/emailpass"))
        .json(json!({ "email": address("mari"), "password": PASSWORD }))
        .await
        .ok();
    let (token, csrf) = (entered.text("token"), entered.text("csrf_token"));

    note(&shop).bearer(&token).header(CSRF, &csrf).await.ok();
    for wrong in [&mallory.csrf, &mari.csrf, &other_session.text("csrf_token"), &csrf[..csrf.len() - 1], "", "v1.a.b.c"] {
        let heard = note(&shop).bearer(&token).header(GUEST, &mari.proof).header(CSRF, wrong).await;
        assert_eq!(heard.refusal(), (403, "csrf_token_invalid".into()), "{wrong}");
        assert!(!heard.body.contains(&csrf[10..20]));
    }
    let twice = note(&shop).bearer(&token).header(CSRF, &csrf).header(CSRF, &csrf).await;
    assert_eq!(twice.refusal(), (403, "csrf_token_invalid".into()));

    let planted = shop.post("/store/carts").header(GUEST, &mari.proof).header(CSRF, &mallory.csrf).json(json!({})).await;
    assert_eq!(planted.refusal(), (403, "csrf_token_invalid".into()));
}

#[tokio::test]
async fn a_token_from_before_the_login_is_worth_nothing_after_it_and_the_guest_stays() {
    let shop = strict().await;
    let mari = guest(&shop).await;
    let cart = mari.with(shop.post("/store/carts")).json(json!({})).await.ok().json()["cart"]["id"].as_str().unwrap().to_owned();
    let entered = customer(&shop, &mari).await;
    let claim = || shop.post(&format!("/store/carts/{cart}/customer")).bearer(&entered.text("token")).header(GUEST, &mari.proof);

    assert_eq!(claim().header(CSRF, &mari.csrf).await.refusal(), (403, "csrf_token_invalid".into()));
    claim().header(CSRF, &entered.text("csrf_token")).await.ok();

    let path = format!("/store/carts/{cart}");
    assert_eq!(shop.get(&path).header(GUEST, &mari.proof).await.refusal(), (404, "not_found".into()));
}

#[tokio::test]
async fn a_token_ends_with_its_login() {
    let shop = strict().await;
    let mari = guest(&shop).await;
    let entered = customer(&shop, &mari).await;
    let csrf = entered.text("csrf_token");
    shop.delete("/auth/session").bearer(&entered.text("token")).header(CSRF, &csrf).await.ok();

    let cart = shop.post("/store/carts").header(GUEST, &mari.proof).header(CSRF, &csrf).json(json!({})).await;

    assert_eq!(cart.refusal(), (403, "csrf_token_invalid".into()));
    mari.with(shop.post("/store/carts")).json(json!({})).await.ok();
}

#[tokio::test]
async fn another_password_makes_another_token() {
    let shop = strict().await;
    let mari = guest(&shop).await;
    let entered = customer(&shop, &mari).await;
    let (token, csrf) = (entered.text("token"), entered.text("csrf_token"));
    let change = json!({ "current_password": PASSWORD, "password": "neli põdrapead" });

    let changed = shop.post("/store/auth/password").bearer(&token).header(CSRF, &csrf).json(change).await.ok();

    assert_eq!(note(&shop).bearer(&token).header(CSRF, &csrf).await.refusal(), (403, "csrf_token_invalid".into()));
    note(&shop).bearer(&token).header(CSRF, &changed.text("csrf_token")).await.ok();
    let asked = shop.get("/store/csrf").bearer(&token).await.ok();
    note(&shop).bearer(&token).header(CSRF, &asked.text("csrf_token")).await.ok();
}

#[tokio::test]
async fn tabs_hold_tokens_of_their_own_and_all_are_good() {
    let shop = strict().await;
    let mari = guest(&shop).await;
    let again = shop.get("/store/csrf").header(GUEST, &mari.proof).await.ok();

    assert_ne!(again.text("csrf_token"), mari.csrf);
    for csrf in [&mari.csrf, &again.text("csrf_token"), &mari.csrf] {
        shop.post("/store/carts").header(GUEST, &mari.proof).header(CSRF, csrf).json(json!({})).await.ok();
    }
}

#[tokio::test]
async fn a_page_that_was_loaded_anew_renews_its_login() {
    let shop = strict().await;
    let mari = guest(&shop).await;
    customer(&shop, &mari).await;
    let typed = json!({ "email": address("mari"), "password": PASSWORD });
    let entered = mari.with(shop.post("/auth/customer/emailpass")).on_page().json(typed).await.ok();
    let cookie = entered.cookie(REFRESH);

    let told = shop.get("/store/csrf").on_page().cookies(&cookie).await.ok();
    assert!(!told.members().contains(&"guest_token".to_owned()) && told.set_cookies().is_empty(), "{}", told.body);
    let refresh = || shop.post("/auth/token/refresh").on_page().cookies(&cookie);

    assert_eq!(refresh().await.refusal(), (403, "csrf_token_missing".into()));
    assert_eq!(refresh().header(CSRF, &mari.csrf).await.refusal(), (403, "csrf_token_invalid".into()));
    let renewed = refresh().header(CSRF, &told.text("csrf_token")).await.ok();
    note(&shop).bearer(&renewed.text("token")).header(CSRF, &renewed.text("csrf_token")).await.ok();
}

#[tokio::test]
async fn a_refresh_token_in_the_body_needs_the_token_of_its_own_login() {
    let shop = strict().await;
    let (mari, mallory) = (guest(&shop).await, guest(&shop).await);
    let entered = customer(&shop, &mari).await;
    let refresh = |csrf: &str| {
        shop.post("/auth/token/refresh").header(CSRF, csrf).json(json!({ "refresh_token": entered.text("refresh_token") }))
    };

    assert_eq!(refresh(&mallory.csrf).await.refusal(), (403, "csrf_token_invalid".into()));
    let renewed = refresh(&entered.text("csrf_token")).await.ok();

    shop.delete("/auth/session").bearer(&renewed.text("token")).header(CSRF, &renewed.text("csrf_token")).await.ok();
    assert_eq!(refresh(&entered.text("csrf_token")).await.refusal(), (401, "session_revoked".into()));
}

#[tokio::test]
async fn a_browser_gets_its_guest_as_a_cookie_that_scripts_cannot_read() {
    let shop = strict().await;
    let told = shop.get("/store/csrf").on_page().await.ok();

    let lines = told.set_cookies();
    assert!(lines[0].starts_with("__Host-wufi_guest=wgt1."), "{lines:?}");
    assert!(lines[0].ends_with("; Path=/; Max-Age=2592000; HttpOnly; Secure; SameSite=Lax"), "{lines:?}");
    assert_eq!(told.members(), ["csrf_token", "header", "expires_at"]);
    assert_eq!((told.header("cache-control"), told.text("header")), ("no-store", "X-CSRF-Token".into()));

    let cookie = told.cookie("__Host-wufi_guest");
    let cart =
        shop.post("/store/carts").on_page().cookies(&cookie).header(CSRF, &told.text("csrf_token")).json(json!({})).await.ok();
    let path = format!("/store/carts/{}", cart.json()["cart"]["id"].as_str().unwrap());
    shop.get(&path).cookies(&cookie).await.ok();
    assert_eq!(shop.get(&path).await.refusal(), (404, "not_found".into()));
}

#[tokio::test]
async fn making_guests_and_tokens_writes_nothing() {
    let shop = strict().await;
    let all = "SELECT (SELECT COUNT(*) FROM audit_outbox) + (SELECT COUNT(*) FROM customer) + (SELECT COUNT(*) FROM session)";
    let before = shop.count(all).await;
    for _ in 0..100 {
        guest(&shop).await;
    }
    assert_eq!(shop.count(all).await, before);
}

#[tokio::test]
async fn a_guests_cart_is_not_there_for_whoever_only_knows_its_id() {
    let shop = strict().await;
    let (mari, mallory) = (guest(&shop).await, guest(&shop).await);
    let cart = mari.with(shop.post("/store/carts")).json(json!({})).await.ok().json()["cart"]["id"].as_str().unwrap().to_owned();
    let path = format!("/store/carts/{cart}");
    let unknown = mallory.with(shop.get("/store/carts/cart_00000000000000000000000000")).await;

    shop.get(&path).header(GUEST, &mari.proof).await.ok();
    let forged = mari.proof.replace("wgt1", "wdv1");
    let long = format!("{}a", mari.proof);
    for proof in [&mallory.proof, &forged, &long, &String::new()] {
        let heard = shop.get(&path).header(GUEST, proof).await;
        assert_eq!(heard.without_id(), unknown.without_id(), "{proof}");
    }
    let twice = shop.get(&path).header(GUEST, &mari.proof).header(GUEST, &mari.proof).await;
    assert_eq!(twice.without_id(), unknown.without_id());
    let changed = mallory.with(shop.post(&path)).json(json!({ "email": "mallory@wufi.ee" })).await;
    assert_eq!(changed.without_id(), unknown.without_id());
}

#[tokio::test]
async fn a_proof_outlives_the_key_that_made_it_and_comes_anew_under_the_next() {
    let shop = strict().await;
    let mari = guest(&shop).await;
    let cart = mari.with(shop.post("/store/carts")).json(json!({})).await.ok().json()["cart"]["id"].as_str().unwrap().to_owned();
    shop.rotate_keys();

    let told = shop.get("/store/csrf").header(GUEST, &mari.proof).await.ok();

    assert_ne!(told.text("guest_token"), mari.proof);
    for proof in [mari.proof.clone(), told.text("guest_token")] {
        shop.get(&format!("/store/carts/{cart}")).header(GUEST, &proof).await.ok();
    }
    mari.with(shop.post("/store/carts")).json(json!({})).await.ok();
}

#[tokio::test]
async fn dead_cookies_stand_in_nobodys_way_and_dead_tokens_are_told_of() {
    let shop = strict().await;
    let mari = guest(&shop).await;
    let entered = customer(&shop, &mari).await;
    let (token, csrf) = (entered.text("token"), entered.text("csrf_token"));
    let session = shop.post("/auth/session").bearer(&token).header(CSRF, &csrf).await.ok().cookie("__Host-wufi_session");
    shop.delete("/auth/session").bearer(&token).header(CSRF, &csrf).await.ok();

    let told = shop.get("/store/csrf").on_page().cookies(&session).await.ok();

    assert!(told.set_cookies().iter().any(|line| line.starts_with("__Host-wufi_session=;")), "{:?}", told.set_cookies());
    assert!(told.cookie("__Host-wufi_guest").len() > 20);
    assert_eq!(shop.get("/store/csrf").bearer(&token).await.refusal(), (401, "session_revoked".into()));
}

#[tokio::test]
async fn in_the_medusa_profile_a_token_is_looked_at_when_it_comes_and_carts_open_by_their_ids() {
    let shop = shop_of(Profile::Medusa, Enforcement::Enforce).await;
    let mari = guest(&shop).await;

    let cart = shop.post("/store/carts").json(json!({})).await.ok().json()["cart"]["id"].as_str().unwrap().to_owned();
    shop.get(&format!("/store/carts/{cart}")).await.ok();
    let proven = mari.with(shop.post("/store/carts")).json(json!({})).await.ok();
    shop.get(&format!("/store/carts/{}", proven.json()["cart"]["id"].as_str().unwrap())).await.ok();
    let wrong = shop.post("/store/carts").header(CSRF, "v1.a.b.c").json(json!({})).await;
    assert_eq!(wrong.refusal(), (403, "csrf_token_invalid".into()));
}

#[tokio::test]
async fn a_shop_that_only_observes_refuses_nothing() {
    for way in [Enforcement::Observe, Enforcement::Off] {
        let shop = shop_of(Profile::Strict, way).await;
        shop.post("/store/carts").json(json!({})).await.ok();
        let made: Value = shop.post("/store/carts").header(CSRF, "v1.a.b.c").json(json!({})).await.ok().json();
        shop.get(&format!("/store/carts/{}", made["cart"]["id"].as_str().unwrap())).await.ok();
    }
}
