//! The file of a keyring: JSON, of which nothing is guessed and nothing ignored.

use std::collections::HashSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};
use wufi_domain::moment::Moment;
use zeroize::Zeroizing;

use super::Keyring;
use super::key::{Key, Raw, SECRET_BYTES, SecretBytes};
use crate::secret::Secret;

/// Why a text is no keyring. None of them shows anything of a key but its `kid`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// No JSON, or with members other than ours.
    #[error("not the JSON of a keyring (line {line}, column {column})")]
    Unreadable {
        /// The line at which reading ended.
        line: usize,
        /// The column there.
        column: usize,
    },
    /// A list without keys: nothing could be signed.
    #[error("without any key")]
    NoKeys,
    /// A name that tokens could not carry.
    #[error("kid of key {position} is not 16 hexadecimal digits")]
    BadKid {
        /// Which key of the file, counted from 1.
        position: usize,
    },
    /// Two keys of one name.
    #[error("two keys are called {kid}")]
    DuplicateKid {
        /// The name.
        kid: String,
    },
    /// A secret that is too short, too long, or no base64url.
    #[error("{member} of key {kid} is not 32 bytes in base64url")]
    BadSecret {
        /// Which key.
        kid: String,
        /// Which of its secrets.
        member: &'static str,
    },
    /// A time that is none.
    #[error("{member} of key {kid} is not a time such as 2026-11-24T02:04:46.426Z")]
    BadTime {
        /// Which key.
        kid: String,
        /// Which of its times.
        member: &'static str,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    keys: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kid: String,
    created_at: String,
    signs_from: String,
    ed25519_seed: String,
    secret: String,
}

/// Reads the keys of a file.
pub(super) fn read(text: &str) -> Result<Vec<Key>, KeyringError> {
    // The parser's own message may quote a secret; where it stopped says enough.
    let unreadable = |error: serde_json::Error| KeyringError::Unreadable { line: error.line(), column: error.column() };
    let file: File = serde_json::from_str(text).map_err(unreadable)?;

    let mut kids = HashSet::new();
    let mut keys = Vec::with_capacity(file.keys.len());
    for (at, entry) in file.keys.into_iter().enumerate() {
        if !is_kid(&entry.kid) {
            return Err(KeyringError::BadKid { position: at.saturating_add(1) });
        }
        if !kids.insert(entry.kid.clone()) {
            return Err(KeyringError::DuplicateKid { kid: entry.kid });
        }
        keys.push(key(entry)?);
    }
    Ok(keys)
}

impl Keyring {
    /// The text of the keyring's file; it holds every secret.
    #[must_use]
    pub fn to_text(&self) -> Secret {
        let keys: Vec<Value> = self.keys().map(entry).collect();
        Secret::new(format!("{:#}\n", json!({ "keys": keys })))
    }
}

/// Sixteen lower-case hexadecimal digits: nothing that could mean anything in a path, a query or a token.
fn is_kid(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn key(entry: Entry) -> Result<Key, KeyringError> {
    let Entry { kid, created_at, signs_from, ed25519_seed, secret } = entry;
    let time =
        |member: &'static str, text: &str| Moment::parse(text).ok_or_else(|| KeyringError::BadTime { kid: kid.clone(), member });
    let bytes = |member: &'static str, text: String| {
        secret_bytes(&Zeroizing::new(text)).ok_or_else(|| KeyringError::BadSecret { kid: kid.clone(), member })
    };

    let (created_at, signs_from) = (time("created_at", &created_at)?, time("signs_from", &signs_from)?);
    let (seed, secret) = (bytes("ed25519_seed", ed25519_seed)?, bytes("secret", secret)?);
    Ok(Raw { kid, created_at, signs_from, seed, secret }.into())
}

fn secret_bytes(text: &Zeroizing<String>) -> Option<SecretBytes> {
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text.as_bytes()).ok()?);
    let bytes: [u8; SECRET_BYTES] = bytes.as_slice().try_into().ok()?;
    Some(Zeroizing::new(bytes))
}

fn entry(key: &Key) -> Value {
    json!({
        "kid": key.kid(),
        "created_at": key.created_at(),
        "signs_from": key.signs_from(),
        "ed25519_seed": URL_SAFE_NO_PAD.encode(key.seed().as_slice()),
        "secret": URL_SAFE_NO_PAD.encode(key.secret().as_slice()),
    })
}
