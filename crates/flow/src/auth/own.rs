//! One's own sessions (OWASP ASVS 7.5.2).

use wufi_domain::ids::SessionId;
use wufi_domain::session::{EndReason, Session};
use wufi_store::{Db, sessions};

use super::admit::Admitted;
use super::client::Visit;
use super::ending;
use super::error::AuthError;
use super::gate::Gate;

/// The caller's sessions that are not over, oldest first.
pub async fn own_sessions(db: &Db, admitted: &Admitted) -> Result<Vec<Session>, AuthError> {
    let mut tx = db.read().await?;
    Ok(sessions::open_of(&mut tx, admitted.session.actor_kind, &admitted.session.actor_id).await?)
}

/// Ends one of the caller's sessions, the current one too.
pub async fn end_session(db: &Db, gate: &Gate, visit: &Visit, of: (&Admitted, &SessionId)) -> Result<(), AuthError> {
    let (admitted, id) = of;
    let mut tx = db.begin().await?;
    let open = sessions::open_of(&mut tx, admitted.session.actor_kind, &admitted.session.actor_id).await?;
    let session = open.iter().find(|session| session.id == *id).ok_or(AuthError::NotFound)?;
    ending::end(&mut tx, visit, session, EndReason::Ended).await?;
    tx.commit().await?;
    gate.sessions.forget(id);
    Ok(())
}

/// Ends all of the caller's sessions but the current one.
pub async fn end_other_sessions(db: &Db, gate: &Gate, visit: &Visit, admitted: &Admitted) -> Result<(), AuthError> {
    let mut tx = db.begin().await?;
    let owner = (admitted.session.actor_kind, admitted.session.actor_id.as_str());
    let ended = ending::end_others(&mut tx, visit, owner, (Some(&admitted.session.id), EndReason::Ended)).await?;
    tx.commit().await?;
    gate.sessions.forget_all(&ended);
    Ok(())
}
