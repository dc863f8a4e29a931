//! Orders that an account asks to take over: one request open for each order.

use wufi_domain::ids::{Id, OrderId, TransferId};

use crate::db::{StoreError, Tx};

/// The order that a request is about.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Of the order.
    pub id: OrderId,
    /// Its number, as people know it.
    pub number: i64,
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
