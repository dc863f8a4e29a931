//! Ids that are nothing of the caller's.

use serde_json::json;

use crate::kit::{Shop, shop};

const UNKNOWN: &str = "/store/carts/cart_00000000000000000000000000";

/// A cart of somebody who is logged in.
async fn cart_of(shop: &Shop, access: &str) -> String {
    let made = shop.post("/store/carts").bearer(access).json(json!({})).await.ok();
    format!("/store/carts/{}", made.json()["cart"]["id"].as_str().unwrap())
}

#[tokio::test]
async fn unknown_and_foreign_carts_are_answered_and_counted_the_same() {
    let shop = shop().await;
    let mari = shop.customer("mari").await.text("token");
    let mallory = shop.customer("mallory").await.text("token");
    let hers = cart_of(&shop, &mari).await;
    let misses = async || shop.count("SELECT CAST(SUM(misses) AS BIGINT) FROM session").await;

    let foreign = shop.get(&hers).bearer(&mallory).await;
    assert_eq!((foreign.refusal(), misses().await), ((404, "not_found".into()), 1));
    let unknown = shop.get(UNKNOWN).bearer(&mallory).await;
    assert_eq!((unknown.without_id(), misses().await), (foreign.without_id(), 2));
}

#[tokio::test]
async fn what_is_there_and_whoever_is_nobody_count_for_nothing() {
    let shop = shop().await;
    let mari = shop.customer("mari").await.text("token");
    let hers = cart_of(&shop, &mari).await;

    shop.get(&hers).bearer(&mari).await.ok();
    assert_eq!(shop.get(&hers).await.refusal(), (404, "not_found".into()));
    assert_eq!(shop.get(UNKNOWN).await.refusal(), (404, "not_found".into()));

    assert_eq!(shop.count("SELECT CAST(SUM(misses) AS BIGINT) FROM session").await, 0);
}

#[tokio::test]
async fn ids_on_routes_of_customers_alone_are_counted_as_well() {
    let shop = shop().await;
    let mallory = shop.customer("mallory").await.text("token");

    for path in ["/store/customers/me/addresses/cuaddr_00000000000000000000000000", "/store/customers/me"] {
        shop.get(path).bearer(&mallory).await;
    }

    assert_eq!(shop.count("SELECT CAST(SUM(misses) AS BIGINT) FROM session").await, 1);
}
