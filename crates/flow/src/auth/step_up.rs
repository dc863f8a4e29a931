//! The password again, within a session (OWASP ASVS 7.5.3).

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::ids::{Id, IdentityId};
use wufi_guard::password::{PasswordHash, Verdict};
use wufi_guard::secret::Secret;
use wufi_store::identities::Identity;
use wufi_store::{Db, identities, logins, sessions};

use super::admit::Admitted;
use super::client::Visit;
use super::error::AuthError;
use super::gate::Gate;
use super::issue::{self, Terms};
use super::notices::{self, About};
use super::tries;

/// What a passed step-up gives.
#[derive(Debug)]
pub struct SteppedUp {
    /// An access token with a fresh `auth_time`.
    pub access: Secret,
    /// Seconds that it lives.
    pub access_secs: i64,
    /// The same for whoever came with the session cookie.
    pub cookie: Secret,
}

/// Proves a customer anew by their password; the session takes the request's context as its own.
pub async fn step_up(db: &Db, gate: &Gate, visit: &Visit, of: (&Admitted, Secret)) -> Result<SteppedUp, AuthError> {
    let (admitted, password) = of;
    let verified = verify(db, gate, visit, (admitted, password)).await;
    if let Err(AuthError::InvalidCredentials) = &verified {
        record_failure(db, visit, admitted).await?;
    }
    verified?;

    let mut tx = db.begin().await?;
    let found = sessions::find(&mut tx, &admitted.session.id).await?.ok_or(AuthError::TokenInvalid)?;
    super::admit::open(&found, tx.now())?;
    sessions::adopt(&mut tx, &found.id, &visit.client.context).await?;
    notices::record(&mut tx, visit, (Event::StepUpPassed, About::Session(&found)), json!({})).await?;
    let (now, chance) = (tx.now(), tx.chance().clone());
    tx.commit().await?;
    gate.sessions.forget(&found.id);

    let auth_time = found.proof_time(now);
    let terms = Terms { auth_time, expires_at: now.after_secs(gate.policy.access_secs), generation: admitted.generation };
    let cookie = issue::cookie_of(&found, auth_time);
    Ok(SteppedUp {
        access: issue::access(gate, (now, &chance), &found, terms)?,
        access_secs: gate.policy.access_secs,
        cookie: cookie.issue(&gate.keys.current(), now),
    })
}

async fn record_failure(db: &Db, visit: &Visit, admitted: &Admitted) -> Result<(), AuthError> {
    let mut tx = db.begin().await?;
    notices::record(&mut tx, visit, (Event::StepUpFailed, About::Session(&admitted.session)), json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// Compares a password with that of the session's identity. Whoever holds a stolen token guesses no
/// faster than at the login.
pub(super) async fn verify(db: &Db, gate: &Gate, visit: &Visit, of: (&Admitted, Secret)) -> Result<Identity, AuthError> {
    let (admitted, password) = of;
    let place = gate.passwords.place().await?;
    let customer = admitted.customer().ok_or(AuthError::TokenInvalid)?;
    let identity = identities::of_customer(&mut db.read().await?, &customer).await?.ok_or(AuthError::TokenInvalid)?;
    let tried = tries::begin(db, gate, visit, (&identity.email, identity.id.as_str())).await?;

    let hash = PasswordHash::stored(identity.password_hash.clone());
    if place.verify(password, Some(hash)).await? == Verdict::Wrong {
        tries::failed(db, visit, &tried, Some(&identity.email)).await?;
        return Err(AuthError::InvalidCredentials);
    }
    let mut tx = db.begin().await?;
    logins::forgive(&mut tx, &tried.account, &tried.device).await?;
    tx.commit().await?;
    Ok(identity)
}

/// The identity of a session, held until the unit of work ends, when its password is still the one that was verified.
pub(super) async fn hold_verified(tx: &mut wufi_store::Tx, verified: &Identity) -> Result<Identity, AuthError> {
    let id: &IdentityId = &verified.id;
    let held = identities::hold(tx, id).await?.ok_or(AuthError::InvalidCredentials)?;
    if held.password_hash == verified.password_hash { Ok(held) } else { Err(AuthError::InvalidCredentials) }
}
