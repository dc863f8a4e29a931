//! API keys: made here, shown once in full, recognised by their digest.

use wufi_domain::chance::Chance;

use crate::digest::{hex, token_digest};
use crate::secret::Secret;

/// What an API key opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Names a storefront's sales channels; travels to every browser.
    Publishable,
    /// Opens the admin API.
    Secret,
}

impl KeyKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Publishable, Self::Secret];

    /// The kind on the wire and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Publishable => "publishable",
            Self::Secret => "secret",
        }
    }

    /// What tokens of this kind begin with.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Publishable => "pk_",
            Self::Secret => "sk_",
        }
    }
}

/// A key that was just made: the only moment at which its token is known.
#[derive(Debug)]
pub struct NewKey {
    /// The token: `pk_` or `sk_`, and 64 hexadecimal digits.
    pub token: Secret,
    /// What is kept to recognise the token.
    pub digest: String,
    /// What is shown in lists, such as `pk_3f0***9ab`.
    pub redacted: String,
}

impl NewKey {
    /// Makes a key of 256 random bits.
    #[must_use]
    pub fn make(kind: KeyKind, chance: &Chance) -> Self {
        let token = format!("{}{}", kind.prefix(), hex(&chance.bytes::<32>()));
        Self { digest: token_digest(&token), redacted: redacted(&token), token: Secret::new(token) }
    }
}

/// Six characters, three stars, three characters: enough to tell keys apart, too little to use one.
///
/// A token too short to keep anything hidden shows nothing.
#[must_use]
pub fn redacted(token: &str) -> String {
    let ends = token.get(..6).zip(token.get(token.len().saturating_sub(3)..));
    match ends {
        Some((start, end)) if token.len() >= 32 => format!("{start}***{end}"),
        _ => "***".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_says_its_kind_and_carries_256_bits() {
        for kind in KeyKind::ALL {
            let key = NewKey::make(kind, &Chance::System);

            let digits = key.token.expose().strip_prefix(kind.prefix()).unwrap();
            assert_eq!(digits.len(), 64);
            assert!(digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
            assert_eq!(key.digest, token_digest(key.token.expose()));
        }
    }

    #[test]
    fn no_two_keys_are_alike() {
        let make = || NewKey::make(KeyKind::Secret, &Chance::System).token.expose().to_owned();
        assert_ne!(make(), make());
    }

    #[test]
    fn the_redacted_form_shows_nine_characters_and_a_short_text_none() {
        let token = format!("pk_abc{}def", "0".repeat(58));

        assert_eq!(redacted(&token), "pk_abc***def");
        assert_eq!(redacted("pk_abcdef"), "***");
        assert_eq!(redacted(&"€".repeat(40)), "€€***€");
    }

    #[test]
    fn a_printed_key_hides_its_token() {
        let key = NewKey::make(KeyKind::Secret, &Chance::seeded(1));
        assert!(!format!("{key:?}").contains(key.token.expose()));
    }
}
