//! Hashing of passwords: slow on purpose, and never more of it at once than the machine can bear.

use std::num::NonZeroUsize;
use std::sync::Arc;

use argon2::password_hash::phc;
use argon2::password_hash::{self, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use wufi_domain::chance::Chance;

use super::{Password, PasswordError, medusa};
use crate::secret::Secret;

/// Memory of one hash, in KiB (OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane).
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// How many may wait for each core: about half a second of work, then it is better to say no.
const QUEUE_PER_CORE: usize = 16;

/// A kept password: argon2id in the PHC text form, with its salt and cost; or as Medusa kept it.
#[derive(Clone)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes a hash back from the database.
    #[must_use]
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The hash as it is kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PasswordHash {
    /// Shows nothing: a hash in a log is a password to be guessed at leisure.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// Whether a password is the kept one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Right,
    /// It is, but kept in an older or weaker way: to be hashed again, now that it is known.
    Outdated,
    /// It is not, or nothing is kept.
    Wrong,
}

impl Verdict {
    /// Whether the password is the kept one, however that is kept.
    #[must_use]
    pub const fn is_right(self) -> bool {
        match self {
            Self::Right | Self::Outdated => true,
            Self::Wrong => false,
        }
    }
}

/// Hashes and verifies passwords, as many at once as there are cores.
///
/// Each hash takes 19 MiB and some 20 ms of one core, so a flood of logins
/// could take the machine; beyond a bounded queue they are refused as
/// [`PasswordError::Overloaded`].
#[derive(Clone, Debug)]
pub struct Passwords {
    queue: Arc<Semaphore>,
    cores: Arc<Semaphore>,
    chance: Chance,
}

impl Passwords {
    /// Begins with `cores` hashes at once and a queue of sixteen for each.
    #[must_use]
    pub fn new(cores: NonZeroUsize, chance: Chance) -> Self {
        let cores = cores.get();
        Self {
            queue: Arc::new(Semaphore::new(cores.saturating_mul(QUEUE_PER_CORE.saturating_add(1)))),
            cores: Arc::new(Semaphore::new(cores)),
            chance,
        }
    }

    /// Takes a place in the queue, before anything else is done for a login: a refusal costs nothing then.
    pub fn place(&self) -> Result<Place<'_>, PasswordError> {
        let permit = Arc::clone(&self.queue).try_acquire_owned().map_err(|_| PasswordError::Overloaded)?;
        Ok(Place { passwords: self, permit })
    }

    /// Hashes a newly chosen password under a fresh salt.
    pub async fn hash(&self, password: Password) -> Result<PasswordHash, PasswordError> {
        self.rehash(password.0).await
    }

    /// Hashes a password that was verified by an [`Verdict::Outdated`] hash, under a fresh salt.
    ///
    /// The rules for new passwords are not asked: whoever has a short one still gets in.
    pub async fn rehash(&self, verified: Secret) -> Result<PasswordHash, PasswordError> {
        let salt = self.chance.bytes::<16>();
        self.place()?.work(move || hash(&verified, &salt)).await
    }

    /// Compares what was typed with what is kept, as [`Place::verify`] does.
    pub async fn verify(&self, typed: Secret, kept: Option<PasswordHash>) -> Result<Verdict, PasswordError> {
        self.place()?.verify(typed, kept).await
    }
}

/// A place in the queue of passwords to be hashed; given back when dropped.
#[derive(Debug)]
pub struct Place<'p> {
    passwords: &'p Passwords,
    permit: OwnedSemaphorePermit,
}

impl Place<'_> {
    /// Compares what was typed with what is kept.
    ///
    /// With nothing kept (an unknown e-mail) the same work is done, so that
    /// the time taken does not tell who has an account (OWASP ASVS 6.3.8).
    pub async fn verify(self, typed: Secret, kept: Option<PasswordHash>) -> Result<Verdict, PasswordError> {
        let salt = self.passwords.chance.bytes::<16>();
        self.work(move || match kept {
            Some(kept) => verify(&typed, &kept),
            None => hash(&typed, &salt).map(|_| Verdict::Wrong),
        })
        .await
    }

    /// Does `job` on a thread that may block, in its turn.
    async fn work<T: Send + 'static>(
        self,
        job: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let core = Arc::clone(&self.passwords.cores).acquire_owned().await.map_err(|_| PasswordError::Failed)?;
        let place = self.permit;

        tokio::task::spawn_blocking(move || run(job, place, core)).await.map_err(|_| PasswordError::Failed)?
    }
}

