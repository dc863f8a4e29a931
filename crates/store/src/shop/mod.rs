//! Reads the whole shop for the shelf that shoppers read from.

mod groups;
mod keys;
mod products;
mod regions;
mod shipping;
mod texts;
mod variants;

use wufi_domain::catalog::Catalog;
use wufi_domain::ids::{RegionId, SalesChannelId};
use wufi_domain::shop::Shop;

use crate::db::{StoreError, Tx};

/// The version of the shop; 0 before there is one.
pub async fn version(tx: &mut Tx) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = tx.query("SELECT catalog_version FROM store ORDER BY id").optional().await?;
    Ok(row.map_or(0, |(version,)| version))
}

/// Reads the shop as it is now.
pub async fn load(tx: &mut Tx) -> Result<Shop, StoreError> {
    let defaults: Option<(i64, Option<String>, Option<String>)> =
        tx.query("SELECT catalog_version, default_region_id, default_sales_channel_id FROM store ORDER BY id").optional().await?;
    let Some((version, region, channel)) = defaults else { return Ok(Shop::default()) };

    let (texts, mut prices) = (texts::Texts::load(tx).await?, texts::Prices::load(tx).await?);
    let products = products::list(tx, &texts, &mut prices).await?;
    let categories = groups::categories(tx, &texts).await?;
    let collections = groups::collections(tx, &texts).await?;
    Ok(Shop {
        version,
        default_region: region.map(RegionId::stored),
        default_channel: channel.map(SalesChannelId::stored),
        keys: keys::list(tx).await?,
        regions: regions::list(tx).await?,
        taxes: regions::taxes(tx).await?,
        shipping: shipping::list(tx, &texts, &mut prices).await?,
        catalog: Catalog::new(products, categories, collections),
    })
}

/// The shop's name, as its letters say it.
pub async fn name(tx: &mut Tx) -> Result<String, StoreError> {
    let row: Option<(String,)> = tx.query("SELECT name FROM store ORDER BY id LIMIT 1").optional().await?;
    Ok(row.map_or_else(|| "Wufi".to_owned(), |(name,)| name))
}
