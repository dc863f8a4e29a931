//! Orders that an account asks to take over: one request open for each order.
//!
//! The order is always held before its request is touched, so that two who answer at once wait
//! for each other and none for ever.

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::ids::{CustomerId, Id, OrderId, TransferId};
use wufi_domain::order::{Order, Transfer, Wish};

use crate::db::{StoreError, Tx};
use crate::orders::{OrderRow, whole};

/// What answers a request: the parts of its token that the database knows.
#[derive(Clone, Copy, Debug)]
pub struct Proof<'p> {
    /// Of the request.
    pub id: &'p TransferId,
    /// Of the token. Looked up by it, so that no comparison depends on the token's own characters.
    pub digest: &'p str,
}

/// The order that a request is about.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Of the order.
    pub id: OrderId,
    /// Its number, as people know it.
    pub number: i64,
}

/// Stands for the digest of a token that is still to be made: no digest is empty.
const NO_TOKEN: &str = "";

#[derive(FromRow)]
struct TransferRow {
    id: String,
    order_id: String,
    customer_id: String,
    description: Option<String>,
    takes_email: bool,
    expires_at: OffsetDateTime,
}

/// Writes the one request of an order that is held; the one before it is gone, and its token is worth nothing.
///
/// It has no token until its letter is written ([`give_token`]).
pub async fn put(tx: &mut Tx, transfer: &Transfer) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query(
        "INSERT INTO order_transfer (order_id, id, customer_id, description, takes_email, digest, expires_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (order_id) DO UPDATE
            SET id = excluded.id, customer_id = excluded.customer_id, description = excluded.description,
                takes_email = excluded.takes_email, digest = excluded.digest, expires_at = excluded.expires_at,
                created_at = excluded.created_at",
    )
    .bind(transfer.order.as_str())
    .bind(transfer.id.as_str())
    .bind(transfer.customer.as_str())
    .bind(transfer.wish.description.as_deref())
    .bind(transfer.wish.takes_email)
    .bind(NO_TOKEN)
    .bind(transfer.expires_at)
    .bind(now)
    .write_one()
    .await
}

/// Gives an open request the digest of its token, and says which order it is about; none when it is open no more.
pub async fn give_token(tx: &mut Tx, id: &TransferId, digest: &str) -> Result<Option<Asked>, StoreError> {
    let now = tx.now();
    let row: Option<(String,)> = tx
        .query("UPDATE order_transfer SET digest = $2 WHERE id = $1 AND expires_at > $3 RETURNING order_id")
        .bind(id.as_str())
        .bind(digest)
        .bind(now)
        .optional()
        .await?;
    let Some((order,)) = row else { return Ok(None) };
    let (number,): (i64,) = tx.query("SELECT number FROM shop_order WHERE id = $1").bind(order.as_str()).one().await?;
    Ok(Some(Asked { id: OrderId::stored(order), number }))
}

/// Finds the order that a proof answers for, whoever has it, and holds it until the unit of work ends.
pub async fn hold(tx: &mut Tx, order: &OrderId, proof: Proof<'_>) -> Result<Option<Order>, StoreError> {
    let now = tx.now();
    let row: Option<OrderRow> = tx
        .query(
            "UPDATE shop_order
                SET updated_at = updated_at
              WHERE id = $1
                AND EXISTS (SELECT 1
                              FROM order_transfer
                             WHERE order_transfer.order_id = shop_order.id AND order_transfer.id = $2
                               AND order_transfer.digest = $3 AND order_transfer.expires_at > $4)
          RETURNING id, cart_id, number, owner_kind, owner_ref, status, region_id, currency_code, sales_channel_id, customer_id, email, locale,
                    shipping_address_id, shipping_address, billing_address_id, billing_address, metadata, created_at, updated_at",
        )
        .bind(order.as_str())
        .bind(proof.id.as_str())
        .bind(proof.digest)
        .bind(now)
        .optional()
        .await?;
    whole(tx, row).await
}

/// Takes the request that a proof answers: whoever gets it decides, and nobody gets it twice.
pub async fn take(tx: &mut Tx, order: &OrderId, proof: Proof<'_>) -> Result<Option<Transfer>, StoreError> {
    let now = tx.now();
    let row: Option<TransferRow> = tx
        .query(
            "DELETE FROM order_transfer
              WHERE order_id = $1 AND id = $2 AND digest = $3 AND expires_at > $4
          RETURNING id, order_id, customer_id, description, takes_email, expires_at",
        )
        .bind(order.as_str())
        .bind(proof.id.as_str())
        .bind(proof.digest)
        .bind(now)
        .optional()
        .await?;
    Ok(row.map(Transfer::from))
}

/// Takes the request back that a customer made; answers whether there was one.
pub async fn withdraw(tx: &mut Tx, order: &OrderId, customer: &CustomerId) -> Result<bool, StoreError> {
    let taken = tx
        .query("DELETE FROM order_transfer WHERE order_id = $1 AND customer_id = $2")
        .bind(order.as_str())
        .bind(customer.as_str())
        .execute()
        .await?;
    Ok(taken > 0)
}

impl From<TransferRow> for Transfer {
    fn from(row: TransferRow) -> Self {
        Self {
            id: TransferId::stored(row.id),
            order: OrderId::stored(row.order_id),
            customer: CustomerId::stored(row.customer_id),
            wish: Wish { description: row.description, takes_email: row.takes_email },
            expires_at: row.expires_at.into(),
        }
    }
}
