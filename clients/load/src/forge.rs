//! Access tokens as attackers without our key write them (security notes P3.1 to P3.7).

use anyhow::Context;
use aws_lc_rs::hmac;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

/// The order of Ed25519's group, little-endian: a signature that has it added is another text for the same numbers.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0x10,
];

/// A forged token and what is wrong with it.
pub(crate) type Forged = (&'static str, String);

/// Somebody with a token of their own and everything that is public.
pub(crate) struct Forger {
    header: String,
    payload: String,
    signature: Vec<u8>,
    kid: String,
    /// The shop's public key, as its key set tells it.
    public: Vec<u8>,
    key: Ed25519KeyPair,
}

impl Forger {
    /// The forgery that all others are held against.
    pub(crate) const YARDSTICK: &str = "signed by a stranger";

    /// Takes a good token apart; `keys` is the shop's public key set.
    pub(crate) fn new(token: &str, keys: &Value) -> anyhow::Result<Self> {
        let [header, payload, signature] = token.split('.').collect::<Vec<_>>()[..] else { anyhow::bail!("no token: {token}") };
        let first = keys.pointer("/keys/0").context("no key in the key set")?;
        let public = first.get("x").and_then(Value::as_str).context("no public key")?;
        Ok(Self {
            header: header.to_owned(),
            payload: payload.to_owned(),
            signature: URL_SAFE_NO_PAD.decode(signature)?,
            kid: first.get("kid").and_then(Value::as_str).context("no kid")?.to_owned(),
            public: URL_SAFE_NO_PAD.decode(public)?,
            key: Ed25519KeyPair::generate().ok().context("no key could be made")?,
        })
    }

    /// Right in everything but that a stranger signed it.
    pub(crate) fn signed_by_a_stranger(&self) -> Forged {
        (Self::YARDSTICK, self.signed(&self.header, &self.payload))
    }

    /// Every way to forge one.
    pub(crate) fn all(&self) -> Vec<Forged> {
        [self.headers(), self.payloads(), self.signatures(), self.writings()].concat()
    }

    fn headers(&self) -> Vec<Forged> {
        let kid = &self.kid;
        let own = URL_SAFE_NO_PAD.encode(self.key.public_key());
        let under = |header: &str| self.signed(&encoded(header), &self.payload);
        let ours = |more: &str| under(&format!(r#"{{"alg":"EdDSA","typ":"at+jwt","kid":"{kid}",{more}}}"#));
        let named = |kid: &str| under(&format!(r#"{{"alg":"EdDSA","typ":"at+jwt","kid":{kid}}}"#));
        let none = encoded(&format!(r#"{{"alg":"none","typ":"at+jwt","kid":"{kid}"}}"#));
        vec![
            ("alg none, unsigned", format!("{none}.{}.", self.payload)),
            ("alg none, our signature", self.with_signature(&none, &self.signature)),
            ("HS256 with the public key", self.authenticated()),
            ("kid of a stranger", named(r#""0123456789abcdef""#)),
            ("kid a path", named(r#""../../../../dev/null""#)),
            ("kid an SQL text", named(r#""' OR '1'='1""#)),
            ("kid a list", named(&format!(r#"["{kid}"]"#))),
            ("kid missing", under(r#"{"alg":"EdDSA","typ":"at+jwt"}"#)),
            ("jwk of its own", ours(&format!(r#""jwk":{{"kty":"OKP","crv":"Ed25519","x":"{own}"}}"#))),
            ("jku elsewhere", ours(r#""jku":"https://else.example/jwks.json""#)),
            ("x5u elsewhere", ours(r#""x5u":"https://else.example/cert.pem""#)),
            ("crit", ours(r#""crit":["b64"],"b64":false"#)),
            ("typ JWT", under(&format!(r#"{{"alg":"EdDSA","typ":"JWT","kid":"{kid}"}}"#))),
        ]
    }

    fn payloads(&self) -> Vec<Forged> {
        let with = |from: &str, to: &str| {
            let claims = URL_SAFE_NO_PAD.decode(&self.payload).unwrap_or_default();
            let claims = String::from_utf8_lossy(&claims).replacen(from, to, 1);
            self.signed(&self.header, &encoded(&claims))
        };
        vec![
            ("a claim twice", with(r#""sub":"#, r#""sub":"cus_another","sub":"#)),
            ("another customer", with(r#""actor_id":"cus_"#, r#""actor_id":"cus_another"#)),
            ("a claim too many", with(r#""sub":"#, r#""role":"owner","sub":"#)),
            ("payload no JSON", self.signed(&self.header, &encoded("kass"))),
        ]
    }

    fn signatures(&self) -> Vec<Forged> {
        let turned = |mut signature: Vec<u8>, at: usize| {
            signature.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1);
            self.with_signature(&self.header, &signature)
        };
        vec![
            ("one bit of R turned", turned(self.signature.clone(), 10)),
            ("one bit of S turned", turned(self.signature.clone(), 40)),
            ("the group's order added to S", self.with_signature(&self.header, &self.beyond_the_order())),
            ("signature of zeros", self.with_signature(&self.header, &[0; 64])),
            ("signature of ones", self.with_signature(&self.header, &[0xff; 64])),
            ("signature too short", self.with_signature(&self.header, &[1; 63])),
            ("signature of 256 bytes", self.with_signature(&self.header, &[1; 256])),
        ]
    }

    fn writings(&self) -> Vec<Forged> {
        let good = self.with_signature(&self.header, &self.signature);
        let signature = URL_SAFE_NO_PAD.encode(&self.signature);
        vec![
            ("padded", format!("{good}==")),
            ("padded in the middle", format!("{}=.{}.{signature}", self.header, self.payload)),
            ("four parts", format!("{good}.{signature}")),
            ("two parts", format!("{}.{}", self.header, self.payload)),
            ("one letter", "x".to_owned()),
            ("4,096 letters", "A".repeat(4_096)),
            ("8,000 letters", "A".repeat(8_000)),
        ]
    }

    fn with_signature(&self, header: &str, signature: &[u8]) -> String {
        format!("{header}.{}.{}", self.payload, URL_SAFE_NO_PAD.encode(signature))
    }

    /// Signed with the forger's own key.
    fn signed(&self, header: &str, payload: &str) -> String {
        let message = format!("{header}.{payload}");
        let signature = self.key.sign(message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// With the public key taken for a shared secret.
    fn authenticated(&self) -> String {
        let header = encoded(&format!(r#"{{"alg":"HS256","typ":"at+jwt","kid":"{}"}}"#, self.kid));
        let message = format!("{header}.{}", self.payload);
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &self.public), message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))
    }

    /// The good signature, with the order of the group added to its number.
    fn beyond_the_order(&self) -> Vec<u8> {
        let mut signature = self.signature.clone();
        let mut carry = 0;
        for (byte, order) in signature.iter_mut().skip(32).zip(ORDER) {
            let sum = u16::from(*byte) + u16::from(order) + carry;
            let [high, low] = sum.to_be_bytes();
            (*byte, carry) = (low, u16::from(high));
        }
        signature
    }
}

fn encoded(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}
