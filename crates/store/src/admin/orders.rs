//! Orders as the shop's own people and its jobs change them, whosever they are.

use sqlx::FromRow;
use wufi_domain::ids::{Id, OrderId, PaymentSessionId};
use wufi_domain::payment::{MANUAL_PROVIDER, Step};

use crate::db::{StoreError, Tx};

/// A payment session that paid for an order.
#[derive(Clone, Debug)]
pub struct Paid {
    /// Of the session.
    pub session: PaymentSessionId,
    /// How far it got.
    pub step: Step,
    /// Whether the money is somebody's outside of the shop.
    pub is_outside: bool,
}

/// Calls an order off; false when it was called off or done with before.
///
/// The condition is part of the update: of many who call it off at once, one does what follows from it.
pub async fn cancel(tx: &mut Tx, order: &OrderId) -> Result<bool, StoreError> {
    let now = tx.now();
    let called_off = tx
        .query("UPDATE shop_order SET status = 'canceled', updated_at = $2 WHERE id = $1 AND status = 'pending'")
        .bind(order.as_str())
        .bind(now)
        .execute()
        .await?;
    Ok(called_off == 1)
}

/// Says that an order is done with; false when it was called off or done with before.
pub async fn complete(tx: &mut Tx, order: &OrderId) -> Result<bool, StoreError> {
    let now = tx.now();
    let completed = tx
        .query("UPDATE shop_order SET status = 'completed', updated_at = $2 WHERE id = $1 AND status = 'pending'")
        .bind(order.as_str())
        .bind(now)
        .execute()
        .await?;
    Ok(completed == 1)
}

#[derive(FromRow)]
struct Reserved {
    id: String,
    inventory_item_id: String,
    stock_location_id: String,
    quantity: i64,
}

/// Gives back the stock that is reserved for an order: how many reservations that were.
pub async fn give_stock_back(tx: &mut Tx, order: &OrderId) -> Result<usize, StoreError> {
    // In the order in which buyers take the rows, so that neither waits for the other.
    let reserved: Vec<Reserved> = tx
        .query(
            "SELECT held.id, held.inventory_item_id, held.stock_location_id, held.quantity
               FROM reservation held
               JOIN order_line line ON line.id = held.order_line_id
              WHERE line.order_id = $1
              ORDER BY held.inventory_item_id, held.stock_location_id, held.id",
        )
        .bind(order.as_str())
        .all()
        .await?;
    for held in &reserved {
        let gone = tx.query("DELETE FROM reservation WHERE id = $1").bind(held.id.as_str()).execute().await?;
        if gone == 0 {
            continue;
        }
        tx.query(
            "UPDATE inventory_level
                SET reserved = reserved - $3
              WHERE inventory_item_id = $1 AND stock_location_id = $2",
        )
        .bind(held.inventory_item_id.as_str())
        .bind(held.stock_location_id.as_str())
        .bind(held.quantity)
        .write_one()
        .await?;
    }
    Ok(reserved.len())
}

/// Calls off what was promised for an order and not taken; what pays for it is told.
pub async fn cancel_promises(tx: &mut Tx, order: &OrderId) -> Result<Option<Paid>, StoreError> {
    let now = tx.now();
    tx.query(
        "UPDATE payment
            SET canceled_at = $2, updated_at = $2
          WHERE captured_at IS NULL AND canceled_at IS NULL
            AND payment_session_id IN (SELECT id FROM payment_session WHERE order_id = $1)",
    )
    .bind(order.as_str())
    .bind(now)
    .execute()
    .await?;
    tx.query(
        "UPDATE payment_collection
            SET status = 'canceled', updated_at = $2
          WHERE status <> 'completed'
            AND id = (SELECT payment_collection_id FROM shop_order WHERE id = $1)",
    )
    .bind(order.as_str())
    .bind(now)
    .execute()
    .await?;
    let row: Option<(String, String, String)> =
        tx.query("SELECT id, step, provider_id FROM payment_session WHERE order_id = $1").bind(order.as_str()).optional().await?;
    let Some((session, step, provider)) = row else { return Ok(None) };
    let step = Step::parse(&step).ok_or(StoreError::Broken { table: "payment_session", detail: "step" })?;
    Ok(Some(Paid { session: PaymentSessionId::stored(session), step, is_outside: provider != MANUAL_PROVIDER }))
}
