//! What providers notify of: each once.

use wufi_domain::ids::{Id, IntentId};

use crate::db::{StoreError, Tx};

/// A notice, as far as it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Notice<'n> {
    /// The provider's own id of it.
    pub id: &'n str,
    /// Of what kind.
    pub kind: &'n str,
    /// About which intent.
    pub intent: Option<&'n IntentId>,
}

/// Keeps a notice; false when it came before. Of two that come at once, the second waits for the first.
pub async fn note(tx: &mut Tx, notice: Notice<'_>) -> Result<bool, StoreError> {
    let now = tx.now();
    let kept = tx
        .query(
            "INSERT INTO payment_notice (id, kind, intent_id, received_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(notice.id)
        .bind(notice.kind)
        .bind(notice.intent.map(IntentId::as_str))
        .bind(now)
        .execute()
        .await?;
    Ok(kept == 1)
}
