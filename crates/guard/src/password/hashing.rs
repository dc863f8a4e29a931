//! Hashing of passwords: slow on purpose, and never more of it at once than the machine can bear.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;
use wufi_domain::chance::Chance;

use super::argon::{self, Memory};
use super::threads::Threads;
use super::{Password, PasswordError};
use crate::secret::Secret;

/// How many may wait for each core: about half a second of work, then it is better to say no.
const QUEUE_PER_CORE: usize = 16;
/// How long one waits for a place in the queue: it lets in who would have tried again, and whoever
/// does nothing but try again is slowed down by it.
const PATIENCE: Duration = Duration::from_secs(1);

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
/// could take the machine. Threads of their own make them, which give way to
/// everything else; beyond a bounded queue, and a second of waiting for it,
/// logins are refused as [`PasswordError::Overloaded`].
#[derive(Clone, Debug)]
pub struct Passwords {
    queue: Arc<Semaphore>,
    cores: usize,
    refused: Arc<AtomicU64>,
    threads: Threads,
    chance: Chance,
}

impl Passwords {
    /// Begins with `cores` hashes at once and a queue of sixteen for each.
    #[must_use]
    pub fn new(cores: NonZeroUsize, chance: Chance) -> Self {
        let places = cores.get().saturating_mul(QUEUE_PER_CORE.saturating_add(1));
        Self {
            queue: Arc::new(Semaphore::new(places)),
            cores: cores.get(),
            refused: Arc::default(),
            threads: Threads::start(cores),
            chance,
        }
    }

    /// How many wait in the queue now, those aside that are being hashed.
    #[must_use]
    pub fn waiting(&self) -> usize {
        let places = self.cores.saturating_mul(QUEUE_PER_CORE.saturating_add(1));
        places.saturating_sub(self.queue.available_permits()).saturating_sub(self.cores)
    }

    /// How many were refused because the queue was full, since the start.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// Takes a place in the queue, before anything else is done for a login: a refusal costs nothing then.
    pub async fn place(&self) -> Result<Place<'_>, PasswordError> {
        let permit = timeout(PATIENCE, Arc::clone(&self.queue).acquire_owned()).await;
        let permit = permit.map_err(|_| {
            self.refused.fetch_add(1, Ordering::Relaxed);
            PasswordError::Overloaded
        })?;
        let permit = permit.map_err(|_| PasswordError::Failed)?;
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
        self.place().await?.work(move |memory| argon::hash(memory, &verified, &salt)).await
    }

    /// Compares what was typed with what is kept, as [`Place::verify`] does.
    pub async fn verify(&self, typed: Secret, kept: Option<PasswordHash>) -> Result<Verdict, PasswordError> {
        self.place().await?.verify(typed, kept).await
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
        self.work(move |memory| match kept {
            Some(kept) => argon::verify(memory, &typed, &kept),
            None => argon::hash(memory, &typed, &salt).map(|_| Verdict::Wrong),
        })
        .await
    }

    /// Has `job` done by one of the threads, in its turn.
    async fn work<T: Send + 'static>(
        self,
        job: impl FnOnce(&mut Memory) -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let Self { passwords, permit } = self;
        let (tell, told) = oneshot::channel();
        passwords.threads.hand_over(Box::new(move |memory| {
            // Whoever hung up in the queue needs no hash; one that was begun is not stopped, and keeps its place.
            if !tell.is_closed() {
                let _ = tell.send(job(memory));
            }
            drop(permit);
        }));
        told.await.map_err(|_| PasswordError::Failed)?
    }
}

#[cfg(test)]
mod tests;
