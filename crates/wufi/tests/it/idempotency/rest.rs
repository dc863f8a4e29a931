//! What lies in the database: nothing that whoever reads it could use, and nothing that whoever writes it could swap.

use serde_json::json;
use wufi_domain::chance::Chance;
use wufi_domain::fault::Code;

use super::{KIBBLE, change, count, is_replayed};
use crate::kit::Shop;
use crate::kit::shopper::{line, tallinn};

#[tokio::test]
async fn neither_key_nor_body_nor_answer_can_be_read_in_the_database() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let key = "8e03978e-40d5-43e8-bc93-6894a57f9324";
    let body = json!({ "email": "mari@wufi.test", "items": [line(KIBBLE, 1)], "shipping_address": tallinn() });
    let made = mari.post_under(key, "/store/carts", body).await.ok();

    let mut tx = shop.db.read().await.unwrap();
    let rows: Vec<(String, String, String, String)> =
        tx.query("SELECT scope, claim_id, asked, answer FROM idempotency").all().await.unwrap();

    let (scope, claim, asked, answer) = &rows[0];
    let all = [scope.as_str(), claim, asked, answer].join(" ");
    let secrets = [key, "8e03978e", "mari@", "Maasikas", "Tallinn", "/store/carts", made["cart"]["id"].as_str().unwrap()];
    for secret in secrets {
        assert!(!all.contains(secret), "{secret} is in {all}");
    }
    assert!(rows.len() == 1 && scope.len() == 64 && asked.starts_with("wse1.") && answer.starts_with("wse1."));
    assert!(answer.len() > made.to_string().len());
}

#[tokio::test]
async fn an_answer_that_was_put_into_another_row_does_not_open() {
    let shop = Shop::open().await;
    let (mari, juri) = (shop.shopper(), shop.shopper());
    mari.post_under("1", "/store/carts", json!({ "email": "mari@wufi.test" })).await.ok();
    juri.post_under("1", "/store/carts", json!({})).await.ok();
    let hers = "(SELECT answer FROM idempotency ORDER BY LENGTH(answer) DESC LIMIT 1)";
    assert!(count(&shop.db, "SELECT COUNT(DISTINCT LENGTH(answer)) FROM idempotency").await == 2, "{hers}");

    change(&shop.db, "UPDATE idempotency SET answer = (SELECT answer FROM idempotency ORDER BY LENGTH(answer) DESC LIMIT 1)")
        .await;

    juri.post_under("1", "/store/carts", json!({})).await.refused(Code::InternalError);
    assert!(is_replayed(&mari.post_under("1", "/store/carts", json!({ "email": "mari@wufi.test" })).await));
}

#[tokio::test]
async fn what_was_asked_in_another_row_is_not_what_was_asked_here() {
    let shop = Shop::open().await;
    let (mari, juri) = (shop.shopper(), shop.shopper());
    mari.post_under("1", "/store/carts", json!({ "email": "mari@wufi.test" })).await.ok();
    juri.post_under("1", "/store/carts", json!({})).await.ok();

    change(&shop.db, "UPDATE idempotency SET asked = (SELECT MIN(asked) FROM idempotency)").await;

    let (hers, his) = (
        mari.post_under("1", "/store/carts", json!({ "email": "mari@wufi.test" })).await.status,
        juri.post_under("1", "/store/carts", json!({})).await.status,
    );
    assert!([(200, 422), (422, 200)].contains(&(hers, his)), "{hers} {his}");
}

#[tokio::test]
async fn answers_outlive_the_keys_that_they_were_sealed_with() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let first = mari.post_under("1", "/store/carts", json!({})).await.ok();

    for _ in 0..2 {
        let rotated = shop.keys.current().rotated(shop.db.now(), 0, &Chance::System);
        shop.keys.replace(rotated);
        shop.db.clock().advance(1_000);
    }

    let again = mari.post_under("1", "/store/carts", json!({})).await;
    assert!(is_replayed(&again));
    assert_eq!(again.ok(), first);
}
