//! Password hashes of Medusa, so that its customers stay when their shop moves here.
//!
//! Medusa keeps what npm's `scrypt-kdf` writes: the header of the scrypt file
//! format (its cost, a salt, a checksum) and an HMAC over that header by a key that
//! scrypt (RFC 7914) makes of the password; 96 bytes in base 64.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use scrypt::Params;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::PasswordError;
use crate::secret::Secret;

/// How every such hash begins: "scrypt", and the version of its form, 0.
const BEGINS: &[u8] = b"scrypt\0";
/// The same in base 64, as far as it is whole.
const BEGINS_AS_TEXT: &str = "c2NyeXB0A";
/// Medusa's own cost, and the most that is verified: 32 MiB, so that a damaged hash cannot take the machine.
const MAX_LOG_N: u8 = 15;
const MAX_R: u32 = 8;
const MAX_P: u32 = 1;

/// Whether `kept` is a hash of this form, damaged or not.
pub(super) fn is_of_medusa(kept: &str) -> bool {
    kept.starts_with(BEGINS_AS_TEXT)
}

/// Whether `typed` is the password of `kept`.
pub(super) fn is_right(typed: &Secret, kept: &str) -> Result<bool, PasswordError> {
    let kept = Kept::read(kept).ok_or(PasswordError::HashDamaged)?;

    let mut derived = Zeroizing::new([0; 64]);
    scrypt::scrypt(typed.expose().as_bytes(), &kept.salt, &kept.cost, derived.as_mut_slice())
        .map_err(|_| PasswordError::Failed)?;
    let (_, key) = derived.split_at(32);
    // Compared in constant time.
    Ok(hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, key), &kept.header, &kept.mac).is_ok())
}

/// A hash taken apart.
struct Kept {
    header: [u8; 64],
    cost: Params,
    salt: [u8; 32],
    mac: [u8; 32],
}

impl Kept {
    /// Takes a hash apart; `None` when its checksum is wrong or it costs more than we give.
    fn read(text: &str) -> Option<Self> {
        let bytes: [u8; 96] = STANDARD.decode(text).ok()?.try_into().ok()?;
        let (header, mac) = bytes.split_first_chunk::<64>()?;
        let (checked, checksum) = header.split_first_chunk::<48>()?;
        if !Sha256::digest(checked).starts_with(checksum) {
            return None;
        }

        let (log_n, rest) = checked.strip_prefix(BEGINS)?.split_first()?;
        let (r, rest) = rest.split_first_chunk()?;
        let (p, salt) = rest.split_first_chunk()?;
        let cost = affordable(*log_n, u32::from_be_bytes(*r), u32::from_be_bytes(*p))?;
        Some(Self { header: *header, cost, salt: salt.try_into().ok()?, mac: mac.try_into().ok()? })
    }
}

