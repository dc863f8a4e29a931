//! A new password by mail (OWASP ASVS 6.4.3, Forgot Password Cheat Sheet).

use serde_json::json;
use wufi_domain::actor::ActorKind;
use wufi_domain::audit::Event;
use wufi_domain::email::Email;
use wufi_domain::ids::{Id, ResetId};
use wufi_domain::mail::Kind;
use wufi_domain::session::EndReason;
use wufi_guard::digest::token_digest;
use wufi_guard::opaque_token::ResetToken;
use wufi_guard::password::Password;
use wufi_guard::secret::Secret;
use wufi_store::mail::{self, Waiting};
use wufi_store::{Db, identities, logins, resets};

use super::client::Visit;
use super::ending;
use super::error::AuthError;
use super::gate::{self, Gate};
use super::notices::{self, About};

/// Asks for a mail with which to choose a new password.
///
/// Here nothing is looked up: the mail is laid down for whatever address was typed, and whether
/// there is an account is found out when it is to be sent. So the answer takes the same time for all.
pub async fn ask_reset(db: &Db, gate: &Gate, visit: &Visit, email: &Email) -> Result<(), AuthError> {
    let account = gate::account(&gate.keys.current(), db.now(), email);
    let mut tx = db.begin().await?;
    notices::record(&mut tx, visit, (Event::PasswordResetAsked, About::Account(&account)), json!({})).await?;
    let single = format!("{} {account}", Kind::PasswordReset.name());
    let waiting = Waiting {
        kind: Kind::PasswordReset.name(),
        to: email,
        locale: visit.locale,
        facts: json!({}),
        single: Some(&single),
        request: visit.request.as_ref(),
    };
    mail::lay_down(&mut tx, waiting).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a new password by the token of such a mail: once, and all sessions end.
pub async fn reset(db: &Db, gate: &Gate, visit: &Visit, (token, chosen): (&str, Secret)) -> Result<(), AuthError> {
    let presented = ResetToken::read(&gate.keys.current(), db.now(), token).ok_or(AuthError::TokenInvalid)?;
    let hash = gate.passwords.hash(Password::choose(chosen)?).await?;

    let mut tx = db.begin().await?;
    let identity = resets::take(&mut tx, &ResetId::stored(presented.id), &token_digest(token)).await?;
    let identity = identity.ok_or(AuthError::TokenInvalid)?;
    let held = identities::hold(&mut tx, &identity).await?.ok_or(AuthError::TokenInvalid)?;
    identities::set_password(&mut tx, &held.id, &held.password_hash, hash.as_str()).await?;
    // Whoever knew the old password may have left devices behind, and tries that make the owner wait.
    logins::forget_devices(&mut tx, held.id.as_str()).await?;
    if let Some(device) = &visit.client.context.device {
        // Whoever opened the letter here is the owner: strangers' tries must not make them wait.
        logins::remember_device(&mut tx, held.id.as_str(), device).await?;
    }
    let account = gate::account(&gate.keys.current(), tx.now(), &held.email);
    logins::forgive(&mut tx, &account, logins::UNKNOWN_DEVICE).await?;

    let customer = held.customer.as_ref().map(|id| id.as_str().to_owned());
    let about = customer.as_deref().map_or(About::Identity(held.id.as_str()), |id| About::Person(ActorKind::Customer, id));
    notices::record(&mut tx, visit, (Event::PasswordChanged, about), json!({ "by": "reset" })).await?;
    let mut ended = Vec::new();
    if let Some(customer) = &customer {
        ended = ending::end_others(&mut tx, visit, (ActorKind::Customer, customer), (None, EndReason::Password)).await?;
    }
    notices::write(&mut tx, visit, (Kind::PasswordChanged, &held.email), json!({})).await?;
    tx.commit().await?;
    gate.sessions.forget_all(&ended);
    Ok(())
}
