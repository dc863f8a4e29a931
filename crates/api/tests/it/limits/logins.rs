//! Tries at credentials, and renewing logins.

use serde_json::json;
use wufi_domain::chance::Chance;
use wufi_domain::ids::{Id, SessionId};
use wufi_guard::opaque_token::RefreshToken;

use super::*;
use crate::kit::PASSWORD;

const REFRESH: &str = "/auth/token/refresh";

fn refresh(shop: &Shop, token: &str) -> Asking {
    shop.post(REFRESH).json(json!({ "refresh_token": token }))
}

fn wrong_login(shop: &Shop, nth: usize) -> Asking {
    shop.post("/auth/customer/emailpass").json(json!({ "email": format!("keegi{nth}@wufi.ee"), "password": "vale salasõna" }))
}

#[tokio::test]
async fn every_way_to_try_a_credential_counts_in_one_limit() {
    let shop = limited().await;
    let mari = shop.customer("mari").await.text("token");
    shop.wait(60);
    let body = json!({ "email": "mari@wufi.ee", "password": PASSWORD, "current_password": "x", "identifier": "mari@wufi.ee" });
    let ways = [
        "/auth/customer/emailpass",
        "/auth/user/emailpass",
        "/auth/customer/emailpass/register",
        "/auth/customer/emailpass/reset-password",
        "/auth/customer/emailpass/update",
        "/store/auth/step-up",
        "/store/auth/password",
        "/store/auth/email",
    ];

    let passed = accepted(ways.len(), async |nth| shop.post(ways[nth]).bearer(&mari).json(body.clone()).await).await;

    assert_eq!(passed, 5);
    // What reads one's own sessions, or ends one, is no try.
    shop.get("/store/auth/sessions").bearer(&mari).await.ok();
    shop.delete("/auth/session").bearer(&mari).await.ok();
}

/// Somebody who has an account does not wash their hands of guesses at others by logging into it.
#[tokio::test]
async fn logging_into_ones_own_account_between_guesses_takes_none_of_them_back() {
    let shop = limited().await;
    shop.account("mallory").await;
    shop.wait(60);

    let passed = accepted(12, async |nth| if nth % 2 == 0 { wrong_login(&shop, nth).await } else { shop.login("mallory").await });

    assert_eq!(passed.await, 5);
}

#[tokio::test]
async fn a_login_is_renewed_thirty_times_a_minute_by_whatever_renews_it() {
    let shop = limited().await;
    let entered = shop.customer("mari").await;
    let other = shop.login("mari").await.ok().text("refresh_token");
    let (mut token, access) = (entered.text("refresh_token"), entered.text("token"));

    let mut passed = 0;
    for nth in 0..60 {
        let cookie = format!("__Host-wufi_refresh={token}");
        let asking = match nth % 3 {
            0 => refresh(&shop, &token),
            1 => shop.post(REFRESH).cookies(&cookie),
            _ => shop.post(REFRESH).bearer(&access),
        };
        let renewed = asking.at(&format!("203.0.113.{nth}")).await;
        if renewed.status == 200 {
            passed += 1;
            token = renewed.json()["refresh_token"].as_str().map_or(token, str::to_owned);
        } else {
            wait(&renewed);
        }
    }

    assert_eq!(passed, 30);
    refresh(&shop, &other).await.ok();
}

/// The body says who is meant, so a cookie of somebody else's costs them nothing.
#[tokio::test]
async fn a_renewal_counts_for_the_login_that_it_renews() {
    let shop = limited().await;
    let (mari, juri) = (shop.customer("mari").await.text("refresh_token"), shop.customer("juri").await.text("refresh_token"));
    let cookie = format!("__Host-wufi_refresh={juri}");

    let told = refresh(&shop, &mari).cookies(&cookie).await.ok();

    assert_eq!(told.header("ratelimit"), r#""refresh";r=29;t=60"#);
    assert_eq!(refresh(&shop, &juri).await.ok().header("ratelimit"), r#""refresh";r=29;t=60"#);
}

#[tokio::test]
async fn what_renews_nothing_is_a_try_at_credentials() {
    let shop = limited().await;
    let forged = format!("wrt1.x.{}.1.{}", "sess_00000000000000000000000000", "A".repeat(43));
    let ways: [(&str, Asking); 8] = [
        ("nothing", shop.post(REFRESH)),
        ("an empty body", shop.post(REFRESH).json(json!({}))),
        ("a made-up token", refresh(&shop, "wrt1.a.b.c.d")),
        ("a forged token", refresh(&shop, &forged)),
        ("a forged cookie", shop.post(REFRESH).cookies("__Host-wufi_refresh=wrt1.a.b.c.d")),
        ("a made-up access token", shop.post(REFRESH).bearer("a.b.c")),
        ("a body that is none", shop.post(REFRESH).json(json!(["x"]))),
        ("a field that is none", shop.post(REFRESH).json(json!({ "token": "x" }))),
    ];

    let mut heard = Vec::new();
    for (what, asking) in ways {
        heard.push((what, asking.await.status));
    }

    let passed = heard.iter().take_while(|(_, status)| *status != 429).count();
    assert_eq!(passed, 5, "{heard:?}");
    assert!(heard.iter().skip(5).all(|(_, status)| *status == 429), "{heard:?}");
    wait(&shop.login("mari").await);
}

/// A token of ours whose login is over is found out by looking; that it was so is counted afterwards.
#[tokio::test]
async fn a_login_that_is_over_counts_as_a_try_each_time_it_is_renewed() {
    let shop = limited().await;
    let entered = shop.customer("mari").await;
    shop.delete("/auth/session").bearer(&entered.text("token")).await.ok();
    shop.wait(60);

    let told = refresh(&shop, &entered.text("refresh_token")).await;

    assert_eq!(told.refusal(), (401, "session_revoked".into()));
    assert_eq!(told.header("ratelimit"), r#""auth";r=4;t=60, "refresh";r=29;t=60"#);
    accepted(4, async |_| refresh(&shop, &entered.text("refresh_token")).await).await;
    wait(&shop.login("mari").await);
}

/// Somebody at the same address types wrong passwords; else they could log out everybody there, one after the other.
#[tokio::test]
async fn wrong_passwords_of_a_neighbour_stop_no_renewal() {
    let shop = limited().await;
    let mut token = shop.customer("mari").await.text("refresh_token");
    accepted(50, async |nth| wrong_login(&shop, nth).await).await;
    wait(&shop.login("mari").await);

    for _ in 0..20 {
        token = refresh(&shop, &token).await.ok().text("refresh_token");
    }
    // Such a token of a login that never was: ours by its signature alone.
    let keyring = shop.gate.keys.current();
    let never = RefreshToken { session: SessionId::fresh(shop.db.now(), &Chance::System), generation: 0 };
    let never = never.issue(&keyring, shop.db.now()).expose().to_owned();
    assert_eq!(refresh(&shop, &never).await.refusal(), (401, "refresh_token_invalid".into()));
    wait(&refresh(&shop, "wrt1.a.b.c.d").await);
}

#[tokio::test]
async fn whoever_has_just_registered_is_counted_by_their_registration() {
    let shop = limited().await;
    let token = shop.register("mari").await;
    shop.post("/store/customers").bearer(&token).json(json!({})).await.ok();

    let entered = shop.post(REFRESH).bearer(&token).await.ok();
    let again = shop.post(REFRESH).bearer(&token).await;

    assert_eq!(entered.header("ratelimit"), r#""refresh";r=29;t=60"#);
    assert_eq!((again.status, again.header("ratelimit")), (401, r#""auth";r=3;t=60, "refresh";r=28;t=60"#));
}
