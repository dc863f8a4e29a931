//! The catalogue of refusals: every way in which Wufi says no.
//!
//! A [`Code`] is what a client program acts on; it never changes its meaning.
//! A [`Reason`] is one sentence, told in Estonian and English (`api/i18n`);
//! several reasons may share a code. Both are closed: a refusal that is not
//! listed here cannot be made.

mod code;
mod reason;

use std::borrow::Cow;

pub use code::{Code, Decision, Kind};
pub use reason::Reason;

/// A figure or a name of ours in a text: a limit, never what the caller sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Param {
    /// Its name in the text.
    pub name: &'static str,
    /// Its value.
    pub value: i64,
}

impl Param {
    /// Every name that there is.
    pub const NAMES: [&str; 5] = ["min", "max", "keys", "bytes", "secs"];

    /// A figure that was written down, if its name is one of ours.
    #[must_use]
    pub fn stored(name: &str, value: i64) -> Option<Self> {
        Self::NAMES.into_iter().find(|known| *known == name).map(|name| Self { name, value })
    }
}

/// A reason with the place in the request that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// The field, as `shipping_address.postal_code` or `items[0].quantity`.
    pub path: String,
    /// What is wrong with it.
    pub reason: Reason,
    /// Our limits, for the text.
    pub params: Vec<Param>,
}

impl FieldFault {
    /// A fault of `path` without figures.
    #[must_use]
    pub fn new(path: impl Into<String>, reason: Reason) -> Self {
        Self { path: path.into(), reason, params: Vec::new() }
    }

    /// The same with one of our limits.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: i64) -> Self {
        self.params.push(Param { name, value });
        self
    }
}

/// An error that a caller is told about.
///
/// Implemented by every error enum, by a `match` without a wildcard, so that a
/// new error cannot be forgotten.
pub trait Fault {
    /// Why, for people and programs.
    fn reason(&self) -> Reason;

    /// The field it is about, where there is one.
    fn path(&self) -> Option<Cow<'static, str>> {
        None
    }

    /// Our limits, for the text.
    fn params(&self) -> Vec<Param> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_listed_once_and_has_a_reason() {
        for code in Code::ALL {
            assert_eq!(Code::ALL.iter().filter(|other| other.name() == code.name()).count(), 1);
            assert!(Reason::ALL.iter().any(|reason| reason.code() == *code), "{code:?}");
        }
    }

    #[test]
    fn reasons_have_texts_of_their_own() {
        let mut keys: Vec<&str> = Reason::ALL.iter().map(|reason| reason.key()).collect();
        keys.sort_unstable();
        let count = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }
}
