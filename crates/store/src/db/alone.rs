//! One program at a time, where `SQLite` itself does not see to it.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Error, ErrorKind};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::StoreError;

const PATIENCE: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(20);

/// Waits until no other program makes this database file or changes its schema, and keeps others from it while the answer lives.
///
/// A file of its own is locked: `SQLite` loses its locks on the database when anybody of the same process closes that.
/// The lock goes with its holder, also one that is killed; the empty file stays, since whoever
/// removed it could remove it from under the next one.
pub(super) async fn alone(database: &Path) -> Result<File, StoreError> {
    let mut name = OsString::from(database);
    name.push(".lock");
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(name).map_err(StoreError::File)?;

    let locked = timeout(PATIENCE, lock(&file)).await;
    let waited = || Error::new(ErrorKind::TimedOut, "another program has been changing it for a minute");
    locked.unwrap_or_else(|_| Err(waited())).map_err(StoreError::File)?;
    Ok(file)
}

/// Asks again and again: to wait for the lock itself would hold up this thread.
async fn lock(file: &File) -> Result<(), Error> {
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => sleep(PAUSE).await,
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}
