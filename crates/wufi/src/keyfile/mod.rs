//! The key file: read by every node, changed only by `wufi keys rotate`.

mod error;
mod follow;
mod lock;
#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use wufi_domain::chance::Chance;
use wufi_domain::moment::Moment;
use wufi_guard::keyring::{KeyFacts, Keyring};
use wufi_guard::secret::Secret;

use crate::readers::{self, Readers};
use crate::secret_file::Replacement;

pub(crate) use error::{KeyFileError, Wrong};
pub(crate) use follow::keep_keys;

/// More bytes than any key file has: a rotation a day for a year stays below.
const LONGEST: u64 = 1 << 20;

/// The file that holds the shop's keys.
#[derive(Clone, Debug)]
pub(crate) struct KeyFile(PathBuf);

impl KeyFile {
    /// The file at `path`, which need not be there yet.
    #[must_use]
    pub(crate) fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Where it is.
    #[must_use]
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Reads the keys; refuses a file that anybody but its owner may read or change.
    pub(crate) fn read(&self) -> Result<Keyring, KeyFileError> {
        let text = self.text()?;
        Keyring::parse(text.expose()).map_err(|error| self.wrong(Wrong::Damaged(error)))
    }

    /// Reads the keys, and makes the first one when there is no file. Of programs that start at once one makes it.
    pub(crate) async fn read_or_make(&self, now: Moment, chance: &Chance) -> Result<Keyring, KeyFileError> {
        match self.read() {
            Err(KeyFileError { wrong: Wrong::Missing, .. }) => {}
            read => return read,
        }
        let _alone = lock::alone(self).await?;
        match self.read() {
            Err(KeyFileError { wrong: Wrong::Missing, .. }) => {}
            read => return read,
        }
        let made = Keyring::generate(now, chance);
        self.prepare(&made)?.put().map_err(|error| self.wrong(Wrong::Unwritable(error)))?;
        Ok(made)
    }

    /// Prepares a new key, which signs in `overlap_secs` seconds, or at once when it is the first.
    ///
    /// The file changes with [`Rotation::keep`] and not before; other programs wait until the answer is dropped.
    pub(crate) async fn rotation(&self, now: Moment, overlap_secs: i64, chance: &Chance) -> Result<Rotation, KeyFileError> {
        // The file itself, so that a link to it goes on leading there.
        let file = fs::canonicalize(&self.0).map_or_else(|_| self.clone(), Self);
        let alone = lock::alone(&file).await?;
        let (known, keyring) = match file.read() {
            Ok(before) => (before.listed(now), before.rotated(now, overlap_secs, chance)),
            Err(KeyFileError { wrong: Wrong::Missing, .. }) => (Vec::new(), Keyring::generate(now, chance)),
            Err(error) => return Err(error),
        };

        let keys = keyring.listed(now);
        let new = keys.iter().find(|key| known.iter().all(|before| before.kid != key.kid)).cloned();
        let Some(new) = new else { unreachable!("a rotation adds a key") };
        let prepared = file.prepare(&keyring)?;
        Ok(Rotation { file, prepared, new, count: keys.len(), _alone: alone })
    }

    /// Writes `keyring` beside what is there; whoever calls this is alone.
    fn prepare(&self, keyring: &Keyring) -> Result<Replacement, KeyFileError> {
        Replacement::prepare(&self.0, &keyring.to_text()).map_err(|error| self.wrong(Wrong::Unwritable(error)))
    }

    fn text(&self) -> Result<Secret, KeyFileError> {
        let unreadable = |error| self.wrong(Wrong::Unreadable(error));
        let file = File::open(&self.0).map_err(|error| match error.kind() {
            ErrorKind::NotFound => self.wrong(Wrong::Missing),
            _ => unreadable(error),
        })?;
        // Of the open file: a look at its name first could be a look at another.
        let found = file.metadata().map_err(unreadable)?;
        if !found.is_file() {
            return Err(unreadable(ErrorKind::IsADirectory.into()));
        }
        match readers::of_file(&found) {
            Readers::OwnerAlone => {}
            readers => return Err(self.wrong(Wrong::Open(readers))),
        }

        // Room for all of it at once: a text that grows leaves copies of itself in memory.
        let mut bytes = Vec::with_capacity(usize::try_from(found.len().min(LONGEST)).unwrap_or_default());
        file.take(LONGEST).read_to_end(&mut bytes).map_err(unreadable)?;
        // What is no text is no keyring either.
        Ok(Secret::new(String::from_utf8(bytes).unwrap_or_default()))
    }

    fn wrong(&self, wrong: Wrong) -> KeyFileError {
        KeyFileError { path: self.0.clone(), wrong }
    }
}

/// A new key that is about to be kept; dropped, nothing happened.
#[derive(Debug)]
pub(crate) struct Rotation {
    file: KeyFile,
    prepared: Replacement,
    new: KeyFacts,
    count: usize,
    // The last to be dropped: what is beside the file is away by then.
    _alone: File,
}

impl Rotation {
    /// The new key.
    #[must_use]
    pub(crate) const fn new_key(&self) -> &KeyFacts {
        &self.new
    }

    /// How many keys there are with it.
    #[must_use]
    pub(crate) const fn count(&self) -> usize {
        self.count
    }

    /// Puts the key into the file; it lasts when this returns.
    pub(crate) fn keep(self) -> Result<(), KeyFileError> {
        self.prepared.put().map_err(|error| self.file.wrong(Wrong::Unwritable(error)))
    }
}
