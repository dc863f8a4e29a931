//! How often who may ask for what, over sockets and all at once.

use reqwest::{Client, Method, Version};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::kit::shopper::{line, tallinn, text};
use crate::kit::{Answer, Shop, Shopper};

/// Nobody counts how many of it there are.
const ADVICE: &str = "WUF-NOU-30";
/// What an unmodified storefront made for Medusa needs.
const MEDUSA: (&str, &str) = ("WUFI_SECURITY__PROFILE", "medusa");

#[tokio::test]
async fn of_two_hundred_at_once_over_one_connection_a_hundred_are_accepted() {
    let shop = Shop::open_as(&[]).await;
    let client = Client::builder().no_proxy().http2_prior_knowledge().build().unwrap();
    let url = format!("http://{}/store/carts/cart_00000000000000000000000000", shop.server.address);

    let mut asked = JoinSet::new();
    for _ in 0..200 {
        asked.spawn(client.get(&url).header("x-publishable-api-key", &shop.key).send());
    }
    let heard: Vec<_> = asked.join_all().await.into_iter().map(Result::unwrap).collect();

    assert!(heard.iter().all(|answer| answer.version() == Version::HTTP_2));
    assert_eq!(heard.iter().filter(|answer| answer.status() == 404).count(), 100);
    assert_eq!(heard.iter().filter(|answer| answer.status() == 429).count(), 100);
}

/// What Medusa's starter sends when somebody buys: from its server, with no cookie and nobody's address.
async fn buy(shopper: Shopper) -> Result<Value, Answer> {
    let send = async |path: &str, body: Value| {
        let answer = Answer::read(shopper.request(Method::POST, path).json(&body).send().await.unwrap()).await;
        if answer.status == 429 { Err(answer) } else { Ok(answer.ok()) }
    };
    let whole = json!({ "email": "mari@wufi.test", "items": [line(ADVICE, 1)], "shipping_address": tallinn() });
    let made = send("/store/carts", whole).await?;
    let cart = format!("/store/carts/{}", text(&made["cart"]["id"]));
    let opened = send("/store/payment-collections", json!({ "cart_id": made["cart"]["id"] })).await?;
    let sessions = format!("/store/payment-collections/{}/payment-sessions", text(&opened["payment_collection"]["id"]));
    for _ in 0..3 {
        send(&sessions, json!({ "provider_id": "pp_system_default" })).await?;
    }
    send(&format!("{cart}/complete"), json!({})).await
}

/// How many of fifty shoppers get what they want, all at once.
async fn bought(shop: &Shop) -> usize {
    let mut buying = JoinSet::new();
    for _ in 0..50 {
        buying.spawn(buy(shop.shopper()));
    }
    buying.join_all().await.iter().filter(|bought| bought.is_ok()).count()
}

#[tokio::test]
async fn fifty_shoppers_of_one_unmodified_storefront_buy_at_once() {
    let shop = Shop::open_as(&[MEDUSA, ("WUFI_SERVER__TRUSTED_PROXIES", "127.0.0.1")]).await;
    assert_eq!(bought(&shop).await, 50);
}

#[tokio::test]
async fn fifty_shoppers_at_one_address_are_one_client() {
    let shop = Shop::open_as(&[MEDUSA]).await;
    assert!(bought(&shop).await <= 3);
}

#[tokio::test]
async fn limits_are_as_the_configuration_says() {
    let shop = Shop::open_as(&[("WUFI_LIMITS__BROWSE__REQUESTS", "2"), ("WUFI_LIMITS__BROWSE__WINDOW_SECS", "7")]).await;
    let mari = shop.shopper();
    let ask = async || Answer::read(mari.request(Method::GET, "/store/csrf").send().await.unwrap()).await;

    let told = [ask().await, ask().await, ask().await].map(|answer| (answer.status, answer.header("ratelimit").to_owned()));

    let said = |status, left| (status, format!("\"browse\";r={left};t=7"));
    assert_eq!(told, [said(200, 1), said(200, 0), said(429, 0)]);
    shop.db.clock().advance(7_000);
    assert_eq!(ask().await.status, 200);
}
