//! Words and ids of Stripe's that are taken on as they are, so their form is checked.

use serde_json::Value;

/// A word such as `card_declined` or `payment_intent.succeeded`: nothing that could hold a sentence, a name or a secret.
pub(super) fn word(text: &str) -> Option<String> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._".contains(&byte);
    ((1..=64).contains(&text.len()) && text.bytes().all(fits)).then(|| text.to_owned())
}

/// A token such as the fingerprint of a card.
pub(super) fn token(text: &str) -> Option<String> {
    ((1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())).then(|| text.to_owned())
}

/// An id that begins with one of `prefixes`, such as `re_`. Stripe says that ids may grow to 255 characters.
pub(super) fn id(prefixes: &[&str], text: &str) -> Option<String> {
    let rest = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix))?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (!rest.is_empty() && text.len() <= 255 && rest.bytes().all(fits)).then(|| text.to_owned())
}

/// The id of something that stands as its id, or in full.
pub(super) fn id_of(reference: &Value) -> Option<&str> {
    reference.as_str().or_else(|| reference.get("id")?.as_str())
}
