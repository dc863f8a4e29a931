//! How sessions end.

use wufi_domain::actor::ActorKind;
use wufi_domain::ids::{Id, SessionId};
use wufi_domain::moment::Moment;
use wufi_domain::session::EndReason;

use crate::db::{StoreError, Tx};

/// Ends one of the actor's own sessions; false when there is none of that id, or it is over.
pub async fn end(tx: &mut Tx, owner: (ActorKind, &str), id: &SessionId, reason: EndReason) -> Result<bool, StoreError> {
    let now = tx.now();
    let (kind, actor) = owner;
    let written = tx
        .query(
            "UPDATE session
                SET ended_at = $4, end_reason = $5
              WHERE id = $1 AND actor_kind = $2 AND actor_id = $3 AND ended_at IS NULL",
        )
        .bind(id.as_str())
        .bind(kind.name())
        .bind(actor)
        .bind(now)
        .bind(reason.name())
        .execute()
        .await?;
    Ok(written == 1)
}

/// Ends all of the actor's sessions but `kept`, and says which.
pub async fn end_others(
    tx: &mut Tx,
    owner: (ActorKind, &str),
    kept: Option<&SessionId>,
    reason: EndReason,
) -> Result<Vec<SessionId>, StoreError> {
    let now = tx.now();
    let (kind, actor) = owner;
    let rows: Vec<(String,)> = tx
        .query(
            "UPDATE session
                SET ended_at = $4, end_reason = $5
              WHERE actor_kind = $1 AND actor_id = $2 AND id <> $3 AND ended_at IS NULL
          RETURNING id",
        )
        .bind(kind.name())
        .bind(actor)
        .bind(kept.map_or("", |id| id.as_str()))
        .bind(now)
        .bind(reason.name())
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| SessionId::stored(id)).collect())
}

/// Notes which context was weighed; false when it was that one already, so of many at once one weighs it.
pub async fn note_weighed(tx: &mut Tx, id: &SessionId, weighed: &str) -> Result<bool, StoreError> {
    let written = tx
        .query(
            "UPDATE session
                SET weighed = $2
              WHERE id = $1 AND ended_at IS NULL AND (weighed IS NULL OR weighed <> $2)",
        )
        .bind(id.as_str())
        .bind(weighed)
        .execute()
        .await?;
    Ok(written == 1)
}

/// Asks for the password again, for whatever was proved before now.
pub async fn suspect(tx: &mut Tx, id: &SessionId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query("UPDATE session SET suspicious_at = $2 WHERE id = $1 AND ended_at IS NULL")
        .bind(id.as_str())
        .bind(now)
        .execute()
        .await?;
    Ok(())
}

/// Notes that the session's owner is told of something now; false when they were told after `again_after`.
pub async fn note_told(tx: &mut Tx, id: &SessionId, again_after: Moment) -> Result<bool, StoreError> {
    let now = tx.now();
    let written = tx
        .query("UPDATE session SET told_at = $2 WHERE id = $1 AND (told_at IS NULL OR told_at < $3)")
        .bind(id.as_str())
        .bind(now)
        .bind(again_after)
        .execute()
        .await?;
    Ok(written == 1)
}
