//! Sealing: what the database keeps and only the keyring opens.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use wufi_domain::chance::Chance;
use wufi_domain::moment::Moment;
use zeroize::Zeroizing;

use super::{Key, Keyring};
use crate::secret::Secret;

/// What sealed texts begin with.
const PREFIX: &str = "wse1";
/// What the sealing key is derived for.
const PURPOSE: &str = "seal";

/// What is sealed; what was sealed as one thing never opens as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealPurpose<'s> {
    /// The secret of somebody's second factor.
    SecondFactor,
    /// What was asked for under an idempotency key; it opens in the row of that name alone.
    Asked(&'s str),
    /// What was answered under one; likewise.
    Answered(&'s str),
}

impl<'s> SealPurpose<'s> {
    const fn name(self) -> &'static str {
        match self {
            Self::SecondFactor => "second-factor",
            Self::Asked(_) => "asked",
            Self::Answered(_) => "answered",
        }
    }

    /// The row that it belongs to, where there are many.
    const fn row(self) -> Option<&'s str> {
        match self {
            Self::SecondFactor => None,
            Self::Asked(row) | Self::Answered(row) => Some(row),
        }
    }

    /// What the sealing key is derived for. Each of many rows has a key of its own: it opens nothing of another, and
    /// under a single key, random nonces must not be drawn more often than 2^32 times (NIST SP 800-38D §8.3).
    fn key(self) -> String {
        self.row().map_or_else(|| PURPOSE.to_owned(), |row| format!("{PURPOSE}/{row}"))
    }

    /// What a seal is bound to without containing it.
    fn bound_to(self, kid: &str) -> Aad<String> {
        Aad::from(format!("{PREFIX}.{kid}.{}", self.name()))
    }
}

impl Keyring {
    /// Seals `plain` with AES-256-GCM under a random nonce; the text names its key.
    #[must_use]
    pub fn seal(&self, now: Moment, purpose: SealPurpose<'_>, plain: &Secret, chance: &Chance) -> String {
        self.signing(now).seal(purpose, plain, chance)
    }

    /// Opens what was sealed for `purpose`, with any key of the file; `None` when it was changed or is not ours.
    #[must_use]
    pub fn open(&self, purpose: SealPurpose<'_>, sealed: &str) -> Option<Secret> {
        let (kid, _) = sealed.strip_prefix(PREFIX)?.strip_prefix('.')?.split_once('.')?;
        self.keys().find(|key| key.kid() == kid)?.open(purpose, sealed)
    }
}

impl Key {
    pub(super) fn seal(&self, purpose: SealPurpose<'_>, plain: &Secret, chance: &Chance) -> String {
        let nonce = chance.bytes::<NONCE_LEN>();
        let mut body = plain.expose().as_bytes().to_vec();
        let sealed = self.sealing(purpose).and_then(|key| {
            let nonce = Nonce::assume_unique_for_key(nonce);
            key.seal_in_place_append_tag(nonce, purpose.bound_to(self.kid()), &mut body).ok()
        });
        let Some(()) = sealed else { unreachable!("32 bytes are a key, and nothing that is sealed is longer than 64 GiB") };

        let kid = self.kid();
        format!("{PREFIX}.{kid}.{}", URL_SAFE_NO_PAD.encode([nonce.as_slice(), &body].concat()))
    }

    pub(super) fn open(&self, purpose: SealPurpose<'_>, sealed: &str) -> Option<Secret> {
        let (_, body) = sealed.rsplit_once('.')?;
        let mut body = Zeroizing::new(URL_SAFE_NO_PAD.decode(body).ok()?);
        let (nonce, body) = body.split_first_chunk_mut::<NONCE_LEN>()?;
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let plain = self.sealing(purpose)?.open_in_place(nonce, purpose.bound_to(self.kid()), body).ok()?;
        Some(Secret::new(str::from_utf8(plain).ok()?.to_owned()))
    }

    fn sealing(&self, purpose: SealPurpose<'_>) -> Option<LessSafeKey> {
        UnboundKey::new(&AES_256_GCM, self.derived(&purpose.key()).as_ref()).ok().map(LessSafeKey::new)
    }
}
