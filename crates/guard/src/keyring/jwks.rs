//! The public keys, as other programs read them (RFC 7517, RFC 8037).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use wufi_domain::moment::Moment;

use super::{Age, Key, Keyring, SIGNED_KEPT_SECS};

impl Keyring {
    /// The keys whose access tokens are good now, and those that will sign, as a JSON Web Key Set.
    #[must_use]
    pub fn jwks(&self, now: Moment) -> Value {
        let published = |age: Age| age.is_within(SIGNED_KEPT_SECS);
        let keys: Vec<Value> = self.aged(now).filter(|(_, age)| published(*age)).map(|(key, _)| jwk(key)).collect();
        json!({ "keys": keys })
    }
}

fn jwk(key: &Key) -> Value {
    json!({
        "kty": "OKP",
        "crv": "Ed25519",
        "x": URL_SAFE_NO_PAD.encode(key.public()),
        "kid": key.kid(),
        "use": "sig",
        "alg": "EdDSA",
    })
}
