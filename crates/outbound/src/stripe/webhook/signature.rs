//! Who sent an event: `Stripe-Signature: t=1492774577,v1=5257a8…,v0=6ffbb5…`.

use aws_lc_rs::{constant_time, hmac};
use wufi_domain::moment::Moment;

/// How far the time of a signature may be from ours, in seconds, either way: a copy of an event is good for no longer.
const TOLERANCE: u64 = 300;

/// The longest header that is looked at. Stripe's has one signature for each secret of the endpoint, 67 bytes each.
const LONGEST: usize = 1024;

/// Bytes of a signature (HMAC-SHA256).
const TAG: usize = 32;

/// Why an event is not taken to be Stripe's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Not one time and at least one signature of the scheme `v1`, or far too long.
    #[error("the signature cannot be read")]
    Malformed,
    /// Signed more than five minutes ago, or later than now by as much.
    #[error("the signature is not of now")]
    Stale,
    /// Signed with none of the secrets, or over something else.
    #[error("the signature is not right")]
    Wrong,
}

/// Checks that Stripe signed `body`, the bytes as they came, with one of `secrets` (`whsec_…`), not long before or
/// after `now`.
///
/// Of several signatures one has to be right: so secrets are changed without losing events. `v0` counts for nothing:
/// it is what Stripe puts on test events beside the real one.
pub fn verify(header: &str, body: &[u8], secrets: &[impl AsRef<str>], now: Moment) -> Result<(), SignatureError> {
    let (time, tags) = read(header).ok_or(SignatureError::Malformed)?;
    let at: i64 = time.parse().map_err(|_| SignatureError::Malformed)?;
    if now.secs().abs_diff(at) > TOLERANCE {
        return Err(SignatureError::Stale);
    }

    // Without a secret everybody could sign.
    let mut secrets = secrets.iter().map(AsRef::as_ref).filter(|secret| !secret.is_empty());
    let is_signed = secrets.any(|secret| {
        let right = sign(secret, time, body);
        // In constant time: how much of a signature is right must not show.
        tags.iter().any(|tag| constant_time::verify_slices_are_equal(right.as_ref(), tag).is_ok())
    });
    if is_signed { Ok(()) } else { Err(SignatureError::Wrong) }
}

/// The signature of the scheme `v1`.
pub(super) fn sign(secret: &str, time: &str, body: &[u8]) -> hmac::Tag {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let mut mac = hmac::Context::with_key(&key);
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac.sign()
}

/// The time as it is written, and the signatures that count. Schemes that are not known are passed over.
fn read(header: &str) -> Option<(&str, Vec<[u8; TAG]>)> {
    if header.len() > LONGEST {
        return None;
    }
    let mut time = None;
    let mut tags = Vec::new();
    for part in header.split(',') {
        match part.split_once('=')? {
            // Two times: one would be checked and the other believed.
            ("t", _) if time.is_some() => return None,
            ("t", text) => time = Some(text),
            ("v1", text) => tags.push(tag(text)?),
            _ => {}
        }
    }
    let time = time.filter(|time| (1..=12).contains(&time.len()) && time.bytes().all(|byte| byte.is_ascii_digit()))?;
    (!tags.is_empty()).then_some((time, tags))
}

/// 64 digits to base 16, in lower case as Stripe writes them.
fn tag(text: &str) -> Option<[u8; TAG]> {
    let digit = |byte: &u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut tag = [0; TAG];
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != TAG || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in tag.iter_mut().zip(pairs) {
        *byte = digit(high)? << 4 | digit(low)?;
    }
    Some(tag)
}
