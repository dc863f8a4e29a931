//! Variants with their prices and the choices they stand for.

use wufi_domain::catalog::Variant;
use wufi_domain::ids::{Id, ProductId};
use wufi_domain::metadata::Metadata;

use super::{prices, texts};
use crate::db::{StoreError, Tx};

/// Writes a variant; the options of its product must be there.
pub(super) async fn put(tx: &mut Tx, product: &ProductId, variant: &Variant) -> Result<(), StoreError> {
    put_row(tx, product, variant).await?;
    texts::put(tx, variant.id.as_str(), &[("title", Some(&variant.title))]).await?;
    prices::put(tx, &variant.prices).await?;

    tx.query("DELETE FROM variant_with_value WHERE variant_id = $1").bind(variant.id.as_str()).execute().await?;
    for value in &variant.values {
        tx.query("INSERT INTO variant_with_value (variant_id, option_value_id) VALUES ($1, $2)")
            .bind(variant.id.as_str())
            .bind(value.as_str())
            .write_one()
            .await?;
    }
    Ok(())
}

async fn put_row(tx: &mut Tx, product: &ProductId, variant: &Variant) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO product_variant (id, product_id, title, sku, barcode, ean, allows_backorder, manages_inventory,
                                      requires_shipping, price_set_id, weight_grams, rank, metadata, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         ON CONFLICT (id) DO UPDATE
            SET title = excluded.title, sku = excluded.sku, barcode = excluded.barcode, ean = excluded.ean,
                allows_backorder = excluded.allows_backorder, manages_inventory = excluded.manages_inventory,
                requires_shipping = excluded.requires_shipping, price_set_id = excluded.price_set_id,
                weight_grams = excluded.weight_grams, rank = excluded.rank, metadata = excluded.metadata,
                updated_at = excluded.updated_at",
    )
    .bind(variant.id.as_str())
    .bind(product.as_str())
    .bind(variant.title.base())
    .bind(variant.sku.as_deref())
    .bind(variant.barcode.as_deref())
    .bind(variant.ean.as_deref())
    .bind(variant.allows_backorder)
    .bind(variant.manages_inventory)
    .bind(variant.requires_shipping)
    .bind(variant.prices.id.as_str())
    .bind(variant.weight_grams)
    .bind(variant.rank)
    .bind(variant.metadata.as_ref().map(Metadata::to_text))
    .bind(variant.created_at)
    .bind(variant.updated_at)
    .write_one()
    .await
}
