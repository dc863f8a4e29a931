//! What a variant is sold for at this moment: from the database, never from memory or the request.

use wufi_domain::ids::{Id, RegionId, SalesChannelId, ShippingOptionId, VariantId};
use wufi_domain::money::{Amount, Currency};

use crate::db::{StoreError, Tx};

/// How a variant is sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sale {
    /// Whether its stock is counted.
    pub manages_inventory: bool,
    /// Whether it may be sold beyond what is in stock.
    pub allows_backorder: bool,
}

/// How a variant is sold in a channel at this moment; `None` when it is not.
pub async fn sale(tx: &mut Tx, variant: &VariantId, channel: &SalesChannelId) -> Result<Option<Sale>, StoreError> {
    let row: Option<(bool, bool)> = tx
        .query(
            "SELECT variant.manages_inventory, variant.allows_backorder
               FROM product_variant variant
               JOIN product ON product.id = variant.product_id
               JOIN product_in_channel sold ON sold.product_id = product.id
              WHERE variant.id = $1 AND sold.sales_channel_id = $2 AND product.status = 'published'",
        )
        .bind(variant.as_str())
        .bind(channel.as_str())
        .optional()
        .await?;
    Ok(row.map(|(manages_inventory, allows_backorder)| Sale { manages_inventory, allows_backorder }))
}

/// The price of a variant that is published and sold in the channel; a region's own goes before its currency's.
pub async fn variant_price(
    tx: &mut Tx,
    variant: &VariantId,
    channel: &SalesChannelId,
    place: (&RegionId, Currency),
) -> Result<Option<Amount>, StoreError> {
    let (region, currency) = place;
    let row: Option<(i64,)> = tx
        .query(
            "SELECT price.amount_minor
               FROM product_variant variant
               JOIN product ON product.id = variant.product_id
               JOIN product_in_channel sold ON sold.product_id = product.id
               JOIN price ON price.price_set_id = variant.price_set_id
              WHERE variant.id = $1 AND sold.sales_channel_id = $2 AND product.status = 'published'
                AND price.currency_code = $3 AND (price.region_id IS NULL OR price.region_id = $4)
              ORDER BY CASE WHEN price.region_id IS NULL THEN 1 ELSE 0 END, price.id
              LIMIT 1",
        )
        .bind(variant.as_str())
        .bind(channel.as_str())
        .bind(currency.code())
        .bind(region.as_str())
        .optional()
        .await?;
    price(row)
}

/// The price of a way to send.
pub async fn shipping_price(
    tx: &mut Tx,
    option: &ShippingOptionId,
    place: (&RegionId, Currency),
) -> Result<Option<Amount>, StoreError> {
    let (region, currency) = place;
    let row: Option<(i64,)> = tx
        .query(
            "SELECT price.amount_minor
               FROM shipping_option option
               JOIN price ON price.price_set_id = option.price_set_id
              WHERE option.id = $1
                AND price.currency_code = $2 AND (price.region_id IS NULL OR price.region_id = $3)
              ORDER BY CASE WHEN price.region_id IS NULL THEN 1 ELSE 0 END, price.id
              LIMIT 1",
        )
        .bind(option.as_str())
        .bind(currency.code())
        .bind(region.as_str())
        .optional()
        .await?;
    price(row)
}

fn price(row: Option<(i64,)>) -> Result<Option<Amount>, StoreError> {
    let broken = |_| StoreError::Broken { table: "price", detail: "amount_minor" };
    row.map(|(minor,)| Amount::new(minor).map_err(broken)).transpose()
}
