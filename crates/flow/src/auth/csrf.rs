//! What the CSRF tokens of a login are bound to (contract §5).

use wufi_domain::ids::SessionId;
use wufi_domain::session::Session;
use wufi_guard::csrf_token::Binding;
use wufi_guard::opaque_token::RefreshToken;
use wufi_store::{Db, sessions};

use super::admit::{self, Admitted};
use super::error::AuthError;
use super::gate::Gate;

impl Admitted {
    /// What this login's CSRF tokens are bound to.
    #[must_use]
    pub fn csrf_binding(&self) -> Binding {
        csrf_binding(&self.session)
    }
}

/// What a session's CSRF tokens are bound to: the session and, within it, its password.
#[must_use]
pub fn csrf_binding(session: &Session) -> Binding {
    Binding::Session(session.id.clone(), session.epoch)
}

/// The session that a refresh token is of, and nothing is done with it; none when the token is not ours.
///
/// A page that was loaded anew has nothing else to say who it is of.
pub async fn session_of_refresh(db: &Db, gate: &Gate, token: &str) -> Result<Option<Session>, AuthError> {
    let Some(presented) = RefreshToken::read(&gate.keys.current(), db.now(), token) else { return Ok(None) };
    Ok(gate.sessions.find(db, &presented.session).await?)
}

/// What the CSRF tokens of an open session are bound to; none when it is over.
#[must_use]
pub fn open_binding(db: &Db, session: &Session) -> Option<Binding> {
    admit::open(session, db.now()).ok().map(|()| csrf_binding(session))
}

/// What a session's CSRF tokens are bound to by the database's own word: another node may have
/// changed the password a moment ago.
pub async fn current_binding(db: &Db, id: &SessionId) -> Result<Option<Binding>, AuthError> {
    let session = sessions::find(&mut db.read().await?, id).await?;
    Ok(session.as_ref().map(csrf_binding))
}
