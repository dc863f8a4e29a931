//! Tokens that are none, and tokens in places that are not theirs.

use axum::http::header::AUTHORIZATION;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use wufi_domain::chance::Chance;
use wufi_domain::staff::Role;
use wufi_guard::keyring::Keyring;
use wufi_guard::opaque_token::{DeviceToken, ResetToken};

use crate::kit::{Shop, shop};

const ME: &str = "/store/customers/me";

/// Every token of ours that is no customer's access token, and some that are nobody's.
async fn wrong_tokens(shop: &Shop) -> Vec<(&'static str, String)> {
    let entered = shop.customer("mari").await;
    let access = entered.text("token");
    let cookie = shop.post("/auth/session").bearer(&access).await.ok().cookie("__Host-wufi_session");
    let keyring = shop.gate.keys.current();
    let now = shop.db.now();
    vec![
        ("a refresh token", entered.text("refresh_token")),
        ("a registration token", shop.register("juri").await),
        ("a member of staff's token", shop.staff("peremees", Role::Owner).await),
        ("the value of a session cookie", cookie.split_once('=').unwrap().1.to_owned()),
        ("a device's token", DeviceToken::fresh(&Chance::System).issue(&keyring, now).expose().to_owned()),
        ("a reset token", ResetToken { id: "reset_1".into() }.issue(&keyring, now).expose().to_owned()),
        ("garbage", "not.a.jwt".into()),
        ("no signature", access.rsplit_once('.').unwrap().0.to_owned() + "."),
        ("another signature", tampered(&access, |_| {})),
        ("another customer", tampered(&access, |claims| claims["actor_id"] = json!("cus_00000000000000000000000000"))),
        ("more time", tampered(&access, |claims| claims["exp"] = json!(9_999_999_999_i64))),
        ("no algorithm", headed(&access, &json!({ "alg": "none", "typ": "at+jwt" }))),
        ("a shared secret", headed(&access, &json!({ "alg": "HS256", "typ": "at+jwt" }))),
        ("another shop's keys", other_shop(shop, &access)),
    ]
}

/// The token with its claims changed and its last signature bit turned.
fn tampered(token: &str, change: impl FnOnce(&mut Value)) -> String {
    let parts: Vec<&str> = token.split('.').collect();
    let mut claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
    change(&mut claims);
    let mut signature = URL_SAFE_NO_PAD.decode(parts[2]).unwrap();
    signature[10] ^= 1;
    format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(claims.to_string()), URL_SAFE_NO_PAD.encode(signature))
}

fn headed(token: &str, header: &Value) -> String {
    let (_, rest) = token.split_once('.').unwrap();
    format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header.to_string()))
}

/// The same claims, signed with keys that are not ours.
fn other_shop(shop: &Shop, token: &str) -> String {
    let now = shop.db.now();
    let claims = wufi_guard::access_token::verify(&shop.gate.keys.current(), now, token, &shop.gate.issuer).unwrap();
    wufi_guard::access_token::sign(&Keyring::generate(now, &Chance::System), now, &claims).unwrap().expose().to_owned()
}

#[tokio::test]
async fn whatever_is_wrong_with_a_token_its_bearer_hears_the_same() {
    let shop = shop().await;
    let wrong = wrong_tokens(&shop).await;
    let heard = shop.get(ME).bearer("x").await;

    assert_eq!(heard.refusal(), (401, "token_invalid".into()));
    assert_eq!((heard.header("www-authenticate"), heard.header("cache-control")), ("Bearer error=\"invalid_token\"", "no-store"));
    for (what, token) in wrong {
        assert_eq!(shop.get(ME).bearer(&token).await.without_id(), heard.without_id(), "{what}");
        assert_eq!(shop.get("/admin/users/me").bearer(&token).await.status == 200, what.contains("staff"), "{what}");
    }
}

#[tokio::test]
async fn a_token_has_one_place_and_comes_once() {
    let shop = shop().await;
    let access = shop.customer("mari").await.text("token");
    let heard = shop.get(ME).bearer("x").await.without_id();

    let twice = shop.get(ME).bearer(&access).bearer(&access);
    let basic = shop.get(ME).header(AUTHORIZATION, &format!("Basic {access}"));
    let in_query = shop.get(&format!("{ME}?fields=id&access_token={access}"));
    let in_both = shop.get(&format!("{ME}?token={access}")).bearer(&access);
    let bare = shop.get(ME).header(AUTHORIZATION, &access);
    for asking in [twice, basic, in_query, in_both, bare] {
        assert_eq!(asking.await.without_id(), heard);
    }
    shop.get(ME).header(AUTHORIZATION, &format!("bearer {access}")).await.ok();
}

#[tokio::test]
async fn without_a_token_one_is_asked_for() {
    let answer = shop().await.get(ME).await;

    assert_eq!(answer.refusal(), (401, "token_missing".into()));
    assert_eq!(
        (answer.header("www-authenticate"), answer.header("cache-control")),
        ("Bearer error=\"invalid_token\"", "no-store")
    );
}

#[tokio::test]
async fn an_expired_token_is_told_so_only_when_it_is_ours() {
    let shop = shop().await;
    let access = shop.customer("mari").await.text("token");
    let forged = tampered(&access, |_| {});
    shop.wait(1_831);

    assert_eq!(shop.get(ME).bearer(&access).await.refusal(), (401, "token_expired".into()));
    assert_eq!(shop.get(ME).bearer(&forged).await.refusal(), (401, "token_invalid".into()));
}

#[tokio::test]
async fn wrong_tokens_renew_nothing_and_end_nothing() {
    let shop = shop().await;
    for (what, token) in wrong_tokens(&shop).await {
        let as_bearer = shop.post("/auth/token/refresh").bearer(&token).await;
        assert_eq!(as_bearer.status == 200, what.contains("staff"), "{what}");
        if what != "a refresh token" {
            let in_body = shop.post("/auth/token/refresh").json(json!({ "refresh_token": token })).await;
            assert_eq!(in_body.refusal(), (401, "refresh_token_invalid".into()), "{what}");
        }
    }
    assert_eq!(shop.count("SELECT COUNT(*) FROM session WHERE ended_at IS NOT NULL").await, 0);
}

#[tokio::test]
async fn the_public_keys_are_public_and_nothing_else_is() {
    let answer = shop().await.get("/.well-known/jwks.json").await.ok();
    let key = &answer.json()["keys"][0];

    assert_eq!(answer.header("cache-control"), "public, max-age=60");
    let names: Vec<&String> = key.as_object().unwrap().keys().collect();
    assert_eq!(names, ["kty", "crv", "x", "kid", "use", "alg"]);
}
