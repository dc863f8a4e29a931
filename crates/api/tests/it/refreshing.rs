//! Renewing tokens: which of several is meant, and what becomes of cookies.

use serde_json::json;

use crate::kit::{Answer, PASSWORD, Shop, shop};

const ME: &str = "/store/customers/me";
const REFRESH: &str = "__Host-wufi_refresh";

async fn refresh_with(shop: &Shop, token: &str) -> Answer {
    shop.post("/auth/token/refresh").json(json!({ "refresh_token": token })).await
}

#[tokio::test]
async fn a_refresh_token_gives_the_next_and_answers_like_a_login() {
    let shop = shop().await;
    let first = shop.customer("mari").await;

    let second = refresh_with(&shop, &first.text("refresh_token")).await.ok();

    assert_eq!(second.members(), first.members());
    assert_eq!(second.text("session_id"), first.text("session_id"));
    shop.get(ME).bearer(&second.text("token")).await.ok();
}

#[tokio::test]
async fn a_copy_ends_the_session_for_both() {
    let shop = shop().await;
    let first = shop.customer("mari").await.text("refresh_token");
    let second = refresh_with(&shop, &first).await.ok();
    let third = refresh_with(&shop, &second.text("refresh_token")).await.ok();

    let copied = refresh_with(&shop, &first).await;

    assert_eq!(copied.refusal(), (401, "refresh_token_reused".into()));
    assert_eq!(refresh_with(&shop, &third.text("refresh_token")).await.refusal(), (401, "session_revoked".into()));
    assert_eq!(shop.get(ME).bearer(&third.text("token")).await.refusal(), (401, "session_revoked".into()));
}

#[tokio::test]
async fn an_access_token_alone_is_given_again_with_the_same_end() {
    let shop = shop().await;
    let first = shop.customer("mari").await;
    shop.wait(600);

    let again = shop.post("/auth/token/refresh").bearer(&first.text("token")).await.ok();

    assert_eq!(again.members(), ["token", "token_type", "expires_in", "csrf_token", "session_id"]);
    assert_eq!(again.json()["expires_in"], 1_200);
    shop.wait(1_231);
    assert_eq!(shop.get(ME).bearer(&again.text("token")).await.refusal(), (401, "token_expired".into()));
}

/// The answer to a refresh is lost, and the client goes on with the access token that it has.
#[tokio::test]
async fn what_an_old_access_token_gives_does_not_say_that_the_lost_answer_arrived() {
    let shop = shop().await;
    let first = shop.customer("mari").await;
    let access = first.text("token");
    refresh_with(&shop, &first.text("refresh_token")).await.ok();

    let renewed = shop.post("/auth/token/refresh").bearer(&access).await.ok().text("token");
    let stepped = shop.post("/store/auth/step-up").bearer(&access).json(json!({ "password": PASSWORD })).await.ok().text("token");
    for token in [renewed, stepped] {
        shop.get(ME).bearer(&token).await.ok();
    }
    shop.wait(60);

    refresh_with(&shop, &first.text("refresh_token")).await.ok();
}

#[tokio::test]
async fn the_body_beats_the_cookie_and_the_cookie_an_access_token() {
    let shop = shop().await;
    let mari = shop.customer("mari").await;
    let juri = shop.customer("juri").await;
    let cookie = format!("{REFRESH}={}", juri.text("refresh_token"));
    let refresh = || shop.post("/auth/token/refresh").cookies(&cookie);

    let by_cookie = refresh().bearer(&mari.text("token")).await.ok();
    let by_body = refresh().json(json!({ "refresh_token": mari.text("refresh_token") })).await.ok();

    assert_eq!(by_cookie.text("session_id"), juri.text("session_id"));
    assert_eq!(by_body.text("session_id"), mari.text("session_id"));
}

#[tokio::test]
async fn who_has_just_registered_does_not_become_who_was_here_before() {
    let shop = shop().await;
    let earlier = shop.customer("mari").await;
    let token = shop.register("juri").await;
    shop.post("/store/customers").bearer(&token).json(json!({})).await.ok();

    let cookie = format!("{REFRESH}={}", earlier.text("refresh_token"));
    let entered = shop.post("/auth/token/refresh").on_page().cookies(&cookie).bearer(&token).await.ok();

    let me = shop.get(ME).bearer(&entered.text("token")).await.ok();
    assert_eq!(me.json()["customer"]["email"], "juri@wufi.ee");
}

#[tokio::test]
async fn without_anything_a_refresh_token_is_asked_for() {
    let answer = shop().await.post("/auth/token/refresh").await;

    assert_eq!((answer.refusal(), answer.header("www-authenticate")), ((401, "refresh_token_missing".into()), "Bearer"));
}

#[tokio::test]
async fn a_session_cookie_alone_gives_an_access_token_while_its_session_is_open() {
    let shop = shop().await;
    let entered = shop.customer("mari").await;
    let session = shop.post("/auth/session").bearer(&entered.text("token")).await.ok().cookie("__Host-wufi_session");

    let renewed = shop.post("/auth/token/refresh").cookies(&session).await.ok();

    assert_eq!(renewed.text("session_id"), entered.text("session_id"));
    assert_eq!((&renewed.json()["expires_in"], renewed.json().get("refresh_token")), (&json!(1_800), None));
    shop.get(ME).bearer(&renewed.text("token")).await.ok();

    shop.delete("/auth/session").bearer(&renewed.text("token")).await.ok();
    let over = shop.post("/auth/token/refresh").cookies(&session).await;
    assert_eq!(over.refusal(), (401, "session_revoked".into()));
    assert_eq!(over.cookie("__Host-wufi_session"), "__Host-wufi_session=");
}

#[tokio::test]
async fn a_refresh_cookie_that_is_over_is_taken_away() {
    let shop = shop().await;
    let entered = shop.customer("mari").await;
    let cookie = format!("{REFRESH}={}", entered.text("refresh_token"));
    shop.delete("/auth/session").bearer(&entered.text("token")).await.ok();

    let answer = shop.post("/auth/token/refresh").on_page().cookies(&cookie).await;

    assert_eq!(answer.refusal(), (401, "session_revoked".into()));
    assert_eq!(answer.cookie(REFRESH), format!("{REFRESH}="));
}
