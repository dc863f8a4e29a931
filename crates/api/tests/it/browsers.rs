//! What browsers get as cookies, and what their cookies are worth.

use serde_json::json;
use wufi_domain::staff::Role;

use crate::kit::{PASSWORD, shop};

const ME: &str = "/store/customers/me";
const SESSION: &str = "__Host-wufi_session";
const REFRESH: &str = "__Host-wufi_refresh";
const DEVICE: &str = "__Host-wufi_device";

#[tokio::test]
async fn scripts_of_a_page_never_see_a_refresh_token() {
    let shop = shop().await;
    shop.account("mari").await;

    let answer = shop.login("mari").on_page().await.ok();
    let renewed = shop.post("/auth/token/refresh").on_page().cookies(&answer.cookie(REFRESH)).await.ok();

    for told in [&answer, &renewed] {
        assert_eq!(told.members(), ["token", "token_type", "expires_in", "refresh_expires_in", "csrf_token", "session_id"]);
        assert!(!told.body.contains("wrt1"));
        let line = told.set_cookies().into_iter().find(|line| line.starts_with(REFRESH)).unwrap();
        assert!(line.ends_with("; Path=/; Max-Age=604800; HttpOnly; Secure; SameSite=Lax"), "{line}");
    }
    assert_ne!(answer.cookie(REFRESH), renewed.cookie(REFRESH));
}

#[tokio::test]
async fn a_new_browser_gets_a_cookie_by_which_it_is_known_and_a_server_none() {
    let shop = shop().await;
    shop.account("mari").await;

    let first = shop.login("mari").on_page().await.ok();
    let known = shop.login("mari").on_page().cookies(&first.cookie(DEVICE)).await.ok();

    let line = first.set_cookies().into_iter().find(|line| line.starts_with(DEVICE)).unwrap();
    assert!(line.contains("; Max-Age=34560000; HttpOnly; Secure"), "{line}");
    assert!(!known.set_cookies().iter().any(|line| line.starts_with(DEVICE)));
    assert_eq!(shop.login("mari").await.ok().set_cookies(), [""; 0]);
}

#[tokio::test]
async fn a_session_cookie_stands_for_its_session() {
    let shop = shop().await;
    let access = shop.customer("mari").await.text("token");

    let opened = shop.post("/auth/session").bearer(&access).await.ok();

    let user = &opened.json()["user"];
    let claims = [&user["actor_type"], &user["auth_provider"], &user["mfa_enabled"], &user["mfa_challenge_completed_at"]];
    assert_eq!(claims, [&json!("customer"), &json!("emailpass"), &json!(false), &json!(null)]);
    assert_eq!(user["app_metadata"]["customer_id"], user["actor_id"]);
    assert_eq!(user["exp"].as_i64().unwrap() - user["iat"].as_i64().unwrap(), 1_800);
    assert!(opened.set_cookies()[0].ends_with("; Path=/; Max-Age=2592000; HttpOnly; Secure; SameSite=Lax"));
    let me = shop.get(ME).cookies(&opened.cookie(SESSION)).await.ok();
    assert_eq!(me.json()["customer"]["email"], "mari@wufi.ee");
}

#[tokio::test]
async fn a_bearer_token_beats_the_cookie_even_when_it_is_no_good() {
    let shop = shop().await;
    let mari = shop.customer("mari").await.text("token");
    let juri = shop.customer("juri").await.text("token");
    let cookie = shop.post("/auth/session").bearer(&mari).await.ok().cookie(SESSION);

    let both = shop.get(ME).cookies(&cookie).bearer(&juri).await.ok();
    let forged = shop.get(ME).cookies(&cookie).bearer("not.a.jwt").await;

    assert_eq!(both.json()["customer"]["email"], "juri@wufi.ee");
    assert_eq!((forged.refusal(), forged.set_cookies()), ((401, "token_invalid".into()), vec![]));
}

#[tokio::test]
async fn a_cookie_that_a_neighbour_planted_logs_nobody_in() {
    let shop = shop().await;
    let mari = shop.customer("mari").await.text("token");
    let mallory = shop.customer("mallory").await.text("token");
    let hers = shop.post("/auth/session").bearer(&mari).await.ok().cookie(SESSION);
    let planted = shop.post("/auth/session").bearer(&mallory).await.ok().cookie(SESSION);

    for cookies in [format!("{planted}; {hers}"), format!("{hers}; {planted}")] {
        assert_eq!(shop.get(ME).cookies(&cookies).await.refusal(), (401, "token_missing".into()));
    }
    let without_prefix = planted.replace("__Host-", "");
    assert_eq!(shop.get(ME).cookies(&without_prefix).await.refusal(), (401, "token_missing".into()));
    shop.get(ME).cookies(&format!("{without_prefix}; {hers}")).await.ok();
}

#[tokio::test]
async fn a_cookie_that_is_over_is_taken_away_with_its_refusal() {
    let shop = shop().await;
    let access = shop.customer("mari").await.text("token");
    let cookie = shop.post("/auth/session").bearer(&access).await.ok().cookie(SESSION);
    shop.delete("/auth/session").bearer(&access).await.ok();

    for asking in [shop.get(ME), shop.get("/store/regions")] {
        let refused = asking.cookies(&cookie).await;
        assert_eq!(refused.refusal(), (401, "session_revoked".into()));
        assert_eq!(refused.cookie(SESSION), format!("{SESSION}="));
    }
}

#[tokio::test]
async fn a_cookie_of_staff_opens_no_shop_and_stays() {
    let shop = shop().await;
    let access = shop.staff("peremees", Role::Owner).await;
    let cookie = shop.post("/auth/session").bearer(&access).await.ok().cookie(SESSION);

    let refused = shop.get(ME).cookies(&cookie).await;

    assert_eq!((refused.refusal(), refused.set_cookies()), ((401, "token_invalid".into()), vec![]));
    shop.get("/admin/users/me").cookies(&cookie).await.ok();
}

#[tokio::test]
async fn a_step_up_gives_a_cookie_only_in_the_place_of_another() {
    let shop = shop().await;
    let access = shop.customer("mari").await.text("token");
    let cookie = shop.post("/auth/session").bearer(&access).await.ok().cookie(SESSION);
    let step_up = || shop.post("/store/auth/step-up").on_page().json(json!({ "password": PASSWORD }));

    let by_cookie = step_up().cookies(&cookie).await.ok();
    let by_token = step_up().bearer(&access).await.ok();

    shop.get(ME).cookies(&by_cookie.cookie(SESSION)).await.ok();
    shop.get(ME).bearer(&by_token.text("token")).await.ok();
    assert_eq!(by_token.set_cookies(), [""; 0]);
}