fn affordable(log_n: u8, r: u32, p: u32) -> Option<Params> {
    let is_affordable = (1..=MAX_LOG_N).contains(&log_n) && (1..=MAX_R).contains(&r) && (1..=MAX_P).contains(&p);
    is_affordable.then(|| Params::new(log_n, r, p).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    // Made with Node's scryptSync in the form above; the last one is from the tests of `scrypt-kdf` itself.
    const AS_MEDUSA_DOES: &str = "c2NyeXB0AA8AAAAIAAAAAQEIDxYdJCsyOUBHTlVcY2pxeH+GjZSboqmwt77FzNPaTColmprawOL/arzK2yIq3cTZXT8AxpxjK0f2VxXb/FKvAxM6/SrKf7W27R8Wmiw9";
    const CHEAP: &str = "c2NyeXB0AAQAAAAIAAAAAQIJEBceJSwzOkFIT1ZdZGtyeYCHjpWco6qxuL/GzdTbFmdLhR6ajmS2oWS2TBkFxJAGat1wiVr6i8sDkcaJjMB4JkTu2oWqAeKEar4kTOlW";
    const ESTONIAN: &str = "c2NyeXB0AAQAAAAIAAAAAQMKERgfJi00O0JJUFdeZWxzeoGIj5adpKuyucDHztXcEQPqRex6lLBFYuPdDKiPVsy/M3i9JSrhLyxXoRE20Yvz7NuJFjF5uRi32+C06bhN";
    const OF_SCRYPT_KDF: &str = "c2NyeXB0AAwAAAAIAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA08wOZXFAec6Si7mP1SzrmK6Pvpx2zfUEXXAuM68S4DAnUER44bh+BxsnxMC75Jgs";
    const DEARER: [&str; 3] = [
        "c2NyeXB0ABAAAAAIAAAAAQQLEhkgJy41PENKUVhfZm10e4KJkJeepayzusHIz9bdmRQI4SzfQD9j1KPnUwHILaCql/U9xllibBUh9lyGC4+gxdQf0J0dUnRBxMgKtlZL",
        "c2NyeXB0AAQAAAAJAAAAAQUMExohKC82PURLUllgZ251fIOKkZifpq20u8LJ0Nfec1euqMcF86beeoBI/9UXhgBXZeomszL4BJdVTdSy65UPQl6djTHjuMDP3uMj3+/E",
        "c2NyeXB0AAQAAAAIAAAAAgYNFBsiKTA3PkVMU1phaG92fYSLkpmgp661vMPK0djfO7WcZJy3WhoCgYESBVErylxZ3ssunm3L7l8aenZaSx42iVkB7sZhHBk5HEonro7p",
    ];

    fn right(typed: &str, kept: &str) -> Result<bool, PasswordError> {
        is_right(&Secret::new(typed.to_owned()), kept)
    }

    /// A hash of `CHEAP` with some bytes of its header changed and its checksum made good again.
    fn changed(change: impl FnOnce(&mut [u8])) -> String {
        let mut bytes = STANDARD.decode(CHEAP).unwrap();
        change(&mut bytes);
        let checksum = Sha256::digest(&bytes[..48]);
        bytes[48..64].copy_from_slice(&checksum[..16]);
        STANDARD.encode(bytes)
    }

    #[test]
    fn medusas_hashes_verify() {
        assert_eq!(right("kapsas ja kaalikas", AS_MEDUSA_DOES), Ok(true));
        assert_eq!(right("kapsas ja kaalikas", CHEAP), Ok(true));
        assert_eq!(right("õäöü ☃", ESTONIAN), Ok(true));
        assert_eq!(right("my secret password", OF_SCRYPT_KDF), Ok(true));
    }

    #[test]
    fn only_the_password_that_was_typed_is_right() {
        for wrong in ["", "Kapsas ja kaalikas", "kapsas ja kaalikas ", "õäöü ☃"] {
            assert_eq!(right(wrong, CHEAP), Ok(false), "{wrong:?}");
        }
    }

    #[test]
    fn a_hash_that_costs_more_than_medusas_is_refused_before_it_is_tried() {
        for kept in DEARER {
            assert_eq!(right("kapsas ja kaalikas", kept), Err(PasswordError::HashDamaged));
        }
        for (at, bytes) in [(7, [63, 0, 0, 0]), (7, [255, 0, 0, 0]), (8, [0xff; 4]), (12, [0xff; 4])] {
            let kept = changed(|hash| hash[at..at + 4].copy_from_slice(&bytes));
            assert_eq!(right("kapsas ja kaalikas", &kept), Err(PasswordError::HashDamaged), "{bytes:?} at {at}");
        }
    }

    #[test]
    fn a_hash_without_cost_is_refused() {
        for at in [7, 11, 15] {
            let kept = changed(|hash| hash[at] = 0);
            assert_eq!(right("kapsas ja kaalikas", &kept), Err(PasswordError::HashDamaged), "byte {at}");
        }
    }

    #[test]
    fn a_damaged_hash_is_said_to_be_so() {
        for kept in [
            "",
            "c2NyeXB0A",
            &CHEAP[..127],
            &CHEAP[..124],
            &format!("{CHEAP}AAAA"),
            &format!("{CHEAP}\n"),
            &CHEAP.replacen("AQIJ", "AQIK", 1),
            &changed(|hash| hash[0] = b'S'),
            &changed(|hash| hash[6] = 1),
        ] {
            assert_eq!(right("kapsas ja kaalikas", kept), Err(PasswordError::HashDamaged), "{kept}");
        }
    }

    #[test]
    fn another_salt_or_mac_is_another_password() {
        let other_salt = changed(|hash| hash[20] ^= 1);
        let other_mac = changed(|hash| hash[95] ^= 1);

        assert_eq!(right("kapsas ja kaalikas", &other_salt), Ok(false));
        assert_eq!(right("kapsas ja kaalikas", &other_mac), Ok(false));
    }
}
