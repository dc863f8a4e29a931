//! Opaque tokens: what they name is readable, and a MAC proves that we wrote it.
//!
//! Nothing has to be kept to know one, so a forged one costs no look-up. Each
//! kind has a key of its own, derived from the keyring's; all 256 bits of the MAC
//! are in the token.

#[cfg(test)]
mod tests;

use aws_lc_rs::constant_time;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use wufi_domain::actor::ActorKind;
use wufi_domain::chance::Chance;
use wufi_domain::ids::{Id, SessionId};
use wufi_domain::moment::Moment;

use crate::digest::token_digest;
use crate::keyring::{Key, Keyring};
use crate::secret::Secret;

/// The most bytes of such a token; ours have some 120.
const MAX_BYTES: usize = 512;

/// A kind of opaque token: what it begins with and what its MAC is made for.
struct Kind {
    prefix: &'static str,
    purpose: &'static str,
}

const REFRESH: Kind = Kind { prefix: "wrt1", purpose: "refresh-token" };
const SESSION: Kind = Kind { prefix: "wst1", purpose: "session-cookie" };
const DEVICE: Kind = Kind { prefix: "wdv1", purpose: "device-token" };
const GUEST: Kind = Kind { prefix: "wgt1", purpose: "guest-token" };
const RESET: Kind = Kind { prefix: "wpr1", purpose: "reset-token" };
const TRANSFER: Kind = Kind { prefix: "wot1", purpose: "transfer-token" };

impl Kind {
    /// Writes `prefix.kid.parts.mac`.
    fn issue(&self, keyring: &Keyring, now: Moment, parts: &[&str]) -> Secret {
        let key = keyring.signing(now);
        let mut text = format!("{}.{}.", self.prefix, key.kid());
        for part in parts {
            text.push_str(part);
            text.push('.');
        }
        text.push_str(&self.mac(key, parts));
        Secret::new(text)
    }

    /// The parts of a token of this kind, when a key that still reads wrote it.
    fn read<'a, const N: usize>(&self, keyring: &Keyring, now: Moment, text: &'a str) -> Option<[&'a str; N]> {
        if text.len() > MAX_BYTES {
            return None;
        }
        let (kid, rest) = text.strip_prefix(self.prefix)?.strip_prefix('.')?.split_once('.')?;
        let (parts, mac) = rest.rsplit_once('.')?;
        let parts: [&str; N] = parts.split('.').collect::<Vec<_>>().try_into().ok()?;

        let expected = self.mac(keyring.reading(now, kid)?, &parts);
        // Compared in constant time: how many of the first characters are right must not be told by timing.
        constant_time::verify_slices_are_equal(expected.as_bytes(), mac.as_bytes()).ok()?;
        Some(parts)
    }

    /// The MAC as text: compared as such, so that no other text of the same bytes is a second token.
    fn mac(&self, key: &Key, parts: &[&str]) -> String {
        let named: Vec<&str> = [self.prefix, key.kid()].into_iter().chain(parts.iter().copied()).collect();
        URL_SAFE_NO_PAD.encode(key.mac(self.purpose, &named))
    }
}

/// Continues a login: each may be used once, and the next has the next generation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    /// The login.
    pub session: SessionId,
    /// Which of its refresh tokens this is.
    pub generation: i64,
}

impl RefreshToken {
    /// Writes the token: `wrt1.kid.session.generation.mac`.
    #[must_use]
    pub fn issue(&self, keyring: &Keyring, now: Moment) -> Secret {
        REFRESH.issue(keyring, now, &[self.session.as_str(), &self.generation.to_string()])
    }

    /// Reads a token of ours; `None` for any other text.
    #[must_use]
    pub fn read(keyring: &Keyring, now: Moment, text: &str) -> Option<Self> {
        let [session, generation] = REFRESH.read(keyring, now, text)?;
        Some(Self { session: SessionId::parse(session)?, generation: generation.parse().ok()? })
    }
}

/// What a browser's session cookie holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionCookie {
    /// The login.
    pub session: SessionId,
    /// What kind of person it is of.
    pub actor_kind: ActorKind,
    /// Whose it is: all of a person's logins count together where requests are counted, before any is looked up.
    pub actor_id: String,
    /// When the password was last typed, in seconds since 1970.
    pub auth_time: i64,
}

