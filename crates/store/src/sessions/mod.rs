//! Sessions: one row for each login, and the truth about it.

mod ending;
mod row;

use wufi_domain::actor::ActorKind;
use wufi_domain::ids::{Id, SessionId};
use wufi_domain::moment::Moment;
use wufi_domain::session::{Context, Session};

pub use ending::{end, end_others, note_told, note_weighed, suspect};

use crate::db::{StoreError, Tx};
use row::SessionRow;

/// Writes a new session.
pub async fn create(tx: &mut Tx, session: &Session) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO session (id, actor_kind, actor_id, identity_id, methods, generation, advanced_at, used,
                              expires_at, absolute_at, fingerprint, family, platform, language, device, network,
                              suspicious_at, created_at, last_seen_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)",
    )
    .bind(session.id.as_str())
    .bind(session.actor_kind.name())
    .bind(session.actor_id.as_str())
    .bind(session.identity.as_str())
    .bind(session.methods.join(" "))
    .bind(session.generation)
    .bind(session.advanced_at)
    .bind(session.used)
    .bind(session.expires_at)
    .bind(session.absolute_at)
    .bind(session.context.fingerprint.as_str())
    .bind(session.context.family.as_deref())
    .bind(session.context.platform.as_deref())
    .bind(session.context.language.as_deref())
    .bind(session.context.device.as_deref())
    .bind(session.context.network.as_deref())
    .bind(session.suspicious_at)
    .bind(session.created_at)
    .write_one()
    .await
}

/// Finds a session by the id in a token whose signature was checked; ended ones too, to say why.
pub async fn find(tx: &mut Tx, id: &SessionId) -> Result<Option<Session>, StoreError> {
    let row: Option<SessionRow> = tx
        .query(
            "SELECT id, actor_kind, actor_id, identity_id, methods, generation, advanced_at, used, expires_at, absolute_at,
                    fingerprint, family, platform, language, device, network, weighed, suspicious_at, misses, epoch,
                    created_at, last_seen_at, end_reason
               FROM session
              WHERE id = $1",
        )
        .bind(id.as_str())
        .optional()
        .await?;
    row.map(Session::try_from).transpose()
}

/// The actor's sessions that are not over, oldest first.
pub async fn open_of(tx: &mut Tx, kind: ActorKind, actor: &str) -> Result<Vec<Session>, StoreError> {
    let now = tx.now();
    let rows: Vec<SessionRow> = tx
        .query(
            "SELECT id, actor_kind, actor_id, identity_id, methods, generation, advanced_at, used, expires_at, absolute_at,
                    fingerprint, family, platform, language, device, network, weighed, suspicious_at, misses, epoch,
                    created_at, last_seen_at, end_reason
               FROM session
              WHERE actor_kind = $1 AND actor_id = $2 AND ended_at IS NULL AND expires_at > $3 AND absolute_at > $3
              ORDER BY created_at, id",
        )
        .bind(kind.name())
        .bind(actor)
        .bind(now)
        .all()
        .await?;
    rows.into_iter().map(Session::try_from).collect()
}

/// Moves the current refresh token on, if `generation` is still the current one and the session is open.
///
/// One statement compares and sets, so of many who come with one token one moves it.
pub async fn advance(tx: &mut Tx, id: &SessionId, generation: i64, expires_at: Moment) -> Result<bool, StoreError> {
    let now = tx.now();
    let written = tx
        .query(
            "UPDATE session
                SET generation = generation + 1, used = $2, advanced_at = $3, expires_at = $4, last_seen_at = $3
              WHERE id = $1 AND generation = $2 AND ended_at IS NULL AND expires_at > $3 AND absolute_at > $3",
        )
        .bind(id.as_str())
        .bind(generation)
        .bind(now)
        .bind(expires_at)
        .execute()
        .await?;
    Ok(written == 1)
}

/// Notes that a token of `generation` was seen.
pub async fn note_use(tx: &mut Tx, id: &SessionId, generation: i64) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query(
        "UPDATE session
            SET used = CASE WHEN used < $2 THEN $2 ELSE used END, last_seen_at = $3
          WHERE id = $1 AND ended_at IS NULL",
    )
    .bind(id.as_str())
    .bind(generation)
    .bind(now)
    .execute()
    .await?;
    Ok(())
}

/// Lets a session that is used by its cookie live on: the cookie has no refresh token.
pub async fn prolong(tx: &mut Tx, id: &SessionId, expires_at: Moment) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query("UPDATE session SET expires_at = $2, last_seen_at = $3 WHERE id = $1 AND ended_at IS NULL AND expires_at > $3")
        .bind(id.as_str())
        .bind(expires_at)
        .bind(now)
        .execute()
        .await?;
    Ok(())
}

/// Makes the CSRF tokens of a session worth nothing: another password begins another epoch.
pub async fn next_epoch(tx: &mut Tx, id: &SessionId) -> Result<(), StoreError> {
    tx.query("UPDATE session SET epoch = epoch + 1 WHERE id = $1").bind(id.as_str()).execute().await?;
    Ok(())
}

/// Takes `context` as what the session comes from, from now on; what it does not tell stays as it was, so that
/// nobody takes a session's marks off by saying nothing.
pub async fn adopt(tx: &mut Tx, id: &SessionId, context: &Context) -> Result<(), StoreError> {
    tx.query(
        "UPDATE session
            SET fingerprint = $2, family = COALESCE($3, family), platform = COALESCE($4, platform),
                language = COALESCE($5, language), device = COALESCE($6, device), network = COALESCE($7, network),
                weighed = NULL
          WHERE id = $1 AND ended_at IS NULL",
    )
    .bind(id.as_str())
    .bind(context.fingerprint.as_str())
    .bind(context.family.as_deref())
    .bind(context.platform.as_deref())
    .bind(context.language.as_deref())
    .bind(context.device.as_deref())
    .bind(context.network.as_deref())
    .execute()
    .await?;
    Ok(())
}

/// Counts an id that is nothing of the session's owner's, and says how many there were.
pub async fn count_miss(tx: &mut Tx, id: &SessionId) -> Result<i64, StoreError> {
    let row: Option<(i64,)> =
        tx.query("UPDATE session SET misses = misses + 1 WHERE id = $1 RETURNING misses").bind(id.as_str()).optional().await?;
    Ok(row.map_or(0, |(misses,)| misses))
}
