//! How sessions end.

use serde_json::json;
use wufi_domain::actor::ActorKind;
use wufi_domain::audit::Event;
use wufi_domain::ids::{Id, SessionId};
use wufi_domain::session::{EndReason, Session};
use wufi_guard::opaque_token::RefreshToken;
use wufi_store::{Db, Tx, sessions};

use super::admit::Admitted;
use super::client::Visit;
use super::error::AuthError;
use super::gate::Gate;
use super::notices::{self, About};

/// Logs somebody out: all tokens of the session are over at once.
pub async fn logout(db: &Db, gate: &Gate, visit: &Visit, admitted: &Admitted) -> Result<(), AuthError> {
    let mut tx = db.begin().await?;
    end(&mut tx, visit, &admitted.session, EndReason::Logout).await?;
    tx.commit().await?;
    gate.sessions.forget(&admitted.session.id);
    Ok(())
}

/// Logs a browser out that has only its refresh token left: its access token is over, or lost with the page.
///
/// One of any generation will do: nothing comes of it but the end.
pub async fn logout_by_refresh(db: &Db, gate: &Gate, visit: &Visit, token: &str) -> Result<(), AuthError> {
    let presented = RefreshToken::read(&gate.keys.current(), db.now(), token).ok_or(AuthError::RefreshInvalid)?;
    let mut tx = db.begin().await?;
    let session = sessions::find(&mut tx, &presented.session).await?.ok_or(AuthError::RefreshInvalid)?;
    super::admit::open(&session, tx.now())?;
    end(&mut tx, visit, &session, EndReason::Logout).await?;
    tx.commit().await?;
    gate.sessions.forget(&session.id);
    Ok(())
}

/// Ends a session, once, and puts it on record.
pub(super) async fn end(tx: &mut Tx, visit: &Visit, session: &Session, reason: EndReason) -> Result<(), AuthError> {
    let owner = (session.actor_kind, session.actor_id.as_str());
    if sessions::end(tx, owner, &session.id, reason).await? {
        let facts = json!({ "reason": reason.name() });
        notices::record(tx, visit, (Event::SessionEnded, About::Session(session)), facts).await?;
    }
    Ok(())
}

/// Ends all sessions of somebody but `kept`, and puts it on record. The node forgets them once that is committed.
pub(super) async fn end_others(
    tx: &mut Tx,
    visit: &Visit,
    (kind, actor): (ActorKind, &str),
    (kept, reason): (Option<&SessionId>, EndReason),
) -> Result<Vec<SessionId>, AuthError> {
    let ended = sessions::end_others(tx, (kind, actor), kept, reason).await?;
    for id in &ended {
        let facts = json!({ "reason": reason.name(), "session": id.as_str() });
        notices::record(tx, visit, (Event::SessionEnded, About::Person(kind, actor)), facts).await?;
    }
    Ok(ended)
}
