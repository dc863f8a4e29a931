//! How many of a variant lie where.

use wufi_domain::ids::{Id, InventoryItemId, InventoryLevelId, LocationId, VariantId};

use crate::db::{StoreError, Tx};

/// How many of a variant lie at a location.
#[derive(Clone, Debug)]
pub struct Level<'l> {
    /// Of what.
    pub variant: &'l VariantId,
    /// Where.
    pub location: &'l LocationId,
    /// How many pieces, those that are sold and not yet sent included.
    pub stocked: i64,
}

/// Writes how many there are; what is reserved of them stays reserved.
pub async fn put_level(tx: &mut Tx, level: &Level<'_>) -> Result<(), StoreError> {
    let item = item_of(tx, level.variant).await?;
    let fresh = tx.mint::<InventoryLevelId>();
    tx.query(
        "INSERT INTO inventory_level (id, inventory_item_id, stock_location_id, stocked) VALUES ($1, $2, $3, $4)
         ON CONFLICT (inventory_item_id, stock_location_id) DO UPDATE SET stocked = excluded.stocked",
    )
    .bind(fresh.as_str())
    .bind(item.as_str())
    .bind(level.location.as_str())
    .bind(level.stocked)
    .write_one()
    .await
}

/// The inventory item that a variant takes one of, made when it has none.
async fn item_of(tx: &mut Tx, variant: &VariantId) -> Result<InventoryItemId, StoreError> {
    let held: Option<(String,)> = tx
        .query("SELECT inventory_item_id FROM variant_inventory WHERE variant_id = $1 ORDER BY inventory_item_id")
        .bind(variant.as_str())
        .optional()
        .await?;
    if let Some((item,)) = held {
        return Ok(InventoryItemId::stored(item));
    }

    let (item, now) = (tx.mint::<InventoryItemId>(), tx.now());
    tx.query("INSERT INTO inventory_item (id, sku, created_at) SELECT $1, sku, $2 FROM product_variant WHERE id = $3")
        .bind(item.as_str())
        .bind(now)
        .bind(variant.as_str())
        .write_one()
        .await?;
    tx.query("INSERT INTO variant_inventory (variant_id, inventory_item_id) VALUES ($1, $2)")
        .bind(variant.as_str())
        .bind(item.as_str())
        .write_one()
        .await?;
    Ok(item)
}
