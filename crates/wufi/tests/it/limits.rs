//! Limits that hold for a cart as a whole, not only for each request.

use serde_json::{Map, Value, json};
use wufi_domain::fault::Code;

use crate::kit::Shop;
use crate::kit::shopper::{line, text};

const KIBBLE: &str = "SKP-KANA-2KG";
/// Nobody counts how many of it there are.
const ADVICE: &str = "WUF-NOU-30";

#[tokio::test]
async fn facts_laid_over_facts_take_no_more_than_facts_at_once() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let cart = format!("/store/carts/{}", text(&mari.post("/store/carts", json!({})).await.ok()["cart"]["id"]));
    let facts =
        |from: usize| -> Value { (from..from + 20).map(|at| (format!("fact_{at}"), json!("x"))).collect::<Map<_, _>>().into() };

    mari.post(&cart, json!({ "metadata": facts(0) })).await.ok();
    let over = mari.post(&cart, json!({ "metadata": facts(20) })).await.refused(Code::InvalidField);
    mari.post(&cart, json!({ "metadata": { "fact_0": "" } })).await.ok();
    let in_place = mari.post(&cart, json!({ "metadata": { "another": "y" } })).await.ok();

    assert_eq!(over["errors"][0]["path"], "metadata");
    assert_eq!(in_place["cart"]["metadata"].as_object().unwrap().len(), 20);
}

#[tokio::test]
async fn a_line_that_grows_bit_by_bit_ends_at_999() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let cart = format!("/store/carts/{}", text(&mari.post("/store/carts", json!({})).await.ok()["cart"]["id"]));

    mari.post(&format!("{cart}/line-items"), line(ADVICE, 999)).await.ok();
    let over = mari.post(&format!("{cart}/line-items"), line(ADVICE, 1)).await.refused(Code::InvalidField);

    assert_eq!(over["errors"][0]["path"], "quantity");
    assert_eq!(mari.get(&cart).await.ok()["cart"]["items"][0]["quantity"], 999);
}

#[tokio::test]
async fn lines_of_one_variant_share_its_stock() {
    let shop = Shop::open().await;
    shop.stock(KIBBLE, 5).await;
    let mari = shop.shopper();
    let cart = format!("/store/carts/{}", text(&mari.post("/store/carts", json!({})).await.ok()["cart"]["id"]));
    let mut gift = line(KIBBLE, 3);
    gift["metadata"] = json!({ "gift": true });

    mari.post(&format!("{cart}/line-items"), line(KIBBLE, 3)).await.ok();
    mari.post(&format!("{cart}/line-items"), gift).await.refused(Code::InsufficientInventory);

    assert_eq!(mari.get(&cart).await.ok()["cart"]["items"].as_array().unwrap().len(), 1);
}
