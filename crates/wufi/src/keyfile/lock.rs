//! One program at a time changes a key file.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Error;
use std::os::unix::fs::OpenOptionsExt;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::{KeyFile, KeyFileError, Wrong};
use crate::secret_file;

const PATIENCE: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(20);

/// Waits until no other program changes the key file, and keeps others from it while the answer lives.
///
/// A file of its own is locked, since the key file is replaced by another. The lock goes with its holder, also
/// one that is killed; the empty file stays, since whoever removed it could remove it from under the next one.
pub(super) async fn alone(file: &KeyFile) -> Result<File, KeyFileError> {
    let unwritable = |error: Error| file.wrong(Wrong::Unwritable(error));
    let path = secret_file::beside(file.path(), ".lock");
    let held = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path).map_err(unwritable)?;

    let locked = timeout(PATIENCE, lock(&held)).await.map_err(|_| file.wrong(Wrong::Busy))?;
    locked.map_err(unwritable)?;
    Ok(held)
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
