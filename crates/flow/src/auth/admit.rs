//! From a token to who it is of: for every request that brings one.

use wufi_domain::actor::ActorKind;
use wufi_domain::ids::{CustomerId, SessionId, UserId};
use wufi_domain::moment::Moment;
use wufi_domain::risk::{Decision, Signal};
use wufi_domain::session::Session;
use wufi_guard::access_token::{self, TokenFault};
use wufi_guard::opaque_token::SessionCookie;

use wufi_store::{Db, sessions};

use super::client::Visit;
use super::error::AuthError;
use super::gate::Gate;
use super::issue::audience;
use super::suspicion;

/// Seconds after which a session's last sight is written again.
const SEEN_EVERY_SECS: i64 = 60;

/// What a request brought to be let in.
#[derive(Clone, Copy, Debug)]
pub enum Credential<'c> {
    /// `Authorization: Bearer`: an access token.
    Bearer(&'c str),
    /// The session cookie.
    Cookie(&'c str),
}

/// Somebody who was let in.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// The session, as it was a moment ago.
    pub session: Session,
    /// When the password was given that this credential stands for.
    pub auth_time: Moment,
    /// When this credential was made.
    pub issued_at: Moment,
    /// When this credential's time is over.
    pub expires_at: Moment,
    /// The generation that this credential is of: what is made of it is of no newer one. A session cookie is of none.
    pub generation: i64,
    /// Whether something about the session asks for a newer proof than that.
    pub asks_step_up: bool,
}

impl Admitted {
    /// The customer, if it is one.
    #[must_use]
    pub fn customer(&self) -> Option<CustomerId> {
        (self.session.actor_kind == ActorKind::Customer).then(|| CustomerId::stored(self.session.actor_id.clone()))
    }

    /// The member of staff, if it is one.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        (self.session.actor_kind == ActorKind::User).then(|| UserId::stored(self.session.actor_id.clone()))
    }

    /// Refuses when a newer proof is asked for.
    pub fn vouched(&self) -> Result<(), AuthError> {
        if self.asks_step_up { Err(AuthError::StepUpRequired) } else { Ok(()) }
    }
}

/// What a credential says, once its signature is checked.
pub(super) struct Claimed {
    pub(super) session: SessionId,
    pub(super) actor: (ActorKind, String),
    generation: i64,
    auth_time: Moment,
    issued_at: Moment,
    expires_at: Option<Moment>,
}

/// Lets somebody in by what they brought: the token is ours and its time has not come, its session is
/// open, and it comes from where the session does (OWASP ASVS 7.2.1, 7.4.1, 9.1).
pub async fn admit(db: &Db, gate: &Gate, visit: &Visit, credential: Credential<'_>) -> Result<Admitted, AuthError> {
    let now = db.now();
    let claimed = read(gate, now, credential)?;
    let session = gate.sessions.find(db, &claimed.session).await?.ok_or(AuthError::TokenInvalid)?;
    let same_actor = |(kind, id): &(ActorKind, String)| *kind == session.actor_kind && *id == session.actor_id;
    if !same_actor(&claimed.actor) {
        return Err(AuthError::TokenInvalid);
    }
    open(&session, now)?;

    let session = note(db, gate, visit, (session, &claimed)).await?;
    Ok(Admitted {
        auth_time: claimed.auth_time,
        issued_at: claimed.issued_at,
        expires_at: claimed.expires_at.unwrap_or_else(|| session.ends_at()),
        generation: claimed.generation,
        asks_step_up: session.asks_step_up(claimed.auth_time, now, &gate.policy),
        session,
    })
}

