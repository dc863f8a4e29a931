//! Staff and programs of the shop.

use axum::http::header::AUTHORIZATION;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use wufi_domain::email::Email;
use wufi_domain::staff::Role;
use wufi_flow::keys::{self, KeyError};
use wufi_flow::staff;
use wufi_guard::api_key::KeyKind;
use wufi_guard::digest::token_digest;
use wufi_guard::secret::Secret;

use crate::kit::{Shop, shop};

const ME: &str = "/admin/users/me";
const LOG: &str = "/admin/audit-log";

async fn log(shop: &Shop, access: &str, query: &str) -> Value {
    shop.get(&format!("{LOG}?{query}")).bearer(access).await.ok().json()
}

fn types(log: &Value) -> Vec<&str> {
    log["audit_log"].as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_member_of_staff_sees_who_they_are() {
    let shop = shop().await;
    let access = shop.staff("peremees", Role::Owner).await;

    let user = shop.get(ME).bearer(&access).await.ok().json();

    assert_eq!((&user["user"]["email"], &user["user"]["role"]), (&json!("peremees@wufi.ee"), &json!("owner")));
    assert!(!user.to_string().contains("argon2"));
}

#[tokio::test]
async fn the_record_is_for_owners_and_auditors() {
    let shop = shop().await;
    let owner = shop.staff("peremees", Role::Owner).await;
    let auditor = shop.staff("audiitor", Role::Auditor).await;
    let clerk = shop.staff("muuja", Role::Staff).await;

    shop.get(LOG).bearer(&owner).await.ok();
    shop.get(LOG).bearer(&auditor).await.ok();
    assert_eq!(shop.get(LOG).bearer(&clerk).await.refusal(), (403, "role_missing".into()));
    shop.get(ME).bearer(&clerk).await.ok();
}

#[tokio::test]
async fn customers_and_whoever_is_nobody_do_not_come_in() {
    let shop = shop().await;
    let customer = shop.customer("mari").await.text("token");
    let cookie = shop.post("/auth/session").bearer(&customer).await.ok().cookie("__Host-wufi_session");

    for path in [ME, LOG] {
        assert_eq!(shop.get(path).bearer(&customer).await.refusal(), (401, "token_invalid".into()));
        assert_eq!(shop.get(path).cookies(&cookie).await.refusal(), (401, "token_invalid".into()));
        assert_eq!(shop.get(path).await.refusal(), (401, "token_missing".into()));
    }
}

#[tokio::test]
async fn a_role_is_the_one_that_they_have_now() {
    let shop = shop().await;
    let access = shop.staff("peremees", Role::Owner).await;
    shop.get(LOG).bearer(&access).await.ok();

    let mut tx = shop.db.begin().await.unwrap();
    tx.query("UPDATE staff SET role = 'staff' WHERE email = 'peremees@wufi.ee'").write_one().await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(shop.get(LOG).bearer(&access).await.refusal(), (403, "role_missing".into()));
}

#[tokio::test]
async fn who_is_kept_out_is_refused_at_once_though_their_session_was_seen_a_moment_ago() {
    let shop = shop().await;
    let access = shop.staff("peremees", Role::Owner).await;
    // The first use of a token is noted and the session read anew; from the second on it is the one that was read.
    for _ in 0..2 {
        shop.get(LOG).bearer(&access).await.ok();
    }

    let mut tx = shop.db.begin().await.unwrap();
    staff::set_disabled(&mut tx, &Email::parse("peremees@wufi.ee").unwrap(), true).await.unwrap();
    tx.commit().await.unwrap();

    // The clock stands: this node still holds the session as it was.
    assert_eq!(shop.get(LOG).bearer(&access).await.refusal(), (401, "token_invalid".into()));
}

#[tokio::test]
async fn a_key_that_was_taken_back_opens_nothing_at_once_and_others_go_on() {
    let shop = shop().await;
    let (kept, taken) = (shop.key(KeyKind::Secret).await, shop.key(KeyKind::Secret).await);
    let with = |key: &Secret| shop.get(LOG).header(AUTHORIZATION, &format!("Basic {}", key.expose()));
    with(&taken).await.ok();

    let mut tx = shop.db.begin().await.unwrap();
    let id = wufi_store::admin::keys::of_secret(&mut tx, &token_digest(taken.expose())).await.unwrap().unwrap();
    keys::revoke(&mut tx, &id).await.unwrap();
    assert!(matches!(keys::revoke(&mut tx, &id).await, Err(KeyError::Unknown)));
    tx.commit().await.unwrap();

    assert_eq!(with(&taken).await.refusal(), (401, "token_invalid".into()));
    let log = with(&kept).await.ok().json();
    assert_eq!(types(&log).iter().filter(|event| **event == "api_key_revoked").count(), 1);
}

#[tokio::test]
async fn a_program_comes_in_with_its_secret_key_and_with_no_other() {
    let shop = shop().await;
    let secret = shop.key(KeyKind::Secret).await;
    let publishable = shop.key(KeyKind::Publishable).await;
    let with = |value: String| shop.get(LOG).header(AUTHORIZATION, &format!("Basic {value}"));
    let encoded = |text: &str| STANDARD.encode(text);

    for right in [secret.expose().to_owned(), encoded(secret.expose()), encoded(&format!("{}:", secret.expose()))] {
        with(right).await.ok();
    }
    let unknown = format!("sk_{}", "0".repeat(64));
    for wrong in [publishable.expose().to_owned(), encoded(publishable.expose()), unknown, encoded(":sk_"), "%%%".into()] {
        assert_eq!(with(wrong).await.refusal(), (401, "token_invalid".into()));
    }
    assert_eq!(shop.get(LOG).bearer(secret.expose()).await.refusal(), (401, "token_invalid".into()));
}

#[tokio::test]
async fn the_record_is_filtered_by_what_is_asked() {
    let shop = shop().await;
    let owner = shop.staff("peremees", Role::Owner).await;
    shop.wait(10);
    let from = shop.db.now();
    shop.account("mari").await;
    shop.wait(1);
    let login = shop.login("mari").await.ok();
    let request = login.header("x-request-id").to_owned();

    assert_eq!(types(&log(&shop, &owner, "type=customer_created").await), ["customer_created"]);
    let of_request = log(&shop, &owner, &format!("request_id={request}")).await;
    assert_eq!(types(&of_request), ["authn_login_success"]);
    let customer = of_request["audit_log"][0]["actor_id"].as_str().unwrap();
    let of_actor = log(&shop, &owner, &format!("actor_id={customer}&from={from}")).await;
    assert_eq!(types(&of_actor), ["customer_created", "authn_login_success"]);
    assert_eq!(types(&log(&shop, &owner, &format!("to={from}&type=customer_created")).await), [""; 0]);
}

#[tokio::test]
async fn the_record_is_read_page_by_page_and_nothing_is_seen_twice_or_missed() {
    let shop = shop().await;
    let owner = shop.staff("peremees", Role::Owner).await;
    for name in ["mari", "juri", "kati"] {
        shop.account(name).await;
    }
    let whole = log(&shop, &owner, "limit=1000").await;

    let mut paged = Vec::new();
    let mut query = Some("limit=2".to_owned());
    while let Some(asked) = query {
        let page = log(&shop, &owner, &asked).await;
        paged.extend(page["audit_log"].as_array().unwrap().clone());
        query = page["next_cursor"].as_str().map(|next| format!("limit=2&cursor={next}"));
    }

    assert_eq!(json!(paged), whole["audit_log"]);
    assert_eq!(whole["next_cursor"], Value::Null);
}

#[tokio::test]
async fn the_record_holds_no_secret_and_no_address() {
    let shop = shop().await;
    let owner = shop.staff("peremees", Role::Owner).await;
    let entered = shop.customer("mari").await;
    shop.post("/auth/token/refresh").json(json!({ "refresh_token": entered.text("refresh_token") })).await.ok();
    shop.post("/auth/session").bearer(&entered.text("token")).await.ok();

    let told = log(&shop, &owner, "limit=1000").await.to_string();

    for secret in ["wrt1.", "wst1.", "eyJ", "põdrapead", "mari@", "192.0.2.7"] {
        assert!(!told.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn what_is_asked_of_the_record_is_read_strictly() {
    let shop = shop().await;
    let owner = shop.staff("peremees", Role::Owner).await;
    for query in ["limit=0", "limit=1001", "from=eile", "type=a'%20OR%201=1", "order=at", "cursor[]=a"] {
        assert_eq!(shop.get(&format!("{LOG}?{query}")).bearer(&owner).await.refusal(), (400, "invalid_query".into()), "{query}");
    }
}
