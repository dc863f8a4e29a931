//! What a node needs to let people in.

use std::net::IpAddr;

use wufi_domain::email::Email;
use wufi_domain::moment::Moment;
use wufi_domain::session::Policy;
use wufi_guard::keyring::{DigestPurpose, Keyring, Keys};
use wufi_guard::password::Passwords;

use super::sessions::Sessions;
use super::signals::Signals;

/// Which staff cannot log in without a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactorRule {
    /// Owners: what they can do is worth a stolen password.
    Owners,
    /// Nobody: on a developer's machine.
    Nobody,
}

/// Keys, passwords and rules: one for each node, shared by all requests.
#[derive(Debug)]
pub struct Gate {
    /// The keys that sign and recognise tokens.
    pub keys: Keys,
    /// What hashes passwords, as many at once as the machine bears.
    pub passwords: Passwords,
    /// The rules for sessions.
    pub policy: Policy,
    /// Who signs: the shop's public URL.
    pub issuer: String,
    /// Which staff need a second factor.
    pub second_factor: SecondFactorRule,
    /// How often something about a login was strange.
    pub signals: Signals,
    pub(super) sessions: Sessions,
}

impl Gate {
    /// Puts it together.
    #[must_use]
    pub fn new(keys: Keys, passwords: Passwords, policy: Policy, issuer: String) -> Self {
        Self {
            keys,
            passwords,
            policy,
            issuer,
            second_factor: SecondFactorRule::Owners,
            signals: Signals::default(),
            sessions: Sessions::default(),
        }
    }

    /// Says which staff need a second factor.
    #[must_use]
    pub fn asking(self, second_factor: SecondFactorRule) -> Self {
        Self { second_factor, ..self }
    }
}

/// What an account is counted under, whether there is one or not.
pub(super) fn account(keyring: &Keyring, now: Moment, email: &Email) -> String {
    keyring.digest(now, DigestPurpose::Account, &[&email.folded()])
}

/// What an address is counted under: a v6 address by its /64, since a household has all of it.
pub(crate) fn address_key(keyring: &Keyring, now: Moment, address: IpAddr) -> String {
    let counted = match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    };
    keyring.digest(now, DigestPurpose::Address, &[&counted])
}

/// What a /48 of v6 is counted under: a large site, or somebody who has many /64. A v4 address is in none.
pub(crate) fn site_key(keyring: &Keyring, now: Moment, address: IpAddr) -> Option<String> {
    let IpAddr::V6(address) = address.to_canonical() else { return None };
    let [a, b, c, ..] = address.segments();
    Some(keyring.digest(now, DigestPurpose::Address, &["/48", &format!("{a:x}:{b:x}:{c:x}")]))
}
