//! Why a key file cannot be used, and what to do about it.

use std::io;
use std::path::PathBuf;

use wufi_guard::keyring::KeyringError;

use crate::readers::Readers;

/// Why a key file cannot be used. Shows nothing of a key but its name.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {wrong}", path = path.display())]
pub(crate) struct KeyFileError {
    /// The file.
    pub(crate) path: PathBuf,
    /// What is wrong with it.
    pub(crate) wrong: Wrong,
}

/// What is wrong with a key file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Wrong {
    /// It is not there.
    #[error("the key file is not there")]
    Missing,
    /// Others than its owner may read or change it.
    #[error("{0} may read or change the keys")]
    Open(Readers),
    /// Its text is no keyring.
    #[error("{0}")]
    Damaged(KeyringError),
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(io::Error),
    /// It cannot be written.
    #[error("cannot be written: {0}")]
    Unwritable(io::Error),
    /// Another program holds it.
    #[error("another program has been changing it for a minute")]
    Busy,
}

impl KeyFileError {
    /// How to mend it.
    #[must_use]
    pub(crate) fn mend(&self) -> String {
        let path = self.path.display();
        match &self.wrong {
            Wrong::Missing => {
                "make it with `wufi keys rotate`, as the user that Wufi runs as, or name another in security.keys_file".to_owned()
            }
            Wrong::Open(_) => {
                format!("chmod 0600 {path}; if somebody may have read it, see \"When a key got out\" in docs/OPERATIONS.md")
            }
            Wrong::Damaged(_) => format!(
                "bring {path} back from a copy; without one, move it away and run `wufi keys rotate`: everybody has to log in again"
            ),
            Wrong::Unreadable(_) => "let the user that Wufi runs as read it".to_owned(),
            Wrong::Unwritable(_) => "let this user write to that folder, and look whether the disk is full".to_owned(),
            Wrong::Busy => "look for another `wufi keys rotate` that hangs".to_owned(),
        }
    }
}
