//! Who calls: the shop with its secret key, or a browser with the publishable one.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::call::Call;
use super::error::ApiError;
use crate::settings::Settings;

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// The shop, with the secret key.
    Shop,
    /// A browser, with the publishable key.
    Browser,
}

/// With what somebody called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// The secret key.
    Secret,
    /// The publishable key.
    Publishable,
    /// Another one.
    Wrong,
    /// None.
    Missing,
}

/// The key that a header names, as `Bearer` or as the user of `Basic`.
fn shown(authorization: Option<&str>) -> Option<String> {
    let (scheme, rest) = authorization?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned());
    }
    let decoded = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(rest.trim()).ok()).flatten()?;
    let text = String::from_utf8(decoded).ok()?;
    Some(text.split_once(':').map_or(text.clone(), |(user, _)| user.to_owned()))
}

/// With what somebody calls.
pub(crate) fn key(settings: &Settings, authorization: Option<&str>) -> Key {
    match shown(authorization) {
        None => Key::Missing,
        Some(key) if key.is_empty() => Key::Missing,
        Some(key) if key == settings.secret_key => Key::Secret,
        Some(key) if key == settings.publishable_key() => Key::Publishable,
        Some(_) => Key::Wrong,
    }
}

/// Who calls, if they may call this.
pub(crate) fn admit(key: Key, call: Call, authorization: Option<&str>) -> Result<Caller, ApiError> {
    match key {
        Key::Secret => Ok(Caller::Shop),
        Key::Publishable if matches!(call, Call::Retrieve | Call::Confirm) => Ok(Caller::Browser),
        Key::Publishable => {
            let message = "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a \
                           list of your API keys at https://dashboard.stripe.com/account/apikeys.";
            Err(ApiError::unauthorized(message).code("secret_key_required"))
        }
        Key::Wrong => {
            let told = shown(authorization).unwrap_or_default();
            Err(ApiError::unauthorized(format!("Invalid API Key provided: {}", masked(&told))))
        }
        Key::Missing => Err(ApiError::unauthorized(
            "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth \
             (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
        )),
    }
}

/// The beginning and the end of a key.
fn masked(key: &str) -> String {
    let letters: Vec<_> = key.chars().collect();
    let keeps = |at: usize| at < 8 || at + 4 >= letters.len();
    letters.iter().enumerate().map(|(at, letter)| if keeps(at) { *letter } else { '*' }).collect()
}
