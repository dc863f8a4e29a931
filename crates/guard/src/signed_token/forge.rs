//! What an attacker who had the key would write; and what one without it tries.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use wufi_domain::chance::Chance;
use wufi_domain::moment::Moment;

use crate::keyring::Keyring;

pub(crate) const ISSUER: &str = "https://shop.example";
pub(crate) const NOON_SECS: i64 = 1_790_000_000;

pub(crate) fn after(secs: i64) -> Moment {
    Moment::from_millis((NOON_SECS + secs) * 1000)
}

pub(crate) fn keyring() -> Keyring {
    Keyring::generate(after(0), &Chance::seeded(1))
}

pub(crate) fn kid() -> String {
    keyring().signing(after(0)).kid().to_owned()
}

pub(crate) fn encoded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A token with our header of `typ` and any payload, signed by our key.
pub(crate) fn signed(typ: &str, payload: &str) -> String {
    signed_under(&format!(r#"{{"alg":"EdDSA","typ":"{typ}","kid":"{}"}}"#, kid()), payload)
}

/// A token with any header and payload, signed by our key.
pub(crate) fn signed_under(header: &str, payload: &str) -> String {
    let message = format!("{}.{}", encoded(header), encoded(payload));
    let signature = keyring().signing(after(0)).sign(message.as_bytes()).unwrap();
    format!("{message}.{}", encoded(signature))
}
