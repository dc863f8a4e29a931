//! Stock: what there is, and taking it for an order.

use std::collections::HashMap;

use sqlx::FromRow;
use wufi_domain::ids::{Id, InventoryItemId, LocationId, OrderLineId, ReservationId, SalesChannelId, VariantId};
use wufi_domain::stock::{Bound, StockError, Taking};

use crate::db::{StoreError, Tx};

/// What a variant needs of an inventory item, and what a location has of it.
#[derive(Clone, Debug)]
pub struct Level {
    /// Of what.
    pub item: InventoryItemId,
    /// How many pieces one variant needs.
    pub required: i64,
    /// Where; `None` when no location of the channel has it.
    pub location: Option<LocationId>,
    /// How many are left there.
    pub left: i64,
}

#[derive(FromRow)]
struct LevelRow {
    inventory_item_id: String,
    required_quantity: i64,
    stock_location_id: Option<String>,
    available: i64,
}

/// What the channel's locations have of what a variant is made of.
///
/// An item that no location has is told without one, so that a kit with a missing part
/// cannot be sold by its other parts.
pub async fn levels(tx: &mut Tx, variant: &VariantId, channel: &SalesChannelId) -> Result<Vec<Level>, StoreError> {
    let rows: Vec<LevelRow> = tx
        .query(
            "SELECT needed.inventory_item_id, needed.required_quantity,
                    here.stock_location_id, COALESCE(here.available, 0) AS available
               FROM variant_inventory needed
               LEFT JOIN (SELECT level.inventory_item_id, level.stock_location_id, level.stocked - level.reserved AS available
                            FROM inventory_level level
                            JOIN location_in_channel served ON served.stock_location_id = level.stock_location_id
                           WHERE served.sales_channel_id = $2) here
                 ON here.inventory_item_id = needed.inventory_item_id
              WHERE needed.variant_id = $1
              ORDER BY needed.inventory_item_id, here.stock_location_id",
        )
        .bind(variant.as_str())
        .bind(channel.as_str())
        .all()
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Level {
            item: InventoryItemId::stored(row.inventory_item_id),
            required: row.required_quantity,
            location: row.stock_location_id.map(LocationId::stored),
            left: row.available,
        })
        .collect())
}

/// How many variants are asked for in one statement.
const AT_ONCE: usize = 16;

#[derive(FromRow)]
struct AvailableRow {
    variant_id: String,
    required_quantity: i64,
    available: i64,
}

/// How many of each variant the channel's locations have together: as many as the scarcest item allows.
pub async fn available(
    tx: &mut Tx,
    variants: &[VariantId],
    channel: &SalesChannelId,
) -> Result<HashMap<VariantId, i64>, StoreError> {
    let mut left: HashMap<VariantId, i64> = HashMap::new();
    for some in variants.chunks(AT_ONCE) {
        for row in available_of(tx, some, channel).await? {
            let count = row.available.div_euclid(row.required_quantity).max(0);
            left.entry(VariantId::stored(row.variant_id)).and_modify(|held| *held = (*held).min(count)).or_insert(count);
        }
    }
    Ok(left)
}

/// One row for each item of each variant. A statement is one text, so the places that are left over repeat a variant.
async fn available_of(tx: &mut Tx, some: &[VariantId], channel: &SalesChannelId) -> Result<Vec<AvailableRow>, StoreError> {
    let Some(first) = some.first() else { return Ok(Vec::new()) };
    let mut statement = tx
        .query(
            "SELECT needed.variant_id, needed.required_quantity,
                    CAST(COALESCE(SUM(here.available), 0) AS BIGINT) AS available
               FROM variant_inventory needed
               LEFT JOIN (SELECT level.inventory_item_id, level.stocked - level.reserved AS available
                            FROM inventory_level level
                            JOIN location_in_channel served ON served.stock_location_id = level.stock_location_id
                           WHERE served.sales_channel_id = $1) here
                 ON here.inventory_item_id = needed.inventory_item_id
              WHERE needed.variant_id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
              GROUP BY needed.variant_id, needed.inventory_item_id, needed.required_quantity
              ORDER BY needed.variant_id, needed.inventory_item_id",
        )
        .bind(channel.as_str());
    for id in some.iter().chain(std::iter::repeat(first)).take(AT_ONCE) {
        statement = statement.bind(id.as_str());
    }
    statement.all().await
}

/// Takes stock.
///
/// The condition is part of the update: whoever comes when there is not enough left
/// changes no row, however many come at once.
pub async fn take(tx: &mut Tx, taking: &Taking) -> Result<Result<(), StockError>, StoreError> {
    let taken = match taking.bound {
        Bound::ByStock => tx.query(
            "UPDATE inventory_level
                SET reserved = reserved + $3
              WHERE inventory_item_id = $1 AND stock_location_id = $2 AND stocked - reserved >= $3",
        ),
        Bound::Unbounded => tx.query(
            "UPDATE inventory_level
                SET reserved = reserved + $3
              WHERE inventory_item_id = $1 AND stock_location_id = $2",
        ),
    }
    .bind(taking.item.as_str())
    .bind(taking.location.as_str())
    .bind(taking.quantity)
    .execute()
    .await?;
    Ok(if taken == 0 { Err(StockError::SoldOut) } else { Ok(()) })
}

/// Puts down for which order line stock was taken.
pub async fn reserve(tx: &mut Tx, line: &OrderLineId, taking: &Taking) -> Result<(), StoreError> {
    let (id, now) = (tx.mint::<ReservationId>(), tx.now());
    tx.query(
        "INSERT INTO reservation (id, order_line_id, inventory_item_id, stock_location_id, quantity, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.as_str())
    .bind(line.as_str())
    .bind(taking.item.as_str())
    .bind(taking.location.as_str())
    .bind(taking.quantity)
    .bind(now)
    .write_one()
    .await
}
