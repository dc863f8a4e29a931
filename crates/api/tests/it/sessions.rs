//! One's own sessions, and the way out.

use serde_json::json;

use crate::kit::{PASSWORD, shop};

const ME: &str = "/store/customers/me";
const SESSIONS: &str = "/store/auth/sessions";

#[tokio::test]
async fn a_customer_sees_their_own_sessions_and_nobody_elses() {
    let shop = shop().await;
    let first = shop.customer("mari").await;
    shop.wait(1);
    let second = shop.login("mari").await.ok();
    shop.customer("juri").await;

    let listed = shop.get(SESSIONS).bearer(&second.text("token")).await.ok().json();

    let sessions = listed["sessions"].as_array().unwrap();
    let told: Vec<_> =
        sessions.iter().map(|session| (session["id"].as_str().unwrap(), session["current"].as_bool().unwrap())).collect();
    let (first, second) = (first.text("session_id"), second.text("session_id"));
    assert_eq!(told, [(first.as_str(), false), (second.as_str(), true)]);
    let names: Vec<&String> = sessions[0].as_object().unwrap().keys().collect();
    assert_eq!(names, ["id", "created_at", "last_seen_at", "user_agent", "ip_prefix", "current"]);
    assert_eq!(sessions[0]["ip_prefix"], "192.0.2.0/24");
}

#[tokio::test]
async fn a_session_is_ended_by_its_owner_alone() {
    let shop = shop().await;
    let mari = shop.customer("mari").await;
    let mallory = shop.customer("mallory").await.text("token");
    let path = format!("{SESSIONS}/{}", mari.text("session_id"));

    let foreign = shop.delete(&path).bearer(&mallory).await;
    let unknown = shop.delete(&format!("{SESSIONS}/sess_00000000000000000000000000")).bearer(&mallory).await;

    assert_eq!(foreign.refusal(), (404, "not_found".into()));
    assert_eq!(foreign.without_id(), unknown.without_id());
    let ended = shop.delete(&path).bearer(&mari.text("token")).await.ok();
    assert_eq!(ended.json(), json!({ "id": mari.text("session_id"), "object": "session", "deleted": true }));
    assert_eq!(shop.get(ME).bearer(&mari.text("token")).await.refusal(), (401, "session_revoked".into()));
}

#[tokio::test]
async fn all_other_sessions_end_at_once() {
    let shop = shop().await;
    let here = shop.customer("mari").await.text("token");
    let there = shop.login("mari").await.ok().text("token");
    shop.get(ME).bearer(&there).await.ok();

    shop.delete(SESSIONS).bearer(&here).await.ok();

    assert_eq!(shop.get(ME).bearer(&there).await.refusal(), (401, "session_revoked".into()));
    shop.get(ME).bearer(&here).await.ok();
}

#[tokio::test]
async fn after_logging_out_no_token_of_the_session_is_worth_anything() {
    let shop = shop().await;
    shop.account("mari").await;
    let entered = shop.login("mari").on_page().await.ok();
    let access = entered.text("token");
    let refresh = entered.cookie("__Host-wufi_refresh");
    let session = shop.post("/auth/session").bearer(&access).await.ok().cookie("__Host-wufi_session");

    let left = shop.delete("/auth/session").on_page().cookies(&session).await.ok();

    assert_eq!((left.json(), left.header("clear-site-data")), (json!({ "success": true }), "\"cache\", \"storage\""));
    assert_eq!(left.cookie("__Host-wufi_session"), "__Host-wufi_session=");
    assert_eq!(left.cookie("__Host-wufi_refresh"), "__Host-wufi_refresh=");
    let over = (401, "session_revoked".to_owned());
    assert_eq!(shop.get(ME).bearer(&access).await.refusal(), over);
    assert_eq!(shop.get(ME).cookies(&session).await.refusal(), over);
    assert_eq!(shop.post("/auth/token/refresh").cookies(&refresh).await.refusal(), over);
}

#[tokio::test]
async fn a_browser_with_nothing_but_its_refresh_cookie_logs_out_too() {
    let shop = shop().await;
    shop.account("mari").await;
    let entered = shop.login("mari").on_page().await.ok();
    shop.wait(3_600);

    shop.delete("/auth/session").on_page().cookies(&entered.cookie("__Host-wufi_refresh")).await.ok();

    assert_eq!(shop.count("SELECT COUNT(*) FROM session WHERE end_reason = 'logout'").await, 1);
}

#[tokio::test]
async fn a_browser_whose_access_token_is_over_logs_out_all_the_same() {
    let shop = shop().await;
    shop.account("mari").await;
    let entered = shop.login("mari").on_page().await.ok();
    let refresh = entered.cookie("__Host-wufi_refresh");
    shop.wait(3_600);

    shop.delete("/auth/session").on_page().bearer(&entered.text("token")).cookies(&refresh).await.ok();

    assert_eq!(shop.post("/auth/token/refresh").cookies(&refresh).await.refusal(), (401, "session_revoked".into()));
}

#[tokio::test]
async fn whoever_is_logged_out_already_loses_their_cookies_all_the_same() {
    let shop = shop().await;
    for asking in [shop.delete("/auth/session"), shop.delete("/auth/session").cookies("__Host-wufi_session=wst1.x")] {
        let answer = asking.await;
        assert_eq!(answer.status, 401);
        assert_eq!(answer.set_cookies().len(), 2);
        assert_eq!(answer.header("clear-site-data"), "", "no browser asked");
    }
}

#[tokio::test]
async fn what_one_logs_in_with_is_changed_by_the_password_and_ends_the_other_sessions() {
    let shop = shop().await;
    let here = shop.customer("mari").await.text("token");
    let there = shop.login("mari").await.ok().text("token");
    let change = |path: &str, body| shop.post(&format!("/store/auth/{path}")).bearer(&here).json(body);

    let wrong = change("email", json!({ "email": "uus@wufi.ee", "password": "vale parool" })).await;
    change("password", json!({ "current_password": PASSWORD, "password": "neli põdrapead" })).await.ok();
    change("email", json!({ "email": "uus@wufi.ee", "password": "neli põdrapead" })).await.ok();

    assert_eq!((wrong.refusal(), wrong.header("www-authenticate")), ((401, "invalid_credentials".into()), "Bearer"));
    assert_eq!(shop.get(ME).bearer(&there).await.refusal(), (401, "session_revoked".into()));
    assert_eq!(shop.get(ME).bearer(&here).await.ok().json()["customer"]["email"], "uus@wufi.ee");
}
