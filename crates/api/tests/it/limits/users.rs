//! What is counted by whoever it is: orders and payments.

use axum::http::header::ORIGIN;
use serde_json::json;
use wufi_domain::chance::Chance;
use wufi_domain::ids::{CartId, Id, PaymentCollectionId};
use wufi_guard::opaque_token::GuestToken;

use super::*;

/// A payment that somebody begins, of a collection that is not there.
fn pay(shop: &Shop, collection: &str) -> Asking {
    shop.post(&format!("/store/payment-collections/{collection}/payment-sessions"))
        .json(json!({ "provider_id": "pp_system_default" }))
}

fn collection() -> String {
    PaymentCollectionId::fresh(wufi_domain::moment::Moment::from_millis(0), &Chance::System).as_str().to_owned()
}

fn cart() -> String {
    CartId::fresh(wufi_domain::moment::Moment::from_millis(0), &Chance::System).as_str().to_owned()
}

/// The proof of a guest who has just come.
fn guest(shop: &Shop) -> String {
    GuestToken::fresh(&Chance::System).issue(&shop.gate.keys.current(), shop.db.now()).expose().to_owned()
}

#[tokio::test]
async fn a_customer_has_one_limit_from_wherever_and_with_whatever_they_come() {
    let shop = limited().await;
    let mari = shop.customer("mari").await;
    let again = shop.login("mari").await.ok().text("token");
    let tokens = [mari.text("token"), again];

    let passed = accepted(60, async |nth| {
        let asking = pay(&shop, &collection()).at(&format!("203.0.113.{nth}")).header(GUEST, &guest(&shop));
        asking.bearer(&tokens[nth % 2]).await
    });

    assert_eq!(passed.await, 3);
    let juri = shop.customer("juri").await.text("token");
    assert_ne!(pay(&shop, &collection()).bearer(&juri).await.status, 429);
}

#[tokio::test]
async fn a_guest_has_one_limit_however_many_carts_they_make() {
    let shop = limited().await;
    let proof = guest(&shop);

    let paid = accepted(20, async |nth| pay(&shop, &collection()).at(&format!("203.0.113.{nth}")).header(GUEST, &proof).await);
    assert_eq!(paid.await, 3);
    let ordered = accepted(40, async |nth| {
        shop.post(&format!("/store/carts/{}/complete", cart())).at(&format!("203.0.113.{nth}")).header(GUEST, &proof).await
    });
    assert_eq!(ordered.await, 10);
}

#[tokio::test]
async fn whoever_shows_nothing_is_counted_by_the_cart_or_the_collection() {
    let shop = limited().await;
    let (cart, collection) = (cart(), collection());
    let at = |nth: usize| format!("203.0.113.{nth}");

    assert_eq!(accepted(20, async |nth| pay(&shop, &collection).at(&at(nth)).await).await, 3);
    let complete = async |nth| shop.post(&format!("/store/carts/{cart}/complete")).at(&at(nth)).await;
    assert_eq!(accepted(40, complete).await, 10);
    // However it is written.
    let escaped = cart.replace('_', "%5f");
    assert_eq!(shop.post(&format!("/store/carts/{escaped}/complete")).at(&at(200)).await.status, 429);
}

/// Carts, guests and registrations are free to make: the address bounds what comes of them.
#[tokio::test]
async fn making_a_new_cart_guest_or_registration_each_time_gains_no_more_than_three_users() {
    let shop = limited().await;
    assert_eq!(accepted(30, async |_| pay(&shop, &collection()).await).await, 9);

    let shop = limited().await;
    assert_eq!(accepted(30, async |_| pay(&shop, &collection()).header(GUEST, &guest(&shop)).await).await, 9);
    assert_eq!(accepted(90, async |_| shop.post("/store/payment-collections").header(GUEST, &guest(&shop)).await).await, 30);

    let shop = limited().await;
    let typed = |nth: usize| json!({ "email": format!("keegi{nth}@wufi.ee"), "password": "kolm põdrapead" });
    let registered = async |nth| shop.post("/auth/customer/emailpass/register").json(typed(nth)).await;
    assert_eq!(accepted(12, registered).await, 5);
}

/// A token that is none, or whose time is over, makes nobody of anybody: whoever brings it is who they are without.
#[tokio::test]
async fn a_token_of_ones_own_making_is_nobodys_limit() {
    let shop = limited().await;
    let mari = shop.customer("mari").await.text("token");
    let proof = guest(&shop);
    let forged = |nth: usize| format!("{}{}", &mari[..mari.len() - 4], ["AAAA", "BBBB", "CCCC", "DDDD"][nth % 4]);

    let passed = accepted(20, async |nth| {
        pay(&shop, &collection()).at(&format!("203.0.113.{nth}")).bearer(&forged(nth)).header(GUEST, &proof).await
    });

    assert_eq!(passed.await, 3);
    // And cost nothing of whoever it claims to be.
    assert_eq!(left(&pay(&shop, &collection()).bearer(&mari).await), 2);
}

