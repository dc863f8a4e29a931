//! The digest under which a token is kept, so that a stolen database opens nothing.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The SHA-256 of a token, as 64 hexadecimal digits.
///
/// Tokens carry at least 128 random bits, so there is nothing to guess and a
/// fast hash is enough; passwords go through [`crate::password`].
#[must_use]
pub fn token_digest(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// The SHA-256 of `parts` for `purpose`, as 64 hexadecimal digits: a name for something that is made of them.
///
/// Every part goes in behind its length, so that no two lists of parts are one text. Without a key: it stays the same
/// when the shop's keys are rotated, so whatever is told of it must be hard to guess, or harmless.
#[must_use]
pub fn parts_digest(purpose: &str, parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in [purpose.as_bytes()].iter().chain(parts) {
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part);
    }
    hex(&digest.finalize())
}

/// `bytes` in lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len().saturating_mul(2)), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_the_standards_sha_256() {
        assert_eq!(token_digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn no_two_lists_of_parts_are_one_name() {
        let named = |purpose: &str, parts: &[&str]| {
            let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
            parts_digest(purpose, &parts)
        };
        let lists = [
            named("a", &["b", "c"]),
            named("a", &["bc"]),
            named("a", &["bc", ""]),
            named("a", &["", "bc"]),
            named("ab", &["c"]),
            named("b", &["a", "c"]),
        ];

        for (at, one) in lists.iter().enumerate() {
            assert!(!lists[..at].contains(one), "{at}");
        }
        assert_eq!(named("a", &["b", "c"]), lists[0]);
    }
}
