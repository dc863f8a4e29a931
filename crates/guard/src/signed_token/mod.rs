//! Signed tokens: JSON Web Tokens (RFC 7519) in their compact form, written and read in one way only.
//!
//! Nothing of a header is interpreted: it is ours to the byte, or the token is
//! not. So there is no algorithm to choose, no key to name by a path or a URL and
//! no extension to honour (RFC 8725; OWASP ASVS 9.1.1 to 9.1.3).

#[cfg(test)]
pub(crate) mod forge;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wufi_domain::fault::{Fault, Reason};
use wufi_domain::moment::Moment;

use crate::keyring::{Key, Keyring, LEEWAY_SECS, SIGNED_KEPT_SECS};
use crate::secret::Secret;

/// The most bytes of a token; with its cookie's name and attributes it fits the 4096 of a cookie.
const MAX_BYTES: usize = 4096;
/// Bytes of an Ed25519 signature: a point, and a number below [`ORDER`].
const SIGNATURE_BYTES: usize = 64;
/// The order of Ed25519's group, the lowest byte first (RFC 8032, 5.1).
pub(crate) const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0x10,
];

/// Why a signed token does not open anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// Not ours, of another kind, or not for this shop.
    #[error("not a token of ours, or not one of this kind")]
    Invalid,
    /// Ours and right in everything but its time.
    #[error("the token's time is over")]
    Expired,
}

impl Fault for TokenFault {
    fn reason(&self) -> Reason {
        match self {
            Self::Invalid => Reason::TokenInvalid,
            Self::Expired => Reason::TokenExpired,
        }
    }
}

/// Why a token was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SigningError {
    /// Claims that no reader would accept.
    #[error("the claims contradict each other")]
    Contradictory,
    /// More than a token holds.
    #[error("the claims are longer than a token may be")]
    TooLong,
    /// The library of cryptography gave up.
    #[error("the signature could not be made")]
    Failed,
}

impl Fault for SigningError {
    fn reason(&self) -> Reason {
        match self {
            Self::Contradictory | Self::TooLong | Self::Failed => Reason::InternalError,
        }
    }
}

/// Which kind of signed token (RFC 8725, 3.11); one is never read as the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typ {
    /// An access token (RFC 9068).
    Access,
    /// A registration token.
    Registration,
}

impl Typ {
    const fn name(self) -> &'static str {
        match self {
            Self::Access => "at+jwt",
            Self::Registration => "reg+jwt",
        }
    }
}

/// Signs `payload`, which is JSON.
pub(crate) fn sign(keyring: &Keyring, now: Moment, typ: Typ, payload: &impl Serialize) -> Result<Secret, SigningError> {
    let key = keyring.signing(now);
    let payload = serde_json::to_vec(payload).map_err(|_| SigningError::Failed)?;
    let mut text = format!("{}.{}", header(typ, key), URL_SAFE_NO_PAD.encode(payload));

    let signature = key.sign(text.as_bytes()).ok_or(SigningError::Failed)?;
    text.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut text);
    if text.len() > MAX_BYTES {
        return Err(SigningError::TooLong);
    }
    Ok(Secret::new(text))
}

/// Reads the payload of a token that a key of ours signed; `None` for everything else.
///
/// Whatever comes in, one signature is verified: how long the answer takes does
/// not tell what was wrong.
pub(crate) fn verified<P: DeserializeOwned + Serialize>(keyring: &Keyring, now: Moment, typ: Typ, text: &str) -> Option<P> {
    let parts = Parts::of(keyring, now, typ, text);
    let Some(parts) = parts else {
        let message = text.as_bytes().get(..MAX_BYTES).unwrap_or(text.as_bytes());
        let _ = keyring.signing(now).verifies(message, &[0; SIGNATURE_BYTES]);
        return None;
    };
    parts.key.verifies(parts.message.as_bytes(), &parts.signature).then(|| read(&parts.payload))?
}

/// What a token consists of, when it has the form of ours.
struct Parts<'a> {
    key: &'a Key,
    message: &'a str,
    payload: Vec<u8>,
    signature: [u8; SIGNATURE_BYTES],
}

impl<'a> Parts<'a> {
    fn of(keyring: &'a Keyring, now: Moment, typ: Typ, text: &'a str) -> Option<Self> {
        if text.len() > MAX_BYTES {
            return None;
        }
        let (message, signature) = text.rsplit_once('.')?;
        let (head, payload) = message.split_once('.')?;

        let key = keyring.verifying(now).find(|key| header(typ, key) == head)?;
        // This base 64 has one text for the same bytes: no padding, no spare bits, no spaces, no fourth part.
        let payload = URL_SAFE_NO_PAD.decode(payload).ok()?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?.try_into().ok()?;
        is_reduced(&signature).then_some(Self { key, message, payload, signature })
    }
}

/// Whether a signature's number is below the group's order (RFC 8032, 5.1.7).
///
/// A verifier refuses any other, but sooner than it refuses all else.
fn is_reduced(signature: &[u8; SIGNATURE_BYTES]) -> bool {
    signature.iter().rev().take(ORDER.len()).lt(ORDER.iter().rev())
}

/// The only header that a key's tokens of one kind have.
fn header(typ: Typ, key: &Key) -> String {
    URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"EdDSA","typ":"{}","kid":"{}"}}"#, typ.name(), key.kid()))
}

/// Reads JSON that is written as we write it.
///
/// Written again it has to be the same bytes: so no claim is unknown, doubled,
/// of another type or merely ignored, and nothing follows.
fn read<P: DeserializeOwned + Serialize>(json: &[u8]) -> Option<P> {
    let payload: P = serde_json::from_slice(json).ok()?;
    let again = serde_json::to_vec(&payload).ok()?;
    (again == json).then_some(payload)
}

/// From when to when a token is good, in seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Validity {
    pub(crate) issued_at: i64,
    pub(crate) expires_at: i64,
}

impl Validity {
    /// Whether it begins before it ends, and ends while its key still verifies.
    pub(crate) fn is_sensible(self) -> bool {
        let life = self.expires_at.checked_sub(self.issued_at);
        self.issued_at >= 0 && life.is_some_and(|secs| (1..=SIGNED_KEPT_SECS).contains(&secs))
    }

    /// Holds it against the clock, which may be half a minute off.
    pub(crate) fn check(self, now: Moment) -> Result<(), TokenFault> {
        let now = now.millis().div_euclid(1000);
        if self.issued_at > now.saturating_add(LEEWAY_SECS) {
            return Err(TokenFault::Invalid);
        }
        if now >= self.expires_at.saturating_add(LEEWAY_SECS) {
            return Err(TokenFault::Expired);
        }
        Ok(())
    }
}
