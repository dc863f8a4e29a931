//! What a session has to prove before it pays (contract §6: asked at payment sessions and at completion).

use axum::http::header::USER_AGENT;
use serde_json::json;

use crate::kit::{PASSWORD, shop, shop_of};
use wufi_domain::enforcement::Enforcement;
use wufi_domain::session::Profile;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const CHROME: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

#[tokio::test]
async fn a_session_that_changed_its_browser_pays_only_after_the_password() {
    let shop = shop().await;
    shop.account("mari").await;
    let token = shop.login("mari").header(USER_AGENT, FIREFOX).await.ok().text("token");
    let post = |path: &str, agent, token: &str| shop.post(path).header(USER_AGENT, agent).bearer(token);
    let cart = post("/store/carts", FIREFOX, &token).json(json!({})).await.ok().json()["cart"]["id"].as_str().unwrap().to_owned();
    let opened = post("/store/payment-collections", FIREFOX, &token).json(json!({ "cart_id": cart })).await.ok().json();
    let sessions =
        format!("/store/payment-collections/{}/payment-sessions", opened["payment_collection"]["id"].as_str().unwrap());
    let complete = format!("/store/carts/{cart}/complete");
    let provider = || json!({ "provider_id": "pp_system_default" });
    post(&sessions, FIREFOX, &token).json(provider()).await.ok();
    let asked = (403, "step_up_required".to_owned());

    assert_eq!(post(&sessions, CHROME, &token).json(provider()).await.refusal(), asked);
    assert_eq!(post(&complete, CHROME, &token).await.refusal(), asked);
    assert_eq!(post(&complete, FIREFOX, &token).await.refusal(), asked, "nobody knows which of the two is the owner");

    let stepped = post("/store/auth/step-up", CHROME, &token).json(json!({ "password": PASSWORD })).await.ok().text("token");
    post(&sessions, CHROME, &stepped).json(provider()).await.ok();
    assert_eq!(post(&complete, CHROME, &stepped).await.refusal(), (400, "cart_empty".into()));
    assert_eq!(post(&sessions, CHROME, &token).json(provider()).await.refusal(), asked, "the old token proves nothing");
}

#[tokio::test]
async fn an_address_a_version_and_the_medusa_profile_ask_for_nothing() {
    let newer = FIREFOX.replace("140.0", "145.0");
    for (profile, agent) in [(Profile::Strict, newer.as_str()), (Profile::Medusa, CHROME)] {
        let shop = shop_of(profile, Enforcement::Off).await;
        shop.account("mari").await;
        let token = shop.login("mari").header(USER_AGENT, FIREFOX).await.ok().text("token");
        let post = |path: &str| shop.post(path).header(USER_AGENT, agent).at("203.0.113.9").bearer(&token);
        let cart = post("/store/carts").json(json!({})).await.ok().json()["cart"]["id"].as_str().unwrap().to_owned();

        let completed = post(&format!("/store/carts/{cart}/complete")).await;

        assert_eq!(completed.refusal(), (400, "cart_empty".into()), "{profile:?}");
    }
}