impl SessionCookie {
    /// Writes the cookie's value: `wst1.kid.session.kind.id.auth_time.mac`.
    #[must_use]
    pub fn issue(&self, keyring: &Keyring, now: Moment) -> Secret {
        let parts = [self.session.as_str(), self.actor_kind.name(), &self.actor_id, &self.auth_time.to_string()];
        SESSION.issue(keyring, now, &parts)
    }

    /// Reads a value of ours; `None` for any other text.
    #[must_use]
    pub fn read(keyring: &Keyring, now: Moment, text: &str) -> Option<Self> {
        let [session, kind, id, auth_time] = SESSION.read(keyring, now, text)?;
        Some(Self {
            session: SessionId::parse(session)?,
            actor_kind: ActorKind::parse(kind)?,
            actor_id: id.to_owned(),
            auth_time: auth_time.parse().ok()?,
        })
    }
}

/// Recognises a browser that was here before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceToken {
    /// The device: 128 random bits in base64url.
    pub device: String,
}

impl DeviceToken {
    /// Makes one for a device that is new.
    #[must_use]
    pub fn fresh(chance: &Chance) -> Self {
        Self { device: URL_SAFE_NO_PAD.encode(chance.bytes::<16>()) }
    }

    /// Under what the device is remembered.
    #[must_use]
    pub fn digest(&self) -> String {
        token_digest(&self.device)
    }

    /// Writes the cookie's value: `wdv1.kid.device.mac`.
    #[must_use]
    pub fn issue(&self, keyring: &Keyring, now: Moment) -> Secret {
        DEVICE.issue(keyring, now, &[&self.device])
    }

    /// Reads a value of ours; `None` for any other text.
    #[must_use]
    pub fn read(keyring: &Keyring, now: Moment, text: &str) -> Option<Self> {
        let [device] = DEVICE.read(keyring, now, text)?;
        Some(Self { device: device.to_owned() })
    }
}

/// Proves a guest: whoever holds it owns what was made with it.
///
/// Making one writes nothing: it exists once it owns something, and then only as its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestToken {
    /// The guest: 128 random bits in base64url.
    pub guest: String,
}

impl GuestToken {
    /// Makes one for a guest who is new.
    #[must_use]
    pub fn fresh(chance: &Chance) -> Self {
        Self { guest: URL_SAFE_NO_PAD.encode(chance.bytes::<16>()) }
    }

    /// Under what the guest's things are kept, so that a stolen database opens none of them.
    #[must_use]
    pub fn digest(&self) -> String {
        token_digest(&self.guest)
    }

    /// Writes the token: `wgt1.kid.guest.mac`.
    #[must_use]
    pub fn issue(&self, keyring: &Keyring, now: Moment) -> Secret {
        GUEST.issue(keyring, now, &[&self.guest])
    }

    /// Reads a token of ours; `None` for any other text.
    #[must_use]
    pub fn read(keyring: &Keyring, now: Moment, text: &str) -> Option<Self> {
        let [guest] = GUEST.read(keyring, now, text)?;
        Some(Self { guest: guest.to_owned() })
    }
}

/// Allows a new password to be set; only its mail holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResetToken {
    /// Which reset.
    pub id: String,
}

impl ResetToken {
    /// Writes the token: `wpr1.kid.reset.mac`, the same each time while one key signs.
    #[must_use]
    pub fn issue(&self, keyring: &Keyring, now: Moment) -> Secret {
        RESET.issue(keyring, now, &[&self.id])
    }

    /// Reads a token of ours; `None` for any other text.
    #[must_use]
    pub fn read(keyring: &Keyring, now: Moment, text: &str) -> Option<Self> {
        let [id] = RESET.read(keyring, now, text)?;
        Some(Self { id: id.to_owned() })
    }
}

/// Allows an order to be taken over by an account; only its mail holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferToken {
    /// Which transfer.
    pub id: String,
}

impl TransferToken {
    /// Writes the token: `wot1.kid.transfer.mac`, the same each time while one key signs.
    #[must_use]
    pub fn issue(&self, keyring: &Keyring, now: Moment) -> Secret {
        TRANSFER.issue(keyring, now, &[&self.id])
    }

    /// Reads a token of ours; `None` for any other text.
    #[must_use]
    pub fn read(keyring: &Keyring, now: Moment, text: &str) -> Option<Self> {
        let [id] = TRANSFER.read(keyring, now, text)?;
        Some(Self { id: id.to_owned() })
    }
}
