//! What a session comes from, as far as headers say it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Mode, Policy};
use crate::risk::{Seen, Signal};

/// What a request tells of where it comes from. What is not known is not compared.
///
/// Only what every request sends anyway (GDPR recital 49: for security, nothing measured).
/// Versions of browsers are no part of it: they change by themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The keyed hash of family, platform, language and device.
    pub fingerprint: String,
    /// The browser, such as `firefox`.
    pub family: Option<String>,
    /// What it runs on, such as `linux`.
    pub platform: Option<String>,
    /// The first language it asks for, such as `et`.
    pub language: Option<String>,
    /// The digest of the device's own proof.
    pub device: Option<String>,
    /// The network, such as `198.51.100.0/24`.
    pub network: Option<String>,
}

/// What a change of context means before anything is weighed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The shop refuses it.
    Rejected(Vec<Seen>),
    /// It is to be weighed; nothing in it when nothing changed.
    Weigh(Vec<Seen>),
}

impl Context {
    /// The text by which one context is told from another.
    #[must_use]
    pub fn print(&self) -> String {
        format!("{} {}", self.fingerprint, self.network.as_deref().unwrap_or_default())
    }

    /// What is another in `now` than in this one, as `policy` looks at it.
    #[must_use]
    pub fn changes(&self, now: &Self, policy: &Policy) -> Change {
        let parts = [
            (Signal::FamilyChanged, &self.family, &now.family, policy.fingerprint),
            (Signal::PlatformChanged, &self.platform, &now.platform, policy.fingerprint),
            (Signal::DeviceChanged, &self.device, &now.device, policy.fingerprint),
            (Signal::LanguageChanged, &self.language, &now.language, policy.fingerprint),
            (Signal::NetworkChanged, &self.network, &now.network, policy.ip_binding),
        ];
        let changed = parts.into_iter().filter(|(_, held, now, mode)| *mode != Mode::Off && differ(held.as_ref(), now.as_ref()));
        let changed: Vec<(Signal, Mode)> = changed.map(|(signal, _, _, mode)| (signal, mode)).collect();

        let seen = changed.iter().map(|(signal, mode)| if *mode == Mode::Observe { signal.observed(1) } else { signal.seen(1) });
        let seen = seen.collect();
        if changed.iter().any(|(signal, mode)| *mode == Mode::Reject && signal.is_rejected()) {
            Change::Rejected(seen)
        } else {
            Change::Weigh(seen)
        }
    }
}

/// The network of an address, such as `198.51.100.0/24` or `2001:db8:1::/48`.
///
/// What is kept and shown of addresses: enough to tell one place from another,
/// too little to tell one household from its neighbours.
#[must_use]
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => format!("{}/24", Ipv4Addr::from_bits(address.to_bits() & (u32::MAX << 8))),
        IpAddr::V6(address) => format!("{}/48", Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 80))),
    }
}

/// Whether both are known and not the same.
fn differ(held: Option<&String>, now: Option<&String>) -> bool {
    held.zip(now).is_some_and(|(held, now)| held != now)
}
