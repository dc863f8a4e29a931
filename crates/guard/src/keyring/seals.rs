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
pub enum SealPurpose {
    /// The secret of somebody's second factor.
    SecondFactor,
}

impl SealPurpose {
    const fn name(self) -> &'static str {
        match self {
            Self::SecondFactor => "second-factor",
        }
    }
}

impl Keyring {
    /// Seals `plain` with AES-256-GCM under a random nonce; the text names its key.
    #[must_use]
    pub fn seal(&self, now: Moment, purpose: SealPurpose, plain: &Secret, chance: &Chance) -> String {
        self.signing(now).seal(purpose.name(), plain, chance)
    }

    /// Opens what was sealed for `purpose`, with any key of the file; `None` when it was changed or is not ours.
    #[must_use]
    pub fn open(&self, purpose: SealPurpose, sealed: &str) -> Option<Secret> {
        let (kid, _) = sealed.strip_prefix(PREFIX)?.strip_prefix('.')?.split_once('.')?;
        self.keys().find(|key| key.kid() == kid)?.open(purpose.name(), sealed)
    }
}

impl Key {
    pub(super) fn seal(&self, purpose: &str, plain: &Secret, chance: &Chance) -> String {
        let nonce = chance.bytes::<NONCE_LEN>();
        let mut body = plain.expose().as_bytes().to_vec();
        let sealed = self.sealing().and_then(|key| {
            key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound_to(purpose, self.kid()), &mut body).ok()
        });
        let Some(()) = sealed else { unreachable!("32 bytes are a key, and no secret is longer than 64 GiB") };

        let kid = self.kid();
        format!("{PREFIX}.{kid}.{}", URL_SAFE_NO_PAD.encode([nonce.as_slice(), &body].concat()))
    }

    pub(super) fn open(&self, purpose: &str, sealed: &str) -> Option<Secret> {
        let (_, body) = sealed.rsplit_once('.')?;
        let mut body = Zeroizing::new(URL_SAFE_NO_PAD.decode(body).ok()?);
        let (nonce, body) = body.split_first_chunk_mut::<NONCE_LEN>()?;
        let plain =
            self.sealing()?.open_in_place(Nonce::assume_unique_for_key(*nonce), bound_to(purpose, self.kid()), body).ok()?;
        Some(Secret::new(str::from_utf8(plain).ok()?.to_owned()))
    }

    fn sealing(&self) -> Option<LessSafeKey> {
        UnboundKey::new(&AES_256_GCM, self.derived(PURPOSE).as_ref()).ok().map(LessSafeKey::new)
    }
}

/// What a seal is bound to without containing it.
fn bound_to(purpose: &str, kid: &str) -> Aad<String> {
    Aad::from(format!("{PREFIX}.{kid}.{purpose}"))
}
