//! The shop's own people.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::chance::Chance;
use wufi_domain::email::Email;
use wufi_domain::ids::{Id, UserId};
use wufi_domain::session::EndReason;
use wufi_domain::staff::Role;
use wufi_guard::password::PasswordHash;
use wufi_guard::secret::Secret;
use wufi_store::{StoreError, Tx, admin};

/// Why a member of staff was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// Another has that address.
    #[error("a member of staff has that e-mail address already")]
    Taken,
    /// Nobody has that address.
    #[error("no member of staff has that e-mail address")]
    Unknown,
    /// They are kept out already, or not at all.
    #[error("it is so already")]
    SoAlready,
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for StaffError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Duplicate(_) => Self::Taken,
            other => Self::Store(other),
        }
    }
}

/// Makes a member of staff. The password is hashed before the unit of work begins: that takes long.
pub async fn create(tx: &mut Tx, email: &Email, role: Role, password: &PasswordHash) -> Result<UserId, StaffError> {
    let id = admin::staff::create(tx, email, role, password.as_str()).await?;
    crate::admin::record(tx, Event::UserCreated, ("user", id.as_str()), json!({ "role": role.name() })).await?;
    Ok(id)
}

/// Keeps a member out and ends their logins, or lets them log in again: on every node from that moment on
/// (OWASP ASVS 7.4.2). What they did stays theirs on record.
pub async fn set_disabled(tx: &mut Tx, email: &Email, disabled: bool) -> Result<(), StaffError> {
    let id = admin::staff::hold_any(tx, email).await?.ok_or(StaffError::Unknown)?;
    if !admin::staff::set_disabled(tx, &id, disabled).await? {
        return Err(StaffError::SoAlready);
    }
    let event = if disabled { Event::UserDisabled } else { Event::UserEnabled };
    crate::admin::record(tx, event, ("user", id.as_str()), json!({})).await?;
    if disabled {
        crate::admin::end_logins(tx, &id, EndReason::Ended).await?;
    }
    Ok(())
}

/// Gives a member another password and ends their logins (OWASP ASVS 7.4.3). Whoever is kept out stays so.
pub async fn set_password(tx: &mut Tx, email: &Email, password: &PasswordHash) -> Result<(), StaffError> {
    let id = admin::staff::hold_any(tx, email).await?.ok_or(StaffError::Unknown)?;
    admin::staff::set_password(tx, &id, password.as_str()).await?;
    crate::admin::record(tx, Event::PasswordChanged, ("user", id.as_str()), json!({ "by": "command_line" })).await?;
    crate::admin::end_logins(tx, &id, EndReason::Password).await?;
    Ok(())
}

/// Crockford's: no two are taken for one another when a password is copied by hand.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// How many letters stand between two hyphens.
const GROUP: usize = 5;

/// Makes a password of 100 random bits, in groups that can be read aloud.
#[must_use]
pub fn make_password(chance: &Chance) -> Secret {
    let letters = chance.bytes::<20>().map(|byte| LETTERS.get(usize::from(byte & 31)).copied().unwrap_or(b'0'));
    let groups: Vec<&str> = letters.chunks(GROUP).map(|group| str::from_utf8(group).unwrap_or_default()).collect();
    Secret::new(groups.join("-"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use wufi_guard::password::Password;

    use super::*;

    #[test]
    fn a_made_password_is_long_legible_and_never_the_same() {
        let made: HashSet<String> = (0..50).map(|_| make_password(&Chance::System).expose().to_owned()).collect();

        assert_eq!(made.len(), 50);
        for password in made {
            assert_eq!(password.split('-').map(str::len).collect::<Vec<_>>(), [5, 5, 5, 5], "{password}");
            assert!(!password.contains(['o', 'l', 'i', 'u']), "{password}");
            assert!(Password::choose(Secret::new(password)).is_ok());
        }
    }

    #[test]
    fn every_letter_is_as_likely_as_any_other() {
        assert_eq!(LETTERS.iter().collect::<HashSet<_>>().len(), LETTERS.len());
    }
}