#[tokio::test]
async fn a_browser_with_a_session_cookie_is_counted_as_its_customer_whichever_login_it_is() {
    let shop = limited().await;
    let mut token = shop.customer("mari").await.text("token");
    let mut passed = 0;
    for login in 0..3 {
        let cookie = shop.post("/auth/session").bearer(&token).await.ok().cookie("__Host-wufi_session");
        let at = |nth| format!("203.0.{login}.{nth}");
        passed += accepted(9, async |nth| pay(&shop, &collection()).at(&at(nth)).cookies(&cookie).await).await;
        token = shop.login("mari").await.ok().text("token");
    }

    assert_eq!(passed, 3);
    assert_eq!(pay(&shop, &collection()).bearer(&token).await.status, 429);
}

/// Old logins are not looked up where requests are counted, so each would else have a limit of its own.
#[tokio::test]
async fn whoever_hoards_logins_renews_no_more_than_twenty_of_them_as_often_as_one_may() {
    let shop = limited_to(&[(Class::Refresh, 2), (Class::Auth, 10_000)]).await;
    let mut passed = 0;
    for login in 0..25 {
        let token = shop.customer(&format!("mari{login}")).await.text("refresh_token");
        let renew = async |_| shop.post("/auth/token/refresh").json(json!({ "refresh_token": token })).await;
        passed += accepted(3, renew).await;
    }

    assert_eq!(passed, 40);
}

/// A login that is over still names whose it was, so logging out and in gains nothing.
#[tokio::test]
async fn logging_out_and_in_again_gains_nothing() {
    let shop = limited().await;
    let first = shop.customer("mari").await.text("token");
    assert_eq!(accepted(9, async |_| pay(&shop, &collection()).bearer(&first).await).await, 3);
    shop.delete("/auth/session").bearer(&first).await.ok();

    let second = shop.login("mari").await.ok().text("token");

    assert_eq!(pay(&shop, &collection()).bearer(&second).await.status, 429);
}

#[tokio::test]
async fn staff_and_keys_have_a_limit_each_and_strangers_one_for_all_of_them() {
    let shop = limited_to(&[(Class::Admin, 4)]).await;
    let members =
        [shop.staff("mari", wufi_domain::staff::Role::Owner).await, shop.staff("juri", wufi_domain::staff::Role::Owner).await];
    let me = || shop.get("/admin/users/me");

    for member in &members {
        assert_eq!(accepted(9, async |nth| me().at(&format!("203.0.113.{nth}")).bearer(member).await).await, 4);
    }
    let key = shop.key(wufi_guard::api_key::KeyKind::Secret).await;
    let basic = |key: &str| me().at("198.51.100.1").header(axum::http::header::AUTHORIZATION, &format!("Basic {key}"));
    assert_eq!(accepted(9, async |_| basic(key.expose()).await).await, 4);
    // Keys that somebody made up, tokens that are none, and none at all.
    let strangers = accepted(40, async |nth| match nth % 3 {
        0 => basic(&format!("sk_{nth}")).await,
        1 => me().at("198.51.100.1").bearer(&format!("{nth}.a.b")).await,
        _ => me().at("198.51.100.1").await,
    });
    assert_eq!(strangers.await, 8);
}

/// Checking a signature is most of what such a refusal costs, so it is not done for nothing without end.
#[tokio::test]
async fn signatures_are_not_checked_without_end_for_whoever_is_refused() {
    let shop = limited().await;
    let mari = shop.customer("mari").await.text("token");
    let ask = async || pay(&shop, &collection()).at("203.0.113.1").bearer(&mari).await;
    let policy = |answer: &Answer| answer.header("ratelimit-policy").to_owned();
    for _ in 0..3_000 {
        ask().await;
    }

    let refused = ask().await;

    // It is no policy of a class, so none is told; whoever counts on the payments' own would come back too early.
    assert_eq!(policy(&refused), "");
    wait(&refused);
    // Nor has another class signatures of its own.
    assert_eq!(shop.post(&format!("{CART}/complete")).at("203.0.113.1").bearer(&mari).await.status, 429);
    // Whoever brings none is not asked to pay for it, and other addresses are others.
    assert_ne!(pay(&shop, &collection()).at("203.0.113.1").await.status, 429);
    assert_eq!(policy(&pay(&shop, &collection()).at("203.0.113.2").bearer(&mari).await), r#""payment";q=3;w=60"#);
}

#[tokio::test]
async fn what_another_page_sends_uses_up_nothing_of_the_visitors() {
    let shop = shop_with(Profile::Strict, Enforcement::Enforce, |rates| rates).await;
    let proof = guest(&shop);
    for _ in 0..20 {
        let answer = pay(&shop, &collection()).header(GUEST, &proof).header(ORIGIN, "https://blogi.wufi.ee").await;
        assert!([403, 429].contains(&answer.status), "{}", answer.status);
    }

    // Of another network, since the page's requests count for the visitor's address.
    let mine = async |_| pay(&shop, &collection()).header(GUEST, &proof).at("203.0.113.7").await;
    assert_eq!(accepted(10, mine).await, 3);
}
