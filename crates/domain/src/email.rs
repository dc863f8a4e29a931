//! E-mail addresses: the form in which they are kept and compared.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::text::{self, Kind};

/// An e-mail address, trimmed and in NFC; the domain is in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// The longest address, in characters (RFC 5321 §4.5.3.1.3 less the brackets).
    pub const MAX: usize = 254;

    /// Reads an address: one `@`, a plain local part, a domain with a dot.
    ///
    /// Quoted local parts, comments and address literals are legal mail
    /// syntax that no shopper has; refusing them keeps header injection and
    /// look-alikes out (OWASP ASVS 1.3.11).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text::clean(text, Kind::Name, Self::MAX).ok()?;
        let (local, domain) = text.split_once('@')?;
        let fits = is_local(local) && is_domain(domain);
        fits.then(|| Self(format!("{local}@{}", domain.to_lowercase())))
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

    /// The address as it is compared: case away.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
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
    labels.len() >= 2 && labels.iter().all(fits) && labels.last().is_some_and(|top| top.chars().any(char::is_alphabetic))
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
mod tests {
    use super::*;

    #[test]
    fn addresses_that_people_have_are_taken() {
        for right in ["mari@wufi.ee", "mari.maasikas+koer@post.example.com", "jüri@pood.ee", "mari@pöörane.ee"] {
            assert!(Email::parse(right).is_some(), "{right}");
        }
        assert_eq!(Email::parse(" Mari@Wufi.EE ").unwrap().as_str(), "Mari@wufi.ee");
        assert_eq!(Email::parse("Mari@wufi.ee").unwrap().folded(), "mari@wufi.ee");
    }

    #[test]
    fn what_could_end_in_a_mail_header_or_is_no_address_is_refused() {
        for wrong in [
            "",
            "mari",
            "@wufi.ee",
            "mari@",
            "mari@ee",
            "a@b@c.ee",
            "a b@c.ee",
            "\"a\"@c.ee",
            "a@[127.0.0.1]",
            "a@c.ee\r\nBcc: x@y.ee",
            ".a@c.ee",
            "a..b@c.ee",
            "a@-c.ee",
            "a@c.1",
            "<a@c.ee>",
            "a\0@c.ee",
        ] {
            assert!(Email::parse(wrong).is_none(), "{wrong:?}");
        }
        assert!(Email::parse(&format!("{}@wufi.ee", "a".repeat(300))).is_none());
    }
}
