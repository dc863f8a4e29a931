//! A forgotten password.

use serde_json::json;
use wufi_domain::email::Email;
use wufi_domain::ids::{Id, ResetId};
use wufi_guard::digest::token_digest;
use wufi_guard::opaque_token::ResetToken;
use wufi_store::{identities, resets};

use crate::kit::{PASSWORD, Shop, address, shop};

const ASK: &str = "/auth/customer/emailpass/reset-password";
const UPDATE: &str = "/auth/customer/emailpass/update";
const NEWER: &str = "neli põdrapead";

/// The token that the mail carries.
async fn mailed(shop: &Shop, name: &str) -> String {
    let mut tx = shop.db.begin().await.unwrap();
    let identity = identities::of_email(&mut tx, &Email::parse(&address(name)).unwrap()).await.unwrap().unwrap();
    let (id, now) = (tx.mint::<ResetId>(), tx.now());
    let token = ResetToken { id: id.as_str().to_owned() }.issue(&shop.gate.keys.current(), now);
    let digest = token_digest(token.expose());
    assert!(resets::open(&mut tx, &identity.id, (&id, &digest), now.after_secs(900), now.after_secs(1)).await.unwrap());
    tx.commit().await.unwrap();
    token.expose().to_owned()
}

#[tokio::test]
async fn known_and_unknown_addresses_are_answered_the_same() {
    let shop = shop().await;
    shop.account("mari").await;

    let known = shop.post(ASK).json(json!({ "identifier": "mari@wufi.ee" })).await;
    let unknown = shop.post(ASK).json(json!({ "identifier": "eikeegi@wufi.ee", "metadata": { "from": "js-sdk" } })).await;

    assert_eq!((known.status, known.body.as_str(), known.header("content-type")), (201, "Created", "text/plain; charset=utf-8"));
    assert_eq!(known.without_id(), unknown.without_id());
}

#[tokio::test]
async fn a_reset_token_takes_a_new_password_once_and_ends_all_sessions() {
    let shop = shop().await;
    let access = shop.customer("mari").await.text("token");
    let token = mailed(&shop, "mari").await;
    let update = || shop.post(UPDATE).bearer(&token).json(json!({ "password": NEWER }));

    let answer = update().await.ok();

    assert_eq!(answer.json(), json!({ "success": true }));
    assert_eq!(update().await.refusal(), (401, "token_invalid".into()));
    assert_eq!(shop.get("/store/customers/me").bearer(&access).await.refusal(), (401, "session_revoked".into()));
    assert_eq!(shop.login("mari").await.refusal(), (401, "invalid_credentials".into()));
}

#[tokio::test]
async fn nothing_but_a_reset_token_sets_a_password() {
    let shop = shop().await;
    let entered = shop.customer("mari").await;
    let session = shop.post("/auth/session").bearer(&entered.text("token")).await.ok().cookie("__Host-wufi_session");
    let body = json!({ "password": NEWER });

    for token in [entered.text("token"), entered.text("refresh_token"), shop.register("juri").await, "wpr1.a.b.c".into()] {
        assert_eq!(shop.post(UPDATE).bearer(&token).json(body.clone()).await.refusal(), (401, "token_invalid".into()));
    }
    assert_eq!(shop.post(UPDATE).cookies(&session).json(body.clone()).await.refusal(), (401, "token_invalid".into()));
    assert_eq!(shop.post(UPDATE).json(body).await.refusal(), (401, "token_missing".into()));
    let login = shop.post("/auth/customer/emailpass").json(json!({ "email": address("mari"), "password": PASSWORD }));
    login.await.ok();
}
