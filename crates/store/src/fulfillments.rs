//! Fulfilments: goods of a held order that leave, and the stock that leaves with them.

use sqlx::FromRow;
use wufi_domain::ids::{
    FulfillmentId, FulfillmentItemId, FulfillmentStockId, Id, InventoryItemId, LocationId, OrderId, OrderLineId, ReservationId,
};
use wufi_domain::order::{Held, Label, Outgoing};
use wufi_domain::quantity::Quantity;

use crate::db::{StoreError, Tx};
use crate::json;

/// Opens a fulfilment of an order; what is in it comes after.
pub async fn open(
    tx: &mut Tx,
    order: &OrderId,
    location: Option<&LocationId>,
    by: Option<&str>,
) -> Result<FulfillmentId, StoreError> {
    let (id, now) = (tx.mint::<FulfillmentId>(), tx.now());
    tx.query(
        "INSERT INTO fulfillment (id, order_id, stock_location_id, labels, created_by, created_at, updated_at)
         VALUES ($1, $2, $3, '[]', $4, $5, $5)",
    )
    .bind(id.as_str())
    .bind(order.as_str())
    .bind(location.map(LocationId::as_str))
    .bind(by)
    .bind(now)
    .write_one()
    .await?;
    Ok(id)
}

/// Whether there is such a place.
pub async fn has_location(tx: &mut Tx, location: &LocationId) -> Result<bool, StoreError> {
    let row: Option<(String,)> =
        tx.query("SELECT id FROM stock_location WHERE id = $1").bind(location.as_str()).optional().await?;
    Ok(row.is_some())
}

/// Puts so many of a line into a fulfilment; `None` when so many are not left of it.
///
/// The condition is part of the update: however many come at once, no more leaves than was ordered.
pub async fn put(
    tx: &mut Tx,
    (order, fulfillment): (&OrderId, &FulfillmentId),
    (line, quantity): (&OrderLineId, Quantity),
) -> Result<Option<FulfillmentItemId>, StoreError> {
    let raised = tx
        .query(
            "UPDATE order_line
                SET fulfilled = fulfilled + $3
              WHERE id = $1 AND order_id = $2 AND fulfilled + $3 <= quantity",
        )
        .bind(line.as_str())
        .bind(order.as_str())
        .bind(quantity.get())
        .execute()
        .await?;
    if raised == 0 {
        return Ok(None);
    }

    let id = tx.mint::<FulfillmentItemId>();
    tx.query("INSERT INTO fulfillment_item (id, fulfillment_id, order_line_id, quantity) VALUES ($1, $2, $3, $4)")
        .bind(id.as_str())
        .bind(fulfillment.as_str())
        .bind(line.as_str())
        .bind(quantity.get())
        .write_one()
        .await?;
    Ok(Some(id))
}

#[derive(FromRow)]
struct HeldRow {
    id: String,
    inventory_item_id: String,
    stock_location_id: String,
    quantity: i64,
}

/// The stock that is reserved for a line.
pub async fn held(tx: &mut Tx, line: &OrderLineId) -> Result<Vec<Held>, StoreError> {
    let rows: Vec<HeldRow> = tx
        .query(
            "SELECT id, inventory_item_id, stock_location_id, quantity
               FROM reservation
              WHERE order_line_id = $1
              ORDER BY inventory_item_id, stock_location_id, id",
        )
        .bind(line.as_str())
        .all()
        .await?;
    let held = |row: HeldRow| Held {
        reservation: ReservationId::stored(row.id),
        item: InventoryItemId::stored(row.inventory_item_id),
        location: LocationId::stored(row.stock_location_id),
        quantity: row.quantity,
    };
    Ok(rows.into_iter().map(held).collect())
}

