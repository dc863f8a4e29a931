//! What things cost.

use wufi_domain::ids::{Id, RegionId};
use wufi_domain::price::PriceSet;

use crate::db::{StoreError, Tx};

/// Writes the prices of one thing; those it had before go.
pub(super) async fn put(tx: &mut Tx, set: &PriceSet) -> Result<(), StoreError> {
    tx.query("DELETE FROM price WHERE price_set_id = $1").bind(set.id.as_str()).execute().await?;

    for price in &set.prices {
        tx.query(
            "INSERT INTO price (id, price_set_id, currency_code, amount_minor, region_id, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(price.id.as_str())
        .bind(set.id.as_str())
        .bind(price.currency.code())
        .bind(price.amount.minor())
        .bind(price.region.as_ref().map(RegionId::as_str))
        .bind(price.created_at)
        .write_one()
        .await?;
    }
    Ok(())
}
