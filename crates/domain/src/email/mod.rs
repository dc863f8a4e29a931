//! E-mail addresses: the form in which they are kept and compared.

mod canonical;
mod look_alike;

use std::fmt;

use serde::{Serialize, Serializer};

pub use look_alike::ConfusableEmail;

use crate::text::{self, Kind};

/// An e-mail address, trimmed and in NFC; the domain is in the one form that IDNA gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// The longest address, in characters (RFC 5321 §4.5.3.1.3 less the brackets).
    pub const MAX: usize = 254;

    /// Reads an address: one `@`, a plain local part, a domain with a dot that IDNA (UTS 46) takes.
    ///
    /// Quoted local parts, comments and address literals are legal mail
    /// syntax that no shopper has; refusing them keeps header injection and
    /// look-alikes out (OWASP ASVS 1.3.11).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text::clean(text, Kind::Name, Self::MAX).ok()?;
        let (local, domain) = text.split_once('@')?;
        if !is_local(local) || !is_domain(domain) {
            return None;
        }

        // Full-width letters and the like are other spellings of a domain: it is looked at again in its own.
        let domain = canonical::domain(domain).filter(|domain| is_domain(domain))?;
        Some(Self(format!("{local}@{domain}")))
    }

    /// Takes an address back from the database, which only holds valid ones.
    #[must_use]
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as it is compared: NFC, the local part without case, the domain in ASCII.
    ///
    /// Only ever compared, never written to: two mailboxes may share this form, and what is
    /// meant for the holder of an account goes to the address that the account has.
    #[must_use]
    pub fn folded(&self) -> String {
        let (local, domain) = self.parts();
        format!("{}@{}", canonical::without_case(local), canonical::ascii_domain(domain))
    }

    /// Takes the address for a new account, unless it is made to look like another one.
    ///
    /// An address that somebody else reads as theirs, or as the shop's own, must not get an
    /// account: no text that a person looks at would tell the two apart (UTS 39).
    pub fn for_account(&self) -> Result<(), ConfusableEmail> {
        let (local, domain) = self.parts();
        look_alike::check(&canonical::without_case(local), &canonical::unicode_domain(domain))
    }

    /// The local part and the domain.
    fn parts(&self) -> (&str, &str) {
        self.0.split_once('@').unwrap_or((&self.0, ""))
    }
}

fn is_local(local: &str) -> bool {
    let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    let letters = local.chars().all(|letter| letter.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(letter));
    (1..=64).contains(&local.len()) && letters && !dots
}

fn is_domain(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    let fits = |label: &&str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    labels.len() >= 2 && labels.iter().all(fits) && labels.last().is_some_and(|top| is_top(top))
}

/// No top level begins with a digit, and resolvers read `1.0x7f` as the machine itself.
fn is_top(top: &str) -> bool {
    !top.starts_with(char::is_numeric) && top.chars().any(char::is_alphabetic)
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Email {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests;
