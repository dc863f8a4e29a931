//! The shop as it is read for the shelf.

use wufi_store::shop;

use crate::kit::fresh;

#[tokio::test]
async fn an_empty_database_is_a_shop_of_version_zero_with_nothing_in_it() {
    let fresh = fresh().await;
    let mut tx = fresh.db.read().await.unwrap();

    let empty = shop::load(&mut tx).await.unwrap();

    assert_eq!((shop::version(&mut tx).await.unwrap(), empty.version), (0, 0));
    assert!(empty.regions.is_empty() && empty.keys.is_empty() && empty.catalog.products().is_empty());
}

#[tokio::test]
async fn a_revoked_key_opens_nothing_and_a_good_one_its_channels() {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();
    let now = tx.now();
    for sql in [
        "INSERT INTO store (id, name, catalog_version, created_at) VALUES ('store_1', 'Wufi', 7, $1)",
        "INSERT INTO sales_channel (id, name, created_at, updated_at) VALUES ('sc_1', 'Veebipood', $1, $1)",
        "INSERT INTO api_key (id, kind, title, token_digest, redacted, created_at) VALUES ('apk_1', 'publishable', 'a', 'good', 'a', $1)",
        "INSERT INTO api_key (id, kind, title, token_digest, redacted, created_at, revoked_at)
         VALUES ('apk_2', 'publishable', 'b', 'revoked', 'b', $1, $1)",
        "INSERT INTO api_key (id, kind, title, token_digest, redacted, created_at) VALUES ('apk_3', 'secret', 'c', 'secret', 'c', $1)",
    ] {
        tx.query(sql).bind(now).write_one().await.unwrap();
    }
    tx.query("INSERT INTO api_key_channel (api_key_id, sales_channel_id) VALUES ('apk_1', 'sc_1')").write_one().await.unwrap();

    let read = shop::load(&mut tx).await.unwrap();

    assert_eq!(read.version, 7);
    assert_eq!(read.keys.keys().collect::<Vec<_>>(), ["good"]);
    assert_eq!(read.keys["good"].channels.len(), 1);
}
