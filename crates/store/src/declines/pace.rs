//! Payments that are held apart in time, and whether the brake is on.

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::moment::Moment;

use crate::db::{StoreError, Tx};

#[derive(FromRow)]
struct PaceRow {
    opened_at: OffsetDateTime,
}

/// Takes the turn of `who` when the last one was at least `apart_ms` milliseconds ago; otherwise says when the next comes.
///
/// The condition is part of the update: of many that come at once one has the turn, and the others wait for its unit of work.
pub async fn pace(tx: &mut Tx, who: &str, apart_ms: i64) -> Result<Option<Moment>, StoreError> {
    let now = tx.now();
    let before = Moment::from_millis(now.millis().saturating_sub(apart_ms));
    let taken = tx
        .query(
            "INSERT INTO payment_pace (who, opened_at)
             VALUES ($1, $2)
             ON CONFLICT (who) DO UPDATE
                SET opened_at = excluded.opened_at
              WHERE payment_pace.opened_at <= $3",
        )
        .bind(who)
        .bind(now)
        .bind(before)
        .execute()
        .await?;
    if taken == 1 {
        return Ok(None);
    }
    let last: PaceRow = tx.query("SELECT opened_at FROM payment_pace WHERE who = $1").bind(who).one().await?;
    Ok(Some(Moment::from_millis(Moment::from(last.opened_at).millis().saturating_add(apart_ms))))
}

/// Whether the brake is on for the whole shop, as it was put on record.
pub async fn is_on(tx: &mut Tx) -> Result<bool, StoreError> {
    let (is_on,): (bool,) = tx.query("SELECT is_on FROM payment_brake WHERE name = 'shop'").one().await?;
    Ok(is_on)
}

/// Puts down that the brake is on or off; false when it was put down before, by whichever node.
pub async fn turn(tx: &mut Tx, is_on: bool) -> Result<bool, StoreError> {
    let now = tx.now();
    let turned = tx
        .query("UPDATE payment_brake SET is_on = $1, changed_at = $2 WHERE name = 'shop' AND is_on <> $1")
        .bind(is_on)
        .bind(now)
        .execute()
        .await?;
    Ok(turned == 1)
}
