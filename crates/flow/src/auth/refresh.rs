//! Renewing tokens: each refresh token has one successor, and a copy ends the session.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::mail::Kind;
use wufi_domain::risk::{Action, Decision, Signal};
use wufi_domain::session::{EndReason, Refresh, Session};
use wufi_guard::opaque_token::RefreshToken;
use wufi_store::{Db, Tx, sessions};

use super::client::Visit;
use super::ending;
use super::error::AuthError;
use super::gate::Gate;
use super::issue::{self, Entered};
use super::notices::{self, About};
use super::suspicion;

/// Renews the tokens of a session by its refresh token.
///
/// Whoever comes with the current one moves it on, by compare-and-set; whoever comes with the one
/// before gets the same successor, while that can be a lost answer. Anything else is a copy.
pub async fn refresh(db: &Db, gate: &Gate, visit: &Visit, token: &str) -> Result<Entered, AuthError> {
    let presented = RefreshToken::read(&gate.keys.current(), db.now(), token).ok_or(AuthError::RefreshInvalid)?;
    let mut tx = db.begin().await?;
    let decided = decide(&mut tx, gate, visit, &presented).await?;
    let ended = match decided {
        Ok(ref session) => watch(&mut tx, gate, visit, session).await?,
        Err(_) => None,
    };
    tx.commit().await?;
    gate.sessions.forget(&presented.session);

    match (decided, ended) {
        (Err(refusal), _) => Err(refusal),
        (Ok(_), Some(reason)) => Err(AuthError::SessionEnded(reason)),
        (Ok(session), None) => issue::tokens(gate, (db.now(), db.chance()), &session),
    }
}

/// The session as it is after the token was honoured, or why it was not; what either wrote is to be kept.
async fn decide(
    tx: &mut Tx,
    gate: &Gate,
    visit: &Visit,
    presented: &RefreshToken,
) -> Result<Result<Session, AuthError>, AuthError> {
    let find = async |tx: &mut Tx| sessions::find(tx, &presented.session).await;
    let Some(mut session) = find(tx).await? else { return Ok(Err(AuthError::RefreshInvalid)) };
    let mut decision = session.on_refresh(presented.generation, tx.now(), &gate.policy);
    if decision == Refresh::Advance {
        let is_first = advance(tx, gate, visit, &session).await?;
        let Some(moved) = find(tx).await? else { return Ok(Err(AuthError::RefreshInvalid)) };
        session = moved;
        // Whoever was slower reads what the faster one left, and decides again.
        decision = if is_first { Refresh::Repeat } else { session.on_refresh(presented.generation, tx.now(), &gate.policy) };
    }

    Ok(match decision {
        Refresh::Advance | Refresh::Repeat => Ok(session),
        Refresh::Expired => Err(AuthError::RefreshExpired),
        Refresh::Unknown => Err(AuthError::RefreshInvalid),
        Refresh::Ended(reason) => Err(AuthError::SessionEnded(reason)),
        Refresh::Reused => {
            reused(tx, gate, visit, &session).await?;
            Err(AuthError::RefreshReused)
        }
    })
}

async fn advance(tx: &mut Tx, gate: &Gate, visit: &Visit, session: &Session) -> Result<bool, AuthError> {
    let expires_at = tx.now().after_secs(gate.policy.refresh_secs).min(session.absolute_at);
    let is_first = sessions::advance(tx, &session.id, session.generation, expires_at).await?;
    if is_first {
        let facts = json!({ "generation": session.generation.saturating_add(1) });
        notices::record(tx, visit, (Event::SessionRefreshed, About::Session(session)), facts).await?;
    }
    Ok(is_first)
}

/// A refresh comes from somewhere, too.
async fn watch(tx: &mut Tx, gate: &Gate, visit: &Visit, session: &Session) -> Result<Option<EndReason>, AuthError> {
    match suspicion::moved(gate, session, &visit.client, true) {
        Some(change) => suspicion::weigh(tx, gate, visit, (session, change)).await,
        None => Ok(None),
    }
}

/// There is a copy: nobody knows which of the two is the owner, so both are out, and the owner is told.
async fn reused(tx: &mut Tx, gate: &Gate, visit: &Visit, session: &Session) -> Result<(), AuthError> {
    let decision = Decision::weigh(vec![Signal::RefreshReuse.seen(1)], gate.policy.profile);
    gate.signals.count(Action::End);
    notices::record(tx, visit, (Event::RefreshReused, About::Session(session)), decision.facts()).await?;
    ending::end(tx, visit, session, EndReason::Reuse).await?;
    notices::tell(tx, visit, (Kind::SessionsEnded, session), json!({})).await
}
