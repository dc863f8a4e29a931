//! Routes where a login is welcome and not needed.

use wufi_domain::enforcement::Enforcement;
use wufi_domain::session::Profile;

use crate::kit::{Shop, shop, shop_of};

const REGIONS: &str = "/store/regions";
const ME: &str = "/store/customers/me";

/// Tokens that do nothing: forged, expired and ended.
async fn idle_tokens(shop: &Shop) -> [(String, &'static str); 3] {
    let expired = shop.customer("mari").await.text("token");
    shop.wait(1_900);
    let ended = shop.login("mari").await.ok().text("token");
    shop.delete("/auth/session").bearer(&ended).await.ok();
    [("not.a.jwt".to_owned(), "token_invalid"), (expired, "token_expired"), (ended, "session_revoked")]
}

#[tokio::test]
async fn a_token_that_does_nothing_is_refused_in_the_strict_profile() {
    let shop = shop().await;
    for (token, code) in idle_tokens(&shop).await {
        assert_eq!(shop.get(REGIONS).bearer(&token).await.refusal(), (401, code.into()));
    }
}

#[tokio::test]
async fn in_the_medusa_profile_it_is_as_if_none_had_come_unless_one_is_needed() {
    let shop = shop_of(Profile::Medusa, Enforcement::Off).await;
    for (token, code) in idle_tokens(&shop).await {
        shop.get(REGIONS).bearer(&token).await.ok();
        assert_eq!(shop.get(ME).bearer(&token).await.refusal(), (401, code.into()));
    }
}

#[tokio::test]
async fn a_wrong_key_is_refused_before_a_token_is_looked_at() {
    let shop = shop().await;
    let two_keys = shop.get(REGIONS).header("x-publishable-api-key".parse().unwrap(), "pk_other").bearer("not.a.jwt");

    assert_eq!(two_keys.await.refusal(), (400, "publishable_key_invalid".into()));
}

#[tokio::test]
async fn what_somebody_asked_with_a_token_is_kept_by_no_shared_cache() {
    let shop = shop().await;
    let access = shop.customer("mari").await.text("token");

    assert_eq!(shop.get(REGIONS).await.ok().header("cache-control"), "public, max-age=60");
    assert_eq!(shop.get(REGIONS).bearer(&access).await.ok().header("cache-control"), "private, max-age=60");
}
