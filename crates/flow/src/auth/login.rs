//! Logging in with an e-mail address and a password.

use serde_json::json;
use wufi_domain::actor::ActorKind;
use wufi_domain::audit::Event;
use wufi_domain::email::Email;
use wufi_domain::ids::Id;
use wufi_guard::password::{PasswordHash, Verdict};
use wufi_guard::secret::Secret;
use wufi_store::identities::Identity;
use wufi_store::{Db, Tx, identities};

use super::client::Visit;
use super::enter::{self, Proved};
use super::error::AuthError;
use super::gate::Gate;
use super::issue::Entered;
use super::notices::{self, About};
use super::register;
use super::tries::{self, Try};

/// What somebody typed.
#[derive(Clone, Debug)]
pub struct Typed {
    /// The e-mail address.
    pub email: Email,
    /// The password, exactly as typed.
    pub password: Secret,
}

/// What a login leads to.
#[derive(Debug)]
pub enum Login {
    /// A session.
    Entered(Entered),
    /// There is no customer yet: a registration token, as Medusa answers.
    Registered(Secret),
}

/// Lets a customer in.
///
/// An unknown e-mail address takes the same steps and the same time as a wrong password: the same
/// reads and writes, and a hash (OWASP ASVS 6.3.8).
pub async fn login(db: &Db, gate: &Gate, visit: &Visit, typed: Typed) -> Result<Login, AuthError> {
    let place = gate.passwords.place().await?;
    let kept = identities::of_email(&mut db.read().await?, &typed.email).await?;
    let known = kept.as_ref().map_or("", |identity| identity.id.as_str());
    let tried = tries::begin(db, gate, visit, (&typed.email, known)).await?;

    let hash = kept.as_ref().map(|identity| PasswordHash::stored(identity.password_hash.clone()));
    let verdict = place.verify(typed.password.clone(), hash).await?;
    let (Some(kept), true) = (&kept, verdict != Verdict::Wrong) else {
        tries::failed(db, visit, &tried, kept.as_ref().map(|identity| &identity.email)).await?;
        return Err(AuthError::InvalidCredentials);
    };
    let newer = renewed(gate, verdict, &typed.password).await?;
    let entered = proved(db, gate, visit, (kept, &tried, newer)).await;
    settled(db, visit, (&tried, &kept.email), entered).await
}

/// Settles a try whose password was right and that may have been refused all the same: what was proved
/// held no more, or was used before, and is a failure on record; that the account is full is
/// on record and counts for none.
pub(super) async fn settled<T>(
    db: &Db,
    visit: &Visit,
    (tried, owner): (&Try, &Email),
    entered: Result<T, AuthError>,
) -> Result<T, AuthError> {
    match &entered {
        Err(AuthError::InvalidCredentials) => tries::failed(db, visit, tried, Some(owner)).await?,
        Err(AuthError::SessionLimit) => tries::crowded(db, visit, tried).await?,
        _ => {}
    }
    entered
}

/// A hash by today's scheme, when the kept one is of an older one. It is made before the account is held.
pub(super) async fn renewed(gate: &Gate, verdict: Verdict, typed: &Secret) -> Result<Option<PasswordHash>, AuthError> {
    match verdict {
        Verdict::Outdated => Ok(Some(gate.passwords.rehash(typed.clone()).await?)),
        Verdict::Right | Verdict::Wrong => Ok(None),
    }
}

async fn proved(
    db: &Db,
    gate: &Gate,
    visit: &Visit,
    (verified, tried, newer): (&Identity, &Try, Option<PasswordHash>),
) -> Result<Login, AuthError> {
    let mut tx = db.begin().await?;
    let held = identities::hold(&mut tx, &verified.id).await?.ok_or(AuthError::InvalidCredentials)?;
    // The password may have changed while it was looked at.
    if held.password_hash != verified.password_hash {
        return Err(AuthError::InvalidCredentials);
    }
    if let Some(newer) = newer {
        rehash(&mut tx, visit, &held, &newer).await?;
    }
    let Some(customer) = &held.customer else {
        let token = register::another_token(&mut tx, gate, visit, &held).await?;
        wufi_store::logins::forgive(&mut tx, &tried.account, &tried.device).await?;
        tx.commit().await?;
        return Ok(Login::Registered(token));
    };

    let proof = Proved {
        kind: ActorKind::Customer,
        actor: customer.as_str(),
        identity: held.id.as_str(),
        email: &held.email,
        methods: vec!["pwd".to_owned()],
        tried: Some(tried),
    };
    let (entered, ended) = enter::enter(&mut tx, gate, visit, &proof).await?;
    tx.commit().await?;
    gate.sessions.forget_all(&ended);
    Ok(Login::Entered(entered))
}

async fn rehash(tx: &mut Tx, visit: &Visit, held: &Identity, newer: &PasswordHash) -> Result<(), AuthError> {
    identities::set_password(tx, &held.id, &held.password_hash, newer.as_str()).await?;
    let about = About::Identity(held.id.as_str());
    Ok(notices::record(tx, visit, (Event::PasswordRehashed, about), json!({})).await?)
}
