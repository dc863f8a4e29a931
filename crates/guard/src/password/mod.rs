//! Passwords: which may be chosen, and how they are kept.
//!
//! The rules follow NIST SP 800-63B-4 and OWASP ASVS 6.2: a length, a list of
//! words that are guessed first, and no rules of composition.

mod argon;
mod common;
mod hashing;
mod medusa;
mod threads;

use std::borrow::Cow;

use wufi_domain::fault::{Fault, Param, Reason};

use crate::secret::Secret;

pub use hashing::{PasswordHash, Passwords, Place, Verdict};

/// Why a password was not taken or not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer bytes than a guess takes effort.
    #[error("shorter than {} bytes", Password::MIN)]
    TooShort,
    /// More bytes than anybody types.
    #[error("longer than {} bytes", Password::MAX)]
    TooLong,
    /// Among the first that are guessed.
    #[error("a common password or a word of the shop")]
    TooCommon,
    /// More passwords are waiting to be hashed than the machine will get to soon.
    #[error("too many passwords are being hashed at once")]
    Overloaded,
    /// What is kept is no hash that we can read.
    #[error("the kept hash is damaged or of another kind")]
    HashDamaged,
    /// The hash could not be made: no memory, or the program is going down.
    #[error("the password could not be hashed")]
    Failed,
}

impl Fault for PasswordError {
    fn reason(&self) -> Reason {
        match self {
            Self::TooShort => Reason::PasswordTooShort,
            Self::TooLong => Reason::PasswordTooLong,
            Self::TooCommon => Reason::PasswordTooCommon,
            Self::Overloaded => Reason::Overloaded,
            Self::HashDamaged | Self::Failed => Reason::InternalError,
        }
    }

    fn path(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::TooShort | Self::TooLong | Self::TooCommon => Some("password".into()),
            Self::Overloaded | Self::HashDamaged | Self::Failed => None,
        }
    }

    fn params(&self) -> Vec<Param> {
        let limit = |name, bytes| vec![Param { name, value: i64::try_from(bytes).unwrap_or(i64::MAX) }];
        match self {
            Self::TooShort => limit("min", Password::MIN),
            Self::TooLong => limit("max", Password::MAX),
            Self::TooCommon | Self::Overloaded | Self::HashDamaged | Self::Failed => Vec::new(),
        }
    }
}

/// A password that was chosen by the rules, exactly as typed.
#[derive(Clone, Debug)]
pub struct Password(Secret);

impl Password {
    /// The fewest characters (OWASP ASVS 6.2.1): what people count. The contract says bytes, which would let four Estonian letters pass for eight.
    pub const MIN: usize = 8;
    /// The most bytes.
    pub const MAX: usize = 1024;

    /// Takes a newly chosen password when the rules allow it.
    ///
    /// Nothing is trimmed or normalised: what was typed is what counts
    /// (OWASP ASVS 6.2.8).
    pub fn choose(typed: Secret) -> Result<Self, PasswordError> {
        let text = typed.expose();
        if text.chars().count() < Self::MIN {
            return Err(PasswordError::TooShort);
        }
        if text.len() > Self::MAX {
            return Err(PasswordError::TooLong);
        }
        if common::is_common(text) {
            return Err(PasswordError::TooCommon);
        }
        Ok(Self(typed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(text: &str) -> Result<Password, PasswordError> {
        Password::choose(Secret::new(text.to_owned()))
    }

    #[test]
    fn the_least_is_counted_in_characters_and_the_most_in_bytes() {
        assert_eq!(choose("7kaktus").unwrap_err(), PasswordError::TooShort);
        assert!(choose("8kaktust").is_ok());
        assert_eq!(choose("õäöü").unwrap_err(), PasswordError::TooShort, "four letters, eight bytes");
        assert!(choose("õäöüžšõä").is_ok());
        assert!(choose(&"ab".repeat(512)).is_ok());
        assert_eq!(choose(&"a".repeat(1025)).unwrap_err(), PasswordError::TooLong);
    }

    #[test]
    fn a_password_is_taken_exactly_as_typed() {
        let password = choose("  Kaks tühikut ees  ").unwrap();
        assert_eq!(password.0.expose(), "  Kaks tühikut ees  ");
    }

    #[test]
    fn common_words_are_refused_however_they_are_dressed() {
        for text in ["password", "PassWord", "password123!", "12345678", "koerapood", "Koeratoit2026", "wufi12345", "Õnnelik1"] {
            assert_eq!(choose(text).unwrap_err(), PasswordError::TooCommon, "{text}");
        }
    }

    #[test]
    fn a_refusal_names_the_field_and_the_limit() {
        let short = PasswordError::TooShort;
        assert_eq!((short.reason(), short.path().as_deref()), (Reason::PasswordTooShort, Some("password")));
        assert_eq!(short.params(), [Param { name: "min", value: 8 }]);
        assert_eq!(PasswordError::TooLong.params(), [Param { name: "max", value: 1024 }]);
        assert_eq!((PasswordError::Overloaded.path(), PasswordError::HashDamaged.path()), (None, None));
    }

    #[test]
    fn a_sentence_with_common_words_in_it_is_fine() {
        assert!(choose("koer sööb kapsast, kass vaatab pealt").is_ok());
        assert!(choose("password manager made this").is_ok());
    }

    #[test]
    fn a_printed_password_shows_nothing() {
        assert!(!format!("{:?}", choose("kolm põdrapead").unwrap()).contains("põdra"));
    }
}