/// Runs `job` holding its permits: they travel into the thread, because a
/// caller who hangs up does not stop the hash that was begun for them.
fn run<T>(job: impl FnOnce() -> T, _place: OwnedSemaphorePermit, _core: OwnedSemaphorePermit) -> T {
    job()
}

fn argon2id() -> Result<Argon2<'static>, PasswordError> {
    let cost = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| PasswordError::Failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, cost))
}

fn hash(password: &Secret, salt: &[u8]) -> Result<PasswordHash, PasswordError> {
    let hash: phc::PasswordHash =
        argon2id()?.hash_password_with_salt(password.expose().as_bytes(), salt).map_err(|_| PasswordError::Failed)?;
    Ok(PasswordHash(hash.to_string()))
}

/// Verifies in the way and with the cost that the hash itself names.
fn verify(typed: &Secret, kept: &PasswordHash) -> Result<Verdict, PasswordError> {
    if medusa::is_of_medusa(&kept.0) {
        let is_right = medusa::is_right(typed, &kept.0)?;
        return Ok(if is_right { Verdict::Outdated } else { Verdict::Wrong });
    }

    let kept = phc::PasswordHash::new(&kept.0).map_err(|_| PasswordError::HashDamaged)?;
    match argon2id()?.verify_password(typed.expose().as_bytes(), &kept) {
        Ok(()) if is_as_strong_as_ours(&kept) => Ok(Verdict::Right),
        Ok(()) => Ok(Verdict::Outdated),
        Err(password_hash::Error::PasswordInvalid) => Ok(Verdict::Wrong),
        Err(_) => Err(PasswordError::HashDamaged),
    }
}

