//! One key of the ring: an Ed25519 seed that signs, and a secret that authenticates and seals.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use wufi_domain::chance::Chance;
use wufi_domain::moment::Moment;
use zeroize::Zeroizing;

use crate::digest::hex;

/// Bytes of a seed and of a secret: 256 bits (OWASP ASVS 11.2.3 asks for 128).
pub(super) const SECRET_BYTES: usize = 32;

/// 256 bits that are wiped from memory when dropped.
pub(super) type SecretBytes = Zeroizing<[u8; SECRET_BYTES]>;

/// A key with what it needs to sign and to verify.
#[derive(Clone)]
pub(crate) struct Key {
    kid: String,
    created_at: Moment,
    signs_from: Moment,
    seed: SecretBytes,
    secret: SecretBytes,
    pair: Ed25519KeyPair,
}

/// A key as its file tells it.
pub(super) struct Raw {
    pub(super) kid: String,
    pub(super) created_at: Moment,
    pub(super) signs_from: Moment,
    pub(super) seed: SecretBytes,
    pub(super) secret: SecretBytes,
}

impl Key {
    /// Makes a key.
    pub(super) fn fresh(now: Moment, signs_from: Moment, chance: &Chance) -> Self {
        Self::from(Raw {
            kid: hex(&chance.bytes::<8>()),
            created_at: now,
            signs_from,
            seed: Zeroizing::new(chance.bytes()),
            secret: Zeroizing::new(chance.bytes()),
        })
    }

    /// Which key it is; tokens name it.
    pub(crate) fn kid(&self) -> &str {
        &self.kid
    }

    pub(super) const fn created_at(&self) -> Moment {
        self.created_at
    }

    pub(super) const fn signs_from(&self) -> Moment {
        self.signs_from
    }

    pub(super) const fn seed(&self) -> &SecretBytes {
        &self.seed
    }

    pub(super) const fn secret(&self) -> &SecretBytes {
        &self.secret
    }

    /// The public half: 32 bytes.
    pub(crate) fn public(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    /// Signs with Ed25519 (RFC 8032); `None` when the library has no memory left.
    pub(crate) fn sign(&self, message: &[u8]) -> Option<impl AsRef<[u8]> + use<>> {
        self.pair.try_sign(message).ok()
    }

    /// Whether `signature` is this key's over `message`.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        #[cfg(test)]
        counted::count();
        UnparsedPublicKey::new(&ED25519, self.public()).verify(message, signature).is_ok()
    }

    /// Authenticates `parts` for `purpose` with HMAC-SHA256.
    ///
    /// Every part goes in behind its length, so that no two lists of parts are one text.
    pub(crate) fn mac(&self, purpose: &str, parts: &[&str]) -> impl AsRef<[u8]> + use<> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.derived(purpose).as_ref());
        let mut mac = hmac::Context::with_key(&key);
        for part in parts {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.sign()
    }

    /// The key under which requests are counted.
    pub(crate) fn counting_key(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, self.derived("limits").as_ref())
    }

    /// A key for one purpose only, so that nothing made for one is ever good for another.
    pub(super) fn derived(&self, purpose: &str) -> impl AsRef<[u8]> + use<> {
        let secret = hmac::Key::new(hmac::HMAC_SHA256, self.secret.as_slice());
        hmac::sign(&secret, format!("wufi/{purpose}/v1").as_bytes())
    }
}

impl From<Raw> for Key {
    fn from(raw: Raw) -> Self {
        let Ok(pair) = Ed25519KeyPair::from_seed_unchecked(raw.seed.as_slice()) else {
            unreachable!("any 32 bytes are an Ed25519 seed (RFC 8032, 5.1.5)")
        };
        let Raw { kid, created_at, signs_from, seed, secret } = raw;
        Self { kid, created_at, signs_from, seed, secret, pair }
    }
}

/// How many signatures this thread verified: tests hold it to one for each token.
#[cfg(test)]
pub(crate) mod counted {
    use std::cell::Cell;

    thread_local! {
        static VERIFIED: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn count() {
        VERIFIED.with(|verified| verified.set(verified.get() + 1));
    }

    pub(crate) fn verifications() -> usize {
        VERIFIED.with(Cell::get)
    }
}
