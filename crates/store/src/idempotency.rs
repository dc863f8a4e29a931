//! Requests that came under an idempotency key, by their scope: who asked, for what, under which key.

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::ids::{ClaimId, Id};
use wufi_domain::moment::Moment;

use crate::db::{StoreError, Tx};

/// A claim that is about to be made.
#[derive(Clone, Copy, Debug)]
pub struct New<'n> {
    /// Under which scope.
    pub scope: &'n str,
    /// Which claim.
    pub claim: &'n ClaimId,
    /// What was asked for, sealed.
    pub asked: &'n str,
    /// Until when it works alone.
    pub leased_until: Moment,
    /// Until when the key stands for it.
    pub expires_at: Moment,
}

/// A request as it is remembered.
#[derive(Clone, Debug)]
pub struct Remembered {
    /// The claim under which it works, or was answered.
    pub claim: ClaimId,
    /// What it asked for, sealed.
    pub asked: String,
    /// Whether something that it did is in the database.
    pub has_effect: bool,
    /// The answer, sealed.
    pub answer: Option<String>,
    /// Until when it works alone.
    pub leased_until: Moment,
    /// Until when the key stands for it.
    pub expires_at: Moment,
}

#[derive(FromRow)]
struct Row {
    claim_id: String,
    asked: String,
    has_effect: bool,
    answer: Option<String>,
    leased_until: OffsetDateTime,
    expires_at: OffsetDateTime,
}

/// Makes a claim where there is none under its scope yet; whether it was made.
pub async fn claim(tx: &mut Tx, new: New<'_>) -> Result<bool, StoreError> {
    let made = tx
        .query(
            "INSERT INTO idempotency (scope, claim_id, asked, has_effect, answer, leased_until, expires_at)
             VALUES ($1, $2, $3, FALSE, NULL, $4, $5)
                 ON CONFLICT (scope) DO NOTHING",
        )
        .bind(new.scope)
        .bind(new.claim.as_str())
        .bind(new.asked)
        .bind(new.leased_until)
        .bind(new.expires_at)
        .execute()
        .await?;
    Ok(made == 1)
}

/// Finds what came under a scope before.
pub async fn find(tx: &mut Tx, scope: &str) -> Result<Option<Remembered>, StoreError> {
    let row: Option<Row> = tx
        .query(
            "SELECT claim_id, asked, has_effect, answer, leased_until, expires_at
               FROM idempotency
              WHERE scope = $1",
        )
        .bind(scope)
        .optional()
        .await?;
    Ok(row.map(|row| Remembered {
        claim: ClaimId::stored(row.claim_id),
        asked: row.asked,
        has_effect: row.has_effect,
        answer: row.answer,
        leased_until: row.leased_until.into(),
        expires_at: row.expires_at.into(),
    }))
}

/// Puts a claim in the place of one that was found, as long as that is as it was found; whether it is there now.
pub async fn take_over(tx: &mut Tx, found: &Remembered, new: New<'_>) -> Result<bool, StoreError> {
    let taken = tx
        .query(
            "UPDATE idempotency
                SET claim_id = $3, asked = $4, has_effect = FALSE, answer = NULL, leased_until = $5, expires_at = $6
              WHERE scope = $1
                AND claim_id = $2
                AND has_effect = $7
                AND (answer IS NULL) = $8",
        )
        .bind(new.scope)
        .bind(found.claim.as_str())
        .bind(new.claim.as_str())
        .bind(new.asked)
        .bind(new.leased_until)
        .bind(new.expires_at)
        .bind(found.has_effect)
        .bind(found.answer.is_none())
        .execute()
        .await?;
    Ok(taken == 1)
}

/// Writes, in the unit of work that does something for a claim, that something was done for it.
///
/// A claim whose place another took does nothing any more: the unit of work is refused.
pub(crate) async fn mark(tx: &mut Tx, claim: &ClaimId) -> Result<(), StoreError> {
    let marked = tx
        .query("UPDATE idempotency SET has_effect = TRUE WHERE claim_id = $1 AND answer IS NULL")
        .bind(claim.as_str())
        .execute()
        .await?;
    if marked == 1 { Ok(()) } else { Err(StoreError::Superseded) }
}

/// Keeps the answer of a claim until `expires_at`; whether the claim was still there to be answered.
pub async fn keep(tx: &mut Tx, claim: &ClaimId, (answer, expires_at): (&str, Moment)) -> Result<bool, StoreError> {
    let kept = tx
        .query("UPDATE idempotency SET answer = $2, expires_at = $3 WHERE claim_id = $1")
        .bind(claim.as_str())
        .bind(answer)
        .bind(expires_at)
        .execute()
        .await?;
    Ok(kept == 1)
}

/// Forgets a claim for which nothing was done; whether there was such a one.
pub async fn release(tx: &mut Tx, claim: &ClaimId) -> Result<bool, StoreError> {
    let gone =
        tx.query("DELETE FROM idempotency WHERE claim_id = $1 AND has_effect = FALSE").bind(claim.as_str()).execute().await?;
    Ok(gone == 1)
}

/// Lets a claim work alone until `at` and no longer.
pub async fn end_lease(tx: &mut Tx, claim: &ClaimId, at: Moment) -> Result<(), StoreError> {
    tx.query("UPDATE idempotency SET leased_until = $2 WHERE claim_id = $1").bind(claim.as_str()).bind(at).execute().await?;
    Ok(())
}