/// Reads what a credential says, if its signature is good and its time has not passed; nothing is looked up.
pub(super) fn read(gate: &Gate, now: Moment, credential: Credential<'_>) -> Result<Claimed, AuthError> {
    let keyring = gate.keys.current();
    match credential {
        Credential::Bearer(token) => {
            let claims = access_token::verify(&keyring, now, token, &gate.issuer).map_err(|fault| match fault {
                TokenFault::Invalid => AuthError::TokenInvalid,
                TokenFault::Expired => AuthError::TokenExpired,
            })?;
            if !claims.is_for(audience(claims.actor_type)) {
                return Err(AuthError::TokenInvalid);
            }
            Ok(Claimed {
                session: claims.session,
                actor: (claims.actor_type, claims.actor_id),
                generation: claims.generation,
                auth_time: Moment::from_secs(claims.auth_time),
                issued_at: Moment::from_secs(claims.issued_at),
                expires_at: Some(Moment::from_secs(claims.expires_at)),
            })
        }
        Credential::Cookie(token) => {
            let cookie = SessionCookie::read(&keyring, now, token).ok_or(AuthError::TokenInvalid)?;
            let auth_time = Moment::from_secs(cookie.auth_time);
            // A cookie is made when the password was given, or soon after: nobody asks for more.
            Ok(Claimed {
                session: cookie.session,
                actor: (cookie.actor_kind, cookie.actor_id),
                generation: 0,
                auth_time,
                issued_at: auth_time,
                expires_at: None,
            })
        }
    }
}

/// Refuses what is over, with what its bearer is told.
pub(super) fn open(session: &Session, now: Moment) -> Result<(), AuthError> {
    match (session.ended, session.open(now)) {
        (Some(reason), _) => Err(AuthError::SessionEnded(reason)),
        (None, Err(_)) => Err(AuthError::SessionExpired),
        (None, Ok(())) => Ok(()),
    }
}

/// Notes what is new about the session: which generation of its tokens is in use, that it was seen,
/// and where it comes from now. Mostly there is nothing to note and nothing is written.
async fn note(db: &Db, gate: &Gate, visit: &Visit, seen: (Session, &Claimed)) -> Result<Session, AuthError> {
    let (session, claimed) = seen;
    let now = db.now();
    let is_newer = claimed.generation > session.used;
    let is_due = now >= session.last_seen_at.after_secs(SEEN_EVERY_SECS);
    let moved = suspicion::moved(gate, &session, &visit.client, is_due);
    if !is_newer && !is_due && moved.is_none() {
        return Ok(session);
    }

    let mut tx = db.begin().await?;
    let id = session.id.clone();
    sessions::note_use(&mut tx, &id, claimed.generation).await?;
    if claimed.expires_at.is_none() {
        sessions::prolong(&mut tx, &id, now.after_secs(gate.policy.refresh_secs).min(session.absolute_at)).await?;
    }
    let ended = match moved {
        Some(change) => suspicion::weigh(&mut tx, gate, visit, (&session, change)).await?,
        None => None,
    };
    let session = sessions::find(&mut tx, &id).await?.ok_or(AuthError::TokenInvalid)?;
    tx.commit().await?;
    gate.sessions.forget(&id);

    match ended {
        Some(reason) => Err(AuthError::SessionEnded(reason)),
        None => Ok(session),
    }
}

/// Counts an id that somebody asked for and that is nothing of theirs: thieves try many.
///
/// Unknown ids and foreign ones cost the same, so that the time does not tell them apart.
pub async fn count_miss(db: &Db, gate: &Gate, visit: &Visit, admitted: &Admitted) -> Result<(), AuthError> {
    let mut tx = db.begin().await?;
    let id = &admitted.session.id;
    let misses = sessions::count_miss(&mut tx, id).await?;
    if misses == Signal::UnknownIds.from() {
        let decision = Decision::weigh(vec![Signal::UnknownIds.seen(misses)], gate.policy.profile);
        suspicion::act(&mut tx, gate, visit, (&admitted.session, &decision)).await?;
    }
    tx.commit().await?;
    gate.sessions.forget(id);
    Ok(())
}

/// Weighs that payments of somebody who is logged in were declined: whoever stole a login tries cards in it. Its owner is
/// told, and asked for the password where the profile asks.
pub async fn weigh_declines(db: &Db, gate: &Gate, visit: &Visit, of: (&Admitted, i64)) -> Result<(), AuthError> {
    let (admitted, declines) = of;
    let Some(seen) = Signal::DeclinedPayments.counted(declines) else { return Ok(()) };
    let mut tx = db.begin().await?;
    let decision = Decision::weigh(vec![seen], gate.policy.profile);
    suspicion::act(&mut tx, gate, visit, (&admitted.session, &decision)).await?;
    tx.commit().await?;
    gate.sessions.forget(&admitted.session.id);
    Ok(())
}
