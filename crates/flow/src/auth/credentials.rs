//! Changing what one logs in with: the password is asked for, and all other sessions end
//! (OWASP ASVS 7.4.3, 7.5.1).

use serde_json::json;
use wufi_domain::actor::ActorKind;
use wufi_domain::audit::Event;
use wufi_domain::email::Email;
use wufi_domain::ids::{CustomerId, SessionId};
use wufi_domain::mail::Kind;
use wufi_domain::session::EndReason;
use wufi_guard::password::Password;
use wufi_guard::secret::Secret;
use wufi_store::{Db, Tx, customers, identities, resets, sessions};

use super::admit::Admitted;
use super::client::Visit;
use super::csrf;
use super::ending;
use super::error::AuthError;
use super::gate::Gate;
use super::notices::{self, About};
use super::step_up;

/// Takes another password, by the current one; the CSRF token of the session from now on.
pub async fn change_password(
    db: &Db,
    gate: &Gate,
    visit: &Visit,
    (admitted, current, chosen): (&Admitted, Secret, Secret),
) -> Result<Secret, AuthError> {
    admitted.vouched()?;
    let chosen = Password::choose(chosen)?;
    let verified = step_up::verify(db, gate, visit, (admitted, current)).await?;
    let hash = gate.passwords.hash(chosen).await?;

    let mut tx = db.begin().await?;
    let held = step_up::hold_verified(&mut tx, &verified).await?;
    identities::set_password(&mut tx, &held.id, &held.password_hash, hash.as_str()).await?;
    resets::close(&mut tx, &held.id).await?;
    let about = About::Person(ActorKind::Customer, &admitted.session.actor_id);
    notices::record(&mut tx, visit, (Event::PasswordChanged, about), json!({ "by": "current_password" })).await?;
    let mut ended = end_others(&mut tx, visit, (admitted, EndReason::Password)).await?;
    sessions::next_epoch(&mut tx, &admitted.session.id).await?;
    let kept = sessions::find(&mut tx, &admitted.session.id).await?.ok_or(AuthError::TokenInvalid)?;
    notices::write(&mut tx, visit, (Kind::PasswordChanged, &held.email), json!({})).await?;
    tx.commit().await?;
    ended.push(kept.id.clone());
    gate.sessions.forget_all(&ended);
    Ok(csrf::csrf_binding(&kept).token(&gate.keys.current(), (db.now(), db.chance())))
}

/// Takes another e-mail address, by the password; the old and the new one are both told.
pub async fn change_email(
    db: &Db,
    gate: &Gate,
    visit: &Visit,
    (admitted, password, email): (&Admitted, Secret, Email),
) -> Result<(), AuthError> {
    admitted.vouched()?;
    email.for_account().map_err(|_| AuthError::EmailConfusable)?;
    let verified = step_up::verify(db, gate, visit, (admitted, password)).await?;

    let mut tx = db.begin().await?;
    let held = step_up::hold_verified(&mut tx, &verified).await?;
    let customer: CustomerId = held.customer.clone().ok_or(AuthError::TokenInvalid)?;
    let taken = |error| AuthError::taken(error, AuthError::CustomerExists);
    identities::set_email(&mut tx, &held.id, &email).await.map_err(taken)?;
    customers::move_account(&mut tx, &customer, &email).await.map_err(taken)?;
    resets::close(&mut tx, &held.id).await?;
    let about = About::Person(ActorKind::Customer, &admitted.session.actor_id);
    notices::record(&mut tx, visit, (Event::EmailChanged, about), json!({})).await?;
    let ended = end_others(&mut tx, visit, (admitted, EndReason::Email)).await?;
    notices::write(&mut tx, visit, (Kind::EmailChangedFrom, &held.email), json!({})).await?;
    notices::write(&mut tx, visit, (Kind::EmailChangedTo, &email), json!({})).await?;
    tx.commit().await?;
    gate.sessions.forget_all(&ended);
    Ok(())
}

async fn end_others(tx: &mut Tx, visit: &Visit, why: (&Admitted, EndReason)) -> Result<Vec<SessionId>, AuthError> {
    let (admitted, reason) = why;
    let owner = (admitted.session.actor_kind, admitted.session.actor_id.as_str());
    ending::end_others(tx, visit, owner, (Some(&admitted.session.id), reason)).await
}