/// Takes reserved stock out, for a part of a fulfilment; false when there are not so many pieces there.
///
/// What was sold before it came in cannot leave: the condition is part of the update.
pub async fn take_out(tx: &mut Tx, part: &FulfillmentItemId, out: &Outgoing) -> Result<bool, StoreError> {
    let left = tx
        .query(
            "UPDATE inventory_level
                SET stocked = stocked - $3, reserved = reserved - $3
              WHERE inventory_item_id = $1 AND stock_location_id = $2 AND stocked >= $3 AND reserved >= $3",
        )
        .bind(out.held.item.as_str())
        .bind(out.held.location.as_str())
        .bind(out.quantity)
        .execute()
        .await?;
    if left == 0 {
        return Ok(false);
    }

    let id = tx.mint::<FulfillmentStockId>();
    tx.query(
        "INSERT INTO fulfillment_stock (id, fulfillment_item_id, inventory_item_id, stock_location_id, quantity)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(id.as_str())
    .bind(part.as_str())
    .bind(out.held.item.as_str())
    .bind(out.held.location.as_str())
    .bind(out.quantity)
    .write_one()
    .await?;
    shrink(tx, out).await?;
    Ok(true)
}

/// What left is reserved no more.
async fn shrink(tx: &mut Tx, out: &Outgoing) -> Result<(), StoreError> {
    let statement = if out.quantity == out.held.quantity {
        tx.query("DELETE FROM reservation WHERE id = $1 AND quantity = $2")
    } else {
        tx.query("UPDATE reservation SET quantity = quantity - $2 WHERE id = $1 AND quantity > $2")
    };
    statement.bind(out.held.reservation.as_str()).bind(out.quantity).write_one().await
}

/// Puts down that a fulfilment left; false when it left, arrived or was called off before, or is none of the order's.
pub async fn ship(tx: &mut Tx, order: &OrderId, id: &FulfillmentId, labels: &[Label]) -> Result<bool, StoreError> {
    let now = tx.now();
    let changed = tx
        .query(
            "UPDATE fulfillment
                SET shipped_at = $3, labels = $4, updated_at = $3
              WHERE id = $1 AND order_id = $2 AND shipped_at IS NULL AND delivered_at IS NULL AND canceled_at IS NULL",
        )
        .bind(id.as_str())
        .bind(order.as_str())
        .bind(now)
        .bind(json::labels_text(labels))
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Puts down that a fulfilment arrived; false when it arrived or was called off before, or is none of the order's.
pub async fn deliver(tx: &mut Tx, order: &OrderId, id: &FulfillmentId) -> Result<bool, StoreError> {
    let now = tx.now();
    let changed = tx
        .query(
            "UPDATE fulfillment
                SET delivered_at = $3, updated_at = $3
              WHERE id = $1 AND order_id = $2 AND delivered_at IS NULL AND canceled_at IS NULL",
        )
        .bind(id.as_str())
        .bind(order.as_str())
        .bind(now)
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Calls a fulfilment off; false when it left, arrived or was called off before, or is none of the order's.
///
/// The condition is part of the update: of many who call it off at once, one puts back what was taken out.
pub async fn cancel(tx: &mut Tx, order: &OrderId, id: &FulfillmentId) -> Result<bool, StoreError> {
    let now = tx.now();
    let changed = tx
        .query(
            "UPDATE fulfillment
                SET canceled_at = $3, updated_at = $3
              WHERE id = $1 AND order_id = $2 AND shipped_at IS NULL AND delivered_at IS NULL AND canceled_at IS NULL",
        )
        .bind(id.as_str())
        .bind(order.as_str())
        .bind(now)
        .execute()
        .await?;
    if changed == 1 {
        put_back(tx, id).await?;
    }
    Ok(changed == 1)
}

#[derive(FromRow)]
struct TakenRow {
    order_line_id: String,
    inventory_item_id: String,
    stock_location_id: String,
    quantity: i64,
}

/// What was taken out is in stock again, and reserved for its lines as before.
async fn put_back(tx: &mut Tx, id: &FulfillmentId) -> Result<(), StoreError> {
    // In the order in which buyers take the rows, so that neither waits for the other.
    let taken: Vec<TakenRow> = tx
        .query(
            "SELECT item.order_line_id, taken.inventory_item_id, taken.stock_location_id, taken.quantity
               FROM fulfillment_stock taken
               JOIN fulfillment_item item ON item.id = taken.fulfillment_item_id
              WHERE item.fulfillment_id = $1
              ORDER BY taken.inventory_item_id, taken.stock_location_id, taken.id",
        )
        .bind(id.as_str())
        .all()
        .await?;
    for taken in taken {
        tx.query(
            "UPDATE inventory_level
                SET stocked = stocked + $3, reserved = reserved + $3
              WHERE inventory_item_id = $1 AND stock_location_id = $2",
        )
        .bind(taken.inventory_item_id.as_str())
        .bind(taken.stock_location_id.as_str())
        .bind(taken.quantity)
        .write_one()
        .await?;
        reserve_again(tx, &taken).await?;
    }
    tx.query(
        "UPDATE order_line
            SET fulfilled = fulfilled - (SELECT COALESCE(SUM(item.quantity), 0) FROM fulfillment_item item
                                          WHERE item.fulfillment_id = $1 AND item.order_line_id = order_line.id)
          WHERE id IN (SELECT order_line_id FROM fulfillment_item WHERE fulfillment_id = $1)",
    )
    .bind(id.as_str())
    .execute()
    .await?;
    Ok(())
}

async fn reserve_again(tx: &mut Tx, taken: &TakenRow) -> Result<(), StoreError> {
    let (id, now) = (tx.mint::<ReservationId>(), tx.now());
    tx.query(
        "INSERT INTO reservation (id, order_line_id, inventory_item_id, stock_location_id, quantity, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.as_str())
    .bind(taken.order_line_id.as_str())
    .bind(taken.inventory_item_id.as_str())
    .bind(taken.stock_location_id.as_str())
    .bind(taken.quantity)
    .bind(now)
    .write_one()
    .await
}
