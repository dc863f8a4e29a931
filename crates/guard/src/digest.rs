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
}
