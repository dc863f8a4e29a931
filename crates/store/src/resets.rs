//! Resets of passwords: one open for each identity, by the digest of its token.

use wufi_domain::ids::{Id, IdentityId, ResetId};
use wufi_domain::moment::Moment;

use crate::db::{StoreError, Tx};

/// Opens a reset in place of whichever was open; none when one was opened after `again_after`.
pub async fn open(
    tx: &mut Tx,
    identity: &IdentityId,
    (id, digest): (&ResetId, &str),
    expires_at: Moment,
    again_after: Moment,
) -> Result<bool, StoreError> {
    let now = tx.now();
    let written = tx
        .query(
            "INSERT INTO password_reset (identity_id, id, digest, expires_at, created_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (identity_id) DO UPDATE
                SET id = excluded.id, digest = excluded.digest, expires_at = excluded.expires_at, created_at = excluded.created_at
              WHERE password_reset.created_at < $6",
        )
        .bind(identity.as_str())
        .bind(id.as_str())
        .bind(digest)
        .bind(expires_at)
        .bind(now)
        .bind(again_after)
        .execute()
        .await?;
    Ok(written == 1)
}

/// Uses a reset up: whose it is, when it is the open one, not over, and the digest is its own.
pub async fn take(tx: &mut Tx, id: &ResetId, digest: &str) -> Result<Option<IdentityId>, StoreError> {
    let now = tx.now();
    let row: Option<(String,)> = tx
        .query(
            "DELETE FROM password_reset
              WHERE id = $1 AND digest = $2 AND expires_at > $3
          RETURNING identity_id",
        )
        .bind(id.as_str())
        .bind(digest)
        .bind(now)
        .optional()
        .await?;
    Ok(row.map(|(identity,)| IdentityId::stored(identity)))
}

/// Closes whatever reset an identity has open: its password or its e-mail address changed.
pub async fn close(tx: &mut Tx, identity: &IdentityId) -> Result<(), StoreError> {
    tx.query("DELETE FROM password_reset WHERE identity_id = $1").bind(identity.as_str()).execute().await?;
    Ok(())
}
