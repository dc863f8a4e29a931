//! Whom a token names, by its signature alone.
//!
//! Requests are counted by it before anything is done for them. Nothing is looked up, so the login
//! may be over, and nothing may be shown or done for whoever is named here.

use wufi_domain::actor::ActorKind;
use wufi_domain::ids::{IdentityId, SessionId};
use wufi_domain::moment::Moment;
use wufi_guard::opaque_token::RefreshToken;

use super::admit::{self, Credential};
use super::gate::Gate;
use super::register;

/// Whom a credential names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The login.
    pub session: SessionId,
    /// Whose login it is.
    pub actor: (ActorKind, String),
}

/// Whom an access token or a session cookie of ours names; none when its time is over.
#[must_use]
pub fn named(gate: &Gate, now: Moment, credential: Credential<'_>) -> Option<Named> {
    let claimed = admit::read(gate, now, credential).ok()?;
    Some(Named { session: claimed.session, actor: claimed.actor })
}

/// Which login a refresh token of ours names.
#[must_use]
pub fn named_by_refresh(gate: &Gate, now: Moment, token: &str) -> Option<SessionId> {
    RefreshToken::read(&gate.keys.current(), now, token).map(|presented| presented.session)
}

/// Whose registration a registration token of ours names; none when its time is over.
#[must_use]
pub fn named_by_registration(gate: &Gate, now: Moment, token: &str) -> Option<IdentityId> {
    register::read(gate, now, token).ok().map(|claims| claims.identity)
}
