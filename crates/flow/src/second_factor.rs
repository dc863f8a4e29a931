//! The second factor of staff, as whoever runs the program sets it.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::email::Email;
use wufi_domain::ids::Id;
use wufi_domain::session::EndReason;
use wufi_guard::keyring::{Keyring, SealPurpose};
use wufi_guard::second_factor::SecondFactor;
use wufi_store::admin::staff::{self, Member};
use wufi_store::{StoreError, Tx};

/// Why a second factor stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum SecondFactorError {
    /// Nobody has that address, or whoever has it is kept out.
    #[error("no member of staff with that e-mail address may log in")]
    Unknown,
    /// There is nothing to take away.
    #[error("they have no second factor")]
    NoneSet,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives a member a fresh second factor, in the place of any before, and ends their logins (OWASP ASVS 7.4.3).
///
/// It is kept sealed: whoever has the database alone cannot make codes.
pub async fn set(tx: &mut Tx, keyring: &Keyring, email: &Email) -> Result<SecondFactor, SecondFactorError> {
    let member = hold(tx, email).await?;
    let factor = SecondFactor::fresh(tx.chance());
    let sealed = keyring.seal(tx.now(), SealPurpose::SecondFactor, &factor.secret(), tx.chance());
    staff::set_second_factor(tx, &member.id, Some(&sealed)).await?;

    let change = if member.second_factor.is_some() { "renewed" } else { "set" };
    changed(tx, &member, change).await?;
    Ok(factor)
}

/// Takes a member's second factor away, and ends their logins.
pub async fn take_away(tx: &mut Tx, email: &Email) -> Result<(), SecondFactorError> {
    let member = hold(tx, email).await?;
    if member.second_factor.is_none() {
        return Err(SecondFactorError::NoneSet);
    }
    staff::set_second_factor(tx, &member.id, None).await?;
    changed(tx, &member, "taken_away").await?;
    Ok(())
}

/// Holds the member, so that no login with what is about to change is under way.
async fn hold(tx: &mut Tx, email: &Email) -> Result<Member, SecondFactorError> {
    let found = staff::of_email(tx, email).await?.ok_or(SecondFactorError::Unknown)?;
    staff::hold(tx, &found.id).await?.ok_or(SecondFactorError::Unknown)
}

async fn changed(tx: &mut Tx, member: &Member, change: &str) -> Result<(), StoreError> {
    let subject = ("user", member.id.as_str());
    crate::admin::record(tx, Event::SecondFactorChanged, subject, json!({ "change": change })).await?;
    crate::admin::end_logins(tx, &member.id, EndReason::SecondFactor).await
}