/// Whether a hash is of our algorithm and takes at least our memory and our passes.
fn is_as_strong_as_ours(kept: &phc::PasswordHash) -> bool {
    let is_ours = kept.algorithm == Algorithm::Argon2id.ident() && kept.version == Some(Version::V0x13.into());
    let cost = Params::try_from(kept);
    is_ours && cost.is_ok_and(|cost| cost.m_cost() >= MEMORY_KIB && cost.t_cost() >= PASSES)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn passwords(cores: usize) -> Passwords {
        Passwords::new(NonZeroUsize::new(cores).unwrap(), Chance::System)
    }

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    fn kapsas() -> Password {
        Password::choose(secret("kapsas ja kaalikas")).unwrap()
    }

    #[tokio::test]
    async fn a_hash_names_argon2id_and_its_cost() {
        let hash = passwords(1).hash(kapsas()).await.unwrap();
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.as_str());
    }

    #[tokio::test]
    async fn only_the_password_that_was_typed_is_right() {
        let passwords = passwords(1);
        let kept = passwords.hash(kapsas()).await.unwrap();

        for (typed, verdict) in [
            ("kapsas ja kaalikas", Verdict::Right),
            ("Kapsas ja kaalikas", Verdict::Wrong),
            ("kapsas ja kaalikas ", Verdict::Wrong),
            ("", Verdict::Wrong),
        ] {
            assert_eq!(passwords.verify(secret(typed), Some(kept.clone())).await, Ok(verdict), "{typed:?}");
        }
    }

    /// `kapsas ja kaalikas` at another cost than ours.
    fn kept_with(algorithm: Algorithm, version: Version, memory_kib: u32, passes: u32) -> PasswordHash {
        let cost = Params::new(memory_kib, passes, 1, None).unwrap();
        let argon2 = Argon2::new(algorithm, version, cost);
        let hash: phc::PasswordHash = argon2.hash_password_with_salt(b"kapsas ja kaalikas", b"salt of 16 bytes").unwrap();
        PasswordHash(hash.to_string())
    }

    #[tokio::test]
    async fn a_right_password_that_is_kept_more_weakly_than_ours_is_outdated() {
        use Algorithm::{Argon2d, Argon2i, Argon2id};
        use Version::{V0x10, V0x13};

        for (kept, verdict) in [
            (kept_with(Argon2id, V0x13, MEMORY_KIB, PASSES), Verdict::Right),
            (kept_with(Argon2id, V0x13, MEMORY_KIB + 1, PASSES + 1), Verdict::Right),
            (kept_with(Argon2id, V0x13, MEMORY_KIB - 1, PASSES), Verdict::Outdated),
            (kept_with(Argon2id, V0x13, MEMORY_KIB, PASSES - 1), Verdict::Outdated),
            (kept_with(Argon2id, V0x10, MEMORY_KIB, PASSES), Verdict::Outdated),
            (kept_with(Argon2i, V0x13, MEMORY_KIB, PASSES), Verdict::Outdated),
            (kept_with(Argon2d, V0x13, MEMORY_KIB, PASSES), Verdict::Outdated),
        ] {
            let passwords = passwords(1);
            let of = |typed| passwords.verify(secret(typed), Some(kept.clone()));

            assert_eq!(of("kapsas ja kaalikas").await, Ok(verdict), "{}", kept.as_str());
            assert_eq!(of("kapsas ja kaalika").await, Ok(Verdict::Wrong), "{}", kept.as_str());
        }
    }

    #[tokio::test]
    async fn a_password_that_medusa_kept_is_outdated() {
        let kept = "c2NyeXB0AAwAAAAIAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA08wOZXFAec6Si7mP1SzrmK6Pvpx2zfUEXXAuM68S4DAnUER44bh+BxsnxMC75Jgs";
        let passwords = passwords(1);
        let of = |typed, kept: &str| passwords.verify(secret(typed), Some(PasswordHash::stored(kept.to_owned())));

        assert_eq!(of("my secret password", kept).await, Ok(Verdict::Outdated));
        assert_eq!(of("my secret passwort", kept).await, Ok(Verdict::Wrong));
        assert_eq!(of("my secret password", &kept[..127]).await, Err(PasswordError::HashDamaged));
    }

    #[test]
    fn right_and_outdated_open_and_wrong_does_not() {
        assert!(Verdict::Right.is_right() && Verdict::Outdated.is_right() && !Verdict::Wrong.is_right());
    }

    #[tokio::test]
    async fn one_password_never_hashes_to_the_same_text() {
        let passwords = passwords(1);
        let (one, other) = (passwords.hash(kapsas()).await.unwrap(), passwords.hash(kapsas()).await.unwrap());
        assert_ne!(one.as_str(), other.as_str());
    }

    #[tokio::test]
    async fn nobodys_password_is_wrong_and_a_damaged_hash_is_said_to_be_so() {
        let passwords = passwords(1);

        assert_eq!(passwords.verify(secret("kapsas ja kaalikas"), None).await, Ok(Verdict::Wrong));
        for damaged in ["", "plain", "$argon2id$v=19$m=19456,t=2,p=1$c2Fs", "$scrypt$ln=15,r=8,p=1$c2FsdHNhbHQ$aGFzaGhhc2g"] {
            let kept = PasswordHash::stored(damaged.to_owned());
            assert_eq!(passwords.verify(secret("x"), Some(kept)).await, Err(PasswordError::HashDamaged), "{damaged}");
        }
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once_and_serves_again_when_there_is_room() {
        let passwords = passwords(1);
        let places: Vec<_> = (0..17).map(|_| Arc::clone(&passwords.queue).try_acquire_owned().unwrap()).collect();

        assert_eq!(passwords.hash(kapsas()).await.unwrap_err(), PasswordError::Overloaded);
        assert_eq!(passwords.verify(secret("x"), None).await, Err(PasswordError::Overloaded));

        drop(places);
        assert!(passwords.hash(kapsas()).await.is_ok());
    }

    #[tokio::test]
    async fn a_caller_who_hangs_up_keeps_the_core_until_the_hash_is_done() {
        let passwords = passwords(1);
        let (end, wait) = mpsc::channel::<()>();
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let job = passwords.place().unwrap().work(move || {
            let _ = begun.send(());
            let _ = wait.recv();
            Ok(())
        });

        tokio::select! {
            biased;
            _ = has_begun => {}
            _ = job => unreachable!("the job waits"),
        }
        assert_eq!(passwords.cores.available_permits(), 0, "the hash still runs");
        end.send(()).unwrap();
        while passwords.cores.available_permits() == 0 {
            tokio::task::yield_now().await;
        }
    }
}
