//! Payments that somebody has to look after.

use sqlx::FromRow;
use wufi_domain::ids::{CartId, Id, IntentId, PaymentSessionId};
use wufi_domain::moment::Moment;

use crate::db::{StoreError, Tx};

/// A payment session whose time has come, taken by this node.
#[derive(Clone, Debug)]
pub struct Due {
    /// Of the session.
    pub session: PaymentSessionId,
    /// How often it was tried in vain, this time included.
    pub tries: i64,
}

#[derive(FromRow)]
struct DueRow {
    id: String,
    tries: i64,
}

/// Takes the session that has been due longest, and puts it off until `again_at` in case this node does not finish.
///
/// The update is conditional on the moment that was read, so of many nodes one takes it.
pub async fn take_due(tx: &mut Tx, again_at: Moment) -> Result<Option<Due>, StoreError> {
    let now = tx.now();
    let row: Option<DueRow> = tx
        .query(
            "UPDATE payment_session
                SET tries = tries + 1, due_at = $2
              WHERE due_at <= $1
                AND id = (SELECT id FROM payment_session WHERE due_at <= $1 ORDER BY due_at, id LIMIT 1)
          RETURNING id, tries",
        )
        .bind(now)
        .bind(again_at)
        .optional()
        .await?;
    Ok(row.map(|row| Due { session: PaymentSessionId::stored(row.id), tries: row.tries }))
}

/// Says when a session is to be looked after; `None`: there is nothing left to do. What went wrong before counts no longer.
pub async fn schedule(tx: &mut Tx, session: &PaymentSessionId, at: Option<Moment>) -> Result<(), StoreError> {
    tx.query("UPDATE payment_session SET due_at = $2, tries = 0 WHERE id = $1").bind(session.as_str()).bind(at).execute().await?;
    Ok(())
}

/// Puts a session off that could not be settled.
pub async fn put_off(tx: &mut Tx, session: &PaymentSessionId, until: Moment) -> Result<(), StoreError> {
    tx.query("UPDATE payment_session SET due_at = $2 WHERE id = $1").bind(session.as_str()).bind(until).execute().await?;
    Ok(())
}

/// Has the open payment of a cart looked after at once, because its shopper says that they paid.
pub async fn wake_cart(tx: &mut Tx, cart: &CartId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query(
        "UPDATE payment_session
            SET due_at = $2, tries = 0
          WHERE step IN ('open', 'held') AND intent_id IS NOT NULL
            AND payment_collection_id = (SELECT id FROM payment_collection WHERE cart_id = $1)",
    )
    .bind(cart.as_str())
    .bind(now)
    .execute()
    .await?;
    Ok(())
}

/// Has the session of an intent looked after at once, because the provider says that something happened. An intent
/// whose id is not known yet is found by the session that it was made for.
pub async fn wake(tx: &mut Tx, intent: &IntentId, session: Option<&PaymentSessionId>) -> Result<bool, StoreError> {
    let now = tx.now();
    let woken = tx
        .query(
            "UPDATE payment_session
                SET due_at = $3, tries = 0
              WHERE (intent_id = $1 OR (intent_id IS NULL AND id = $2))
                AND step IN ('asked', 'open', 'held', 'ordered', 'releasing')",
        )
        .bind(intent.as_str())
        .bind(session.map_or("", PaymentSessionId::as_str))
        .bind(now)
        .execute()
        .await?;
    Ok(woken > 0)
}
