//! Money that was taken.

use wufi_domain::ids::{CaptureId, Id, OrderId, PaymentId, PaymentSessionId};
use wufi_domain::money::Amount;

use super::{amount, broken};
use crate::db::{StoreError, Tx};

/// The capture of a payment, as it is put down.
#[derive(Clone, Debug)]
pub struct NewCapture {
    /// Which payment.
    pub payment: PaymentId,
    /// How much: all of it.
    pub amount: Amount,
    /// For which order.
    pub order: Option<OrderId>,
}

/// Puts down that the money of a session was taken, all of it; `None` when that was put down before.
///
/// The condition is part of the update: whoever comes second changes no row.
pub async fn take(tx: &mut Tx, session: &PaymentSessionId, by: Option<&str>) -> Result<Option<NewCapture>, StoreError> {
    let now = tx.now();
    let row: Option<(String, String, i64)> = tx
        .query(
            "UPDATE payment
                SET captured_at = $2, updated_at = $2
              WHERE payment_session_id = $1 AND captured_at IS NULL AND canceled_at IS NULL
          RETURNING id, payment_collection_id, amount_minor",
        )
        .bind(session.as_str())
        .bind(now)
        .optional()
        .await?;
    let Some((payment, collection, minor)) = row else { return Ok(None) };

    let id = tx.mint::<CaptureId>();
    tx.query("INSERT INTO capture (id, payment_id, amount_minor, created_by, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(id.as_str())
        .bind(payment.as_str())
        .bind(minor)
        .bind(by)
        .bind(now)
        .write_one()
        .await?;
    tx.query("UPDATE payment_collection SET status = 'completed', updated_at = $2 WHERE id = $1")
        .bind(collection.as_str())
        .bind(now)
        .write_one()
        .await?;
    let order: Option<(Option<String>,)> = tx
        .query("UPDATE payment_session SET status = 'captured', updated_at = $2 WHERE id = $1 RETURNING order_id")
        .bind(session.as_str())
        .bind(now)
        .optional()
        .await?;
    let (order,) = order.ok_or(broken("session"))?;
    Ok(Some(NewCapture { payment: PaymentId::stored(payment), amount: amount(minor)?, order: order.map(OrderId::stored) }))
}
