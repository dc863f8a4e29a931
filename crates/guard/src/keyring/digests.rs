//! Keyed digests: equal things are recognised without being kept.

use wufi_domain::moment::Moment;

use super::Keyring;
use crate::digest::hex;

/// What a digest is of; digests of two purposes are never equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigestPurpose {
    /// Of an account's name, such as an e-mail address that somebody tried.
    Account,
    /// Of a network address.
    Address,
    /// Of what tells one browser from another.
    Fingerprint,
    /// Of what tells one payment card from another.
    Card,
}

impl DigestPurpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Account => "account-digest",
            Self::Address => "address-digest",
            Self::Fingerprint => "fingerprint-digest",
            Self::Card => "card-digest",
        }
    }
}

impl Keyring {
    /// The keyed digest of `parts`: 64 hexadecimal digits, which change when another key signs.
    ///
    /// Addresses are few enough to try them all, so a plain hash would hide
    /// nothing; without the key, this one tells nothing.
    #[must_use]
    pub fn digest(&self, now: Moment, purpose: DigestPurpose, parts: &[&str]) -> String {
        hex(self.signing(now).mac(purpose.name(), parts).as_ref())
    }
}
