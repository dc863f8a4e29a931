//! What products are made of: variants, options, pictures; each with its product's id.

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::catalog::{Image, OptionValue, ProductOption, Variant};
use wufi_domain::ids::{ImageId, OptionId, OptionValueId, VariantId};
use wufi_domain::metadata::Metadata;

use super::texts::{Prices, Texts, gather};
use crate::db::{StoreError, Tx};

#[derive(FromRow)]
struct VariantRow {
    id: String,
    product_id: String,
    title: String,
    sku: Option<String>,
    barcode: Option<String>,
    ean: Option<String>,
    allows_backorder: bool,
    manages_inventory: bool,
    requires_shipping: bool,
    price_set_id: String,
    weight_grams: Option<i64>,
    rank: i64,
    metadata: Option<String>,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

/// Every variant, by rank.
pub(super) async fn list(tx: &mut Tx, texts: &Texts, prices: &mut Prices) -> Result<Vec<(String, Variant)>, StoreError> {
    let rows: Vec<VariantRow> = tx
        .query(
            "SELECT id, product_id, title, sku, barcode, ean, allows_backorder, manages_inventory, requires_shipping,
                    price_set_id, weight_grams, rank, metadata, created_at, updated_at
               FROM product_variant
              ORDER BY product_id, rank, id",
        )
        .all()
        .await?;
    let values: Vec<(String, String)> =
        tx.query("SELECT variant_id, option_value_id FROM variant_with_value ORDER BY variant_id, option_value_id").all().await?;
    let mut values = gather(values);

    let variant = |row: VariantRow| {
        let variant = Variant {
            title: texts.of(&row.id, "title", row.title),
            sku: row.sku,
            barcode: row.barcode,
            ean: row.ean,
            allows_backorder: row.allows_backorder,
            manages_inventory: row.manages_inventory,
            requires_shipping: row.requires_shipping,
            prices: prices.take(row.price_set_id),
            values: values.remove(&row.id).unwrap_or_default().into_iter().map(OptionValueId::stored).collect(),
            weight_grams: row.weight_grams,
            rank: row.rank,
            metadata: row.metadata.as_deref().map(Metadata::stored),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            id: VariantId::stored(row.id),
        };
        (row.product_id, variant)
    };
    Ok(rows.into_iter().map(variant).collect())
}

/// Every option with its values, by rank.
pub(super) async fn options(tx: &mut Tx, texts: &Texts) -> Result<Vec<(String, ProductOption)>, StoreError> {
    let rows: Vec<(String, String, String, OffsetDateTime)> =
        tx.query("SELECT product_id, id, title, created_at FROM product_option ORDER BY product_id, rank, id").all().await?;
    let values: Vec<(String, String, String, OffsetDateTime)> =
        tx.query("SELECT option_id, id, value, created_at FROM product_option_value ORDER BY option_id, rank, id").all().await?;
    let mut values = gather(values.into_iter().map(|(option, id, value, at)| {
        let value = texts.of(&id, "value", value);
        (option, OptionValue { id: OptionValueId::stored(id), value, created_at: at.into() })
    }));

    let option = |(product, id, title, at): (String, String, String, OffsetDateTime)| {
        let title = texts.of(&id, "title", title);
        let values = values.remove(&id).unwrap_or_default();
        (product, ProductOption { id: OptionId::stored(id), title, values, created_at: at.into() })
    };
    Ok(rows.into_iter().map(option).collect())
}

/// Every picture, by rank.
pub(super) async fn images(tx: &mut Tx) -> Result<Vec<(String, Image)>, StoreError> {
    let rows: Vec<(String, String, String, i64, OffsetDateTime)> =
        tx.query("SELECT product_id, id, url, rank, created_at FROM product_image ORDER BY product_id, rank, id").all().await?;
    let image = |(product, id, url, rank, at): (String, String, String, i64, OffsetDateTime)| {
        (product, Image { id: ImageId::stored(id), url, rank, created_at: at.into() })
    };
    Ok(rows.into_iter().map(image).collect())
}
