//! Staff logging in: a password, and a code where there is a second factor (OWASP ASVS 6.3.3).

use serde_json::json;
use wufi_domain::actor::ActorKind;
use wufi_domain::audit::Event;
use wufi_domain::ids::Id;
use wufi_domain::staff::Role;
use wufi_guard::keyring::SealPurpose;
use wufi_guard::password::{PasswordHash, Verdict};
use wufi_guard::second_factor::SecondFactor;
use wufi_store::admin::staff::{self, Member};
use wufi_store::{Db, Tx};

use super::client::Visit;
use super::enter::{self, Proved};
use super::error::AuthError;
use super::gate::{Gate, SecondFactorRule};
use super::issue::Entered;
use super::login::{self, Typed};
use super::notices::{self, About};
use super::tries::{self, Try};

/// What was found out about a code.
enum Code {
    /// It is right, and of this step.
    Right(i64),
    /// None is asked for.
    NotAsked,
}

/// Lets a member of staff in.
pub async fn staff_login(
    db: &Db,
    gate: &Gate,
    visit: &Visit,
    (typed, code): (Typed, Option<&str>),
) -> Result<Entered, AuthError> {
    let place = gate.passwords.place().await?;
    let kept = staff::of_email(&mut db.read().await?, &typed.email).await?;
    let known = kept.as_ref().map_or("", |member| member.id.as_str());
    let tried = tries::begin(db, gate, visit, (&typed.email, known)).await?;

    let hash = kept.as_ref().map(|member| PasswordHash::stored(member.password_hash.clone()));
    let verdict = place.verify(typed.password.clone(), hash).await?;
    let (Some(kept), true) = (&kept, verdict != Verdict::Wrong) else {
        tries::failed(db, visit, &tried, kept.as_ref().map(|member| &member.email)).await?;
        return Err(AuthError::InvalidCredentials);
    };
    let code = match check(db, gate, kept, code) {
        Ok(code) => code,
        Err(refusal) => {
            // A code that is still to come is no failure; a wrong one is.
            match refusal {
                AuthError::SecondFactorRequired => tries::undone(db, &tried).await?,
                _ => tries::failed(db, visit, &tried, Some(&kept.email)).await?,
            }
            return Err(refusal);
        }
    };
    let newer = login::renewed(gate, verdict, &typed.password).await?;
    let entered = proved(db, gate, visit, (kept, &tried, code, newer)).await;
    login::settled(db, visit, (&tried, &kept.email), entered).await
}

/// Compares a code with the member's second factor.
fn check(db: &Db, gate: &Gate, member: &Member, code: Option<&str>) -> Result<Code, AuthError> {
    let Some(sealed) = &member.second_factor else {
        let is_missing = member.role == Role::Owner && gate.second_factor == SecondFactorRule::Owners;
        return if is_missing { Err(AuthError::SecondFactorRequired) } else { Ok(Code::NotAsked) };
    };
    let code = code.ok_or(AuthError::SecondFactorRequired)?;
    let secret = gate.keys.current().open(SealPurpose::SecondFactor, sealed).ok_or(AuthError::SecondFactorRequired)?;
    let factor = SecondFactor::from_secret(secret).ok_or(AuthError::SecondFactorRequired)?;
    factor.check(db.now(), code).map(Code::Right).ok_or(AuthError::InvalidCredentials)
}

async fn proved(
    db: &Db,
    gate: &Gate,
    visit: &Visit,
    (verified, tried, code, newer): (&Member, &Try, Code, Option<PasswordHash>),
) -> Result<Entered, AuthError> {
    let mut tx = db.begin().await?;
    let held = staff::hold(&mut tx, &verified.id).await?.ok_or(AuthError::InvalidCredentials)?;
    // What was proved must still be what is asked for: either may have changed since.
    if held.password_hash != verified.password_hash || held.second_factor != verified.second_factor {
        return Err(AuthError::InvalidCredentials);
    }
    let methods = methods(&mut tx, &held, code).await?;
    if let Some(newer) = newer {
        staff::set_password(&mut tx, &held.id, newer.as_str()).await?;
        let about = About::Person(ActorKind::User, held.id.as_str());
        notices::record(&mut tx, visit, (Event::PasswordRehashed, about), json!({})).await?;
    }

    let proof = Proved {
        kind: ActorKind::User,
        actor: held.id.as_str(),
        identity: held.id.as_str(),
        email: &held.email,
        methods,
        tried: Some(tried),
    };
    let (entered, ended) = enter::enter(&mut tx, gate, visit, &proof).await?;
    tx.commit().await?;
    gate.sessions.forget_all(&ended);
    Ok(entered)
}

/// How the login was proved. A code counts once: its step must be newer than the last one.
async fn methods(tx: &mut Tx, held: &Member, code: Code) -> Result<Vec<String>, AuthError> {
    let Code::Right(step) = code else { return Ok(vec!["pwd".to_owned()]) };
    if !staff::advance_step(tx, &held.id, step).await? {
        return Err(AuthError::InvalidCredentials);
    }
    Ok(vec!["pwd".to_owned(), "otp".to_owned()])
}
