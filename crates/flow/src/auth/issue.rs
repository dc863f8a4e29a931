//! Tokens of a session.

use serde_json::json;
use wufi_domain::actor::ActorKind;
use wufi_domain::audit::Event;
use wufi_domain::chance::Chance;
use wufi_domain::ids::{Id, SessionId, TokenId};
use wufi_domain::moment::Moment;
use wufi_domain::session::Session;
use wufi_guard::access_token::{self, Audience, Claims};
use wufi_guard::opaque_token::{RefreshToken, SessionCookie};
use wufi_guard::secret::Secret;
use wufi_store::Db;

use super::admit::Admitted;
use super::client::Visit;
use super::csrf;
use super::error::AuthError;
use super::gate::Gate;
use super::notices::{self, About};

/// What somebody gets who was let in, or whose tokens were renewed.
#[derive(Debug)]
pub struct Entered {
    /// The access token.
    pub access: Secret,
    /// Seconds that it lives.
    pub access_secs: i64,
    /// The refresh token.
    pub refresh: Secret,
    /// Seconds that it lives; never beyond the absolute end of the session.
    pub refresh_secs: i64,
    /// The session behind both.
    pub session: SessionId,
    /// The CSRF token of the session.
    pub csrf: Secret,
    /// A proof for a device that brought none, for its cookie.
    pub device: Option<Secret>,
}

/// What an access token says besides whose it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    /// When the password was given.
    pub(super) auth_time: Moment,
    /// When its time is over.
    pub(super) expires_at: Moment,
    /// With which refresh token it was made. Only a refresh gives tokens of the next one: seen, they say that its answer arrived.
    pub(super) generation: i64,
}

/// Both tokens of a session as it is now. The proof is the one that began it: a newer one belongs
/// to the access token that it gave and is not inherited.
pub(super) fn tokens(gate: &Gate, (now, chance): (Moment, &Chance), session: &Session) -> Result<Entered, AuthError> {
    let access_secs = gate.policy.access_secs;
    let terms = Terms { auth_time: session.created_at, expires_at: now.after_secs(access_secs), generation: session.generation };
    let refresh = RefreshToken { session: session.id.clone(), generation: session.generation };
    Ok(Entered {
        access: access(gate, (now, chance), session, terms)?,
        access_secs,
        refresh: refresh.issue(&gate.keys.current(), now),
        refresh_secs: session.ends_at().secs().saturating_sub(now.secs()),
        session: session.id.clone(),
        csrf: csrf::csrf_binding(session).token(&gate.keys.current(), (now, chance)),
        device: None,
    })
}

/// An access token of a session.
pub(super) fn access(
    gate: &Gate,
    (now, chance): (Moment, &Chance),
    session: &Session,
    terms: Terms,
) -> Result<Secret, AuthError> {
    let claims = Claims {
        issuer: gate.issuer.clone(),
        audience: audience(session.actor_kind),
        subject: session.actor_id.clone(),
        session: session.id.clone(),
        jti: TokenId::fresh(now, chance).as_str().to_owned(),
        issued_at: now.secs(),
        expires_at: terms.expires_at.secs(),
        actor_id: session.actor_id.clone(),
        actor_type: session.actor_kind,
        identity: session.identity.clone(),
        auth_time: terms.auth_time.secs(),
        methods: session.methods.clone(),
        generation: terms.generation,
    };
    access_token::sign(&gate.keys.current(), now, &claims).map_err(|_| AuthError::Signing)
}

/// For which doors a person's tokens are.
pub(super) const fn audience(kind: ActorKind) -> Audience {
    match kind {
        ActorKind::Customer => Audience::Store,
        ActorKind::User => Audience::Admin,
    }
}

/// The same token anew, with the same end: what js-sdk's `refresh()` asks for with an access token alone.
///
/// Returns the token and the seconds that it still lives.
pub fn renew(gate: &Gate, (now, chance): (Moment, &Chance), admitted: &Admitted) -> Result<(Secret, i64), AuthError> {
    // A session cookie lives longer than any access token may.
    let expires_at = admitted.expires_at.min(now.after_secs(gate.policy.access_secs));
    let terms = Terms { auth_time: admitted.auth_time, expires_at, generation: admitted.generation };
    let token = access(gate, (now, chance), &admitted.session, terms)?;
    Ok((token, expires_at.secs().saturating_sub(now.secs()).max(0)))
}

/// The cookie of a session, for browsers in js-sdk's session mode: it is on record that there is one.
pub async fn open_cookie(db: &Db, gate: &Gate, visit: &Visit, admitted: &Admitted) -> Result<Secret, AuthError> {
    let mut tx = db.begin().await?;
    notices::record(&mut tx, visit, (Event::SessionCookieSet, About::Session(&admitted.session)), json!({})).await?;
    tx.commit().await?;
    Ok(session_cookie(gate, db.now(), admitted))
}

/// The cookie of a session.
pub(super) fn session_cookie(gate: &Gate, now: Moment, admitted: &Admitted) -> Secret {
    cookie_of(&admitted.session, admitted.auth_time).issue(&gate.keys.current(), now)
}

/// What the cookie of a session holds whose password was typed at `auth_time`.
pub(super) fn cookie_of(session: &Session, auth_time: Moment) -> SessionCookie {
    SessionCookie {
        session: session.id.clone(),
        actor_kind: session.actor_kind,
        actor_id: session.actor_id.clone(),
        auth_time: auth_time.secs(),
    }
}
