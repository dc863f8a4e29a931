//! Stock: what there is, and taking it for an order.

use sqlx::FromRow;
use wufi_domain::ids::{Id, InventoryItemId, LocationId, ReservationId, SalesChannelId, VariantId};
use wufi_domain::stock::{Bound, StockError, Taking};

use crate::db::{StoreError, Tx};

/// What a variant needs of an inventory item, and what a location has of it.
#[derive(Clone, Debug)]
pub struct Level {
    /// Of what.
    pub item: InventoryItemId,
    /// How many pieces one variant needs.
    pub required: i64,
    /// Where.
    pub location: LocationId,
    /// How many are left there.
    pub left: i64,
}

#[derive(FromRow)]
struct LevelRow {
    inventory_item_id: String,
    required_quantity: i64,
    stock_location_id: String,
    available: i64,
}

/// What the channel's locations have of what a variant is made of.
pub async fn levels(tx: &mut Tx, variant: &VariantId, channel: &SalesChannelId) -> Result<Vec<Level>, StoreError> {
    let rows: Vec<LevelRow> = tx
        .query(
            "SELECT needed.inventory_item_id, needed.required_quantity, level.stock_location_id,
                    level.stocked - level.reserved AS available
               FROM variant_inventory needed
               JOIN inventory_level level ON level.inventory_item_id = needed.inventory_item_id
               JOIN location_in_channel served ON served.stock_location_id = level.stock_location_id
              WHERE needed.variant_id = $1 AND served.sales_channel_id = $2
              ORDER BY needed.inventory_item_id, level.stock_location_id",
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
            location: LocationId::stored(row.stock_location_id),
            left: row.available,
        })
        .collect())
}

/// Takes stock for an order's line and puts a reservation down for it.
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
    if taken == 0 {
        return Ok(Err(StockError::SoldOut));
    }

    let (id, now) = (tx.mint::<ReservationId>(), tx.now());
    tx.query(
        "INSERT INTO reservation (id, order_line_id, inventory_item_id, stock_location_id, quantity, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.as_str())
    .bind(taking.line.as_str())
    .bind(taking.item.as_str())
    .bind(taking.location.as_str())
    .bind(taking.quantity)
    .bind(now)
    .write_one()
    .await?;
    Ok(Ok(()))
}
