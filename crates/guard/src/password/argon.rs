//! Argon2id, in memory that one hash after another uses.

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash as Phc, Salt};
use argon2::password_hash::{self, PasswordVerifier};
use argon2::{Algorithm, Argon2, Block, Params, Version};

use super::hashing::Verdict;
use super::{PasswordError, PasswordHash, medusa};
use crate::secret::Secret;

/// Memory of one hash, in KiB (OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane).
pub(super) const MEMORY_KIB: u32 = 19_456;
pub(super) const PASSES: u32 = 2;
const LANES: u32 = 1;
const OUTPUT_BYTES: usize = 32;

/// The memory of one hash at a time: 19 MiB once there was one.
///
/// It is kept: given back and taken anew for each hash, it stayed with whichever of the
/// allocator's arenas served the thread, and some hundred MiB were taken in the end.
#[derive(Debug, Default)]
pub(super) struct Memory(Vec<Block>);

impl Memory {
    fn blocks(&mut self, cost: &Params) -> &mut [Block] {
        self.0.resize(cost.block_count(), Block::new());
        &mut self.0
    }
}

fn cost() -> Result<Params, PasswordError> {
    Params::new(MEMORY_KIB, PASSES, LANES, Some(OUTPUT_BYTES)).map_err(|_| PasswordError::Failed)
}

/// Hashes under `salt`.
pub(super) fn hash(memory: &mut Memory, password: &Secret, salt: &[u8]) -> Result<PasswordHash, PasswordError> {
    let output = output(memory, password, salt)?;
    let failed = |_: password_hash::phc::Error| PasswordError::Failed;
    let hash = Phc {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&cost()?).map_err(|_| PasswordError::Failed)?,
        salt: Some(Salt::new(salt).map_err(failed)?),
        hash: Some(output),
    };
    Ok(PasswordHash::stored(hash.to_string()))
}

fn output(memory: &mut Memory, password: &Secret, salt: &[u8]) -> Result<Output, PasswordError> {
    let cost = cost()?;
    let blocks = memory.blocks(&cost);
    let mut output = [0; OUTPUT_BYTES];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, cost);
    let password = password.expose().as_bytes();
    argon2.hash_password_into_with_memory(password, salt, &mut output, blocks).map_err(|_| PasswordError::Failed)?;
    Output::new(&output).map_err(|_| PasswordError::Failed)
}

/// Verifies in the way and with the cost that the hash itself names.
pub(super) fn verify(memory: &mut Memory, typed: &Secret, kept: &PasswordHash) -> Result<Verdict, PasswordError> {
    if medusa::is_of_medusa(kept.as_str()) {
        let is_right = medusa::is_right(typed, kept.as_str())?;
        return Ok(if is_right { Verdict::Outdated } else { Verdict::Wrong });
    }

    let kept = Phc::new(kept.as_str()).map_err(|_| PasswordError::HashDamaged)?;
    match (&kept.salt, &kept.hash) {
        (Some(salt), Some(hash)) if is_at_our_cost(&kept) => {
            // Outputs are compared in constant time.
            let is_right = output(memory, typed, salt)? == *hash;
            Ok(if is_right { Verdict::Right } else { Verdict::Wrong })
        }
        _ => verify_at_its_cost(typed, &kept),
    }
}

/// Verifies what was hashed elsewhere, at another cost than ours and in memory of its own.
fn verify_at_its_cost(typed: &Secret, kept: &Phc) -> Result<Verdict, PasswordError> {
    match Argon2::default().verify_password(typed.expose().as_bytes(), kept) {
        Ok(()) if is_as_strong_as_ours(kept) => Ok(Verdict::Right),
        Ok(()) => Ok(Verdict::Outdated),
        Err(password_hash::Error::PasswordInvalid) => Ok(Verdict::Wrong),
        Err(_) => Err(PasswordError::HashDamaged),
    }
}

/// Whether a hash is of our algorithm.
fn is_ours(kept: &Phc) -> bool {
    kept.algorithm == Algorithm::Argon2id.ident() && kept.version == Some(Version::V0x13.into())
}

fn is_at_our_cost(kept: &Phc) -> bool {
    is_ours(kept) && cost().is_ok_and(|ours| Params::try_from(kept) == Ok(ours))
}

/// Whether a hash is of our algorithm and takes at least our memory and our passes.
fn is_as_strong_as_ours(kept: &Phc) -> bool {
    let cost = Params::try_from(kept);
    is_ours(kept) && cost.is_ok_and(|cost| cost.m_cost() >= MEMORY_KIB && cost.t_cost() >= PASSES)
}

#[cfg(test)]
mod tests {
    use argon2::PasswordHasher;

    use super::*;

    const SALT: &[u8] = b"salt of 16 bytes";

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn memory_that_was_used_makes_the_hash_that_fresh_memory_makes() {
        let mut memory = Memory::default();
        let theirs = Argon2::from(cost().unwrap()).hash_password_with_salt(b"kapsas ja kaalikas", SALT).unwrap();

        let hashes = ["neli põdrapead", "kapsas ja kaalikas", "kapsas ja kaalikas"]
            .map(|password| hash(&mut memory, &secret(password), SALT).unwrap().as_str().to_owned());

        assert_ne!(hashes[0], theirs.to_string());
        assert_eq!(hashes[1], theirs.to_string());
        assert_eq!(hashes[2], theirs.to_string());
    }

    #[test]
    fn memory_is_taken_once() {
        let mut memory = Memory::default();
        let kept = hash(&mut memory, &secret("kapsas ja kaalikas"), SALT).unwrap();
        let (place, size) = (memory.0.as_ptr(), memory.0.capacity());

        assert_eq!(verify(&mut memory, &secret("kapsas ja kaalikas"), &kept), Ok(Verdict::Right));
        assert_eq!(verify(&mut memory, &secret("kapsas ja kaalika"), &kept), Ok(Verdict::Wrong));

        assert_eq!((memory.0.as_ptr(), memory.0.capacity()), (place, size));
        assert_eq!(size * size_of::<Block>(), 19 * 1024 * 1024);
    }
}
