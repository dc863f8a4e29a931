//! Keys that change while the program serves.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::time::Duration;

use tracing::{error, info};
use wufi_domain::moment::Clock;
use wufi_guard::keyring::{Keyring, Keys};

use super::KeyFile;

/// Far below the overlap of a rotation, so that every node knows a key before it signs.
const PAUSE: Duration = Duration::from_secs(2);

/// Looks every two seconds whether the key file changed, and takes its keys into use. Never ends.
///
/// A file that cannot be used leaves the keys as they are: no rotation that went wrong logs anybody out.
pub(crate) async fn keep_keys(file: &KeyFile, keys: &Keys, clock: &Clock) {
    let mut seen = None;
    loop {
        tokio::time::sleep(PAUSE).await;
        look(file, keys, clock, &mut seen);
    }
}

/// What tells one state of a file from the next; `None` when there is none to look at.
///
/// The moment at which its mode or owner changed is part of it: a file that was mended by `chmod` is read again.
pub(super) type Stamp = Option<(u64, u64, (i64, i64), (i64, i64))>;

/// Takes the keys of a file that changed since it was `seen`.
pub(super) fn look(file: &KeyFile, keys: &Keys, clock: &Clock, seen: &mut Option<Stamp>) {
    // Before it is read: what changes in between is seen the next time.
    let stamp = stamp(file);
    if seen.replace(stamp) == Some(stamp) {
        return;
    }
    match file.read() {
        Ok(keyring) => {
            if named(&keyring, clock) != named(&keys.current(), clock) {
                info!("Took the changed keys of {} into use", file.path().display());
            }
            keys.replace(keyring);
        }
        Err(wrong) => {
            error!(error = %wrong, "The key file changed and cannot be used; the keys stay as they are: {}", wrong.mend());
        }
    }
}

fn stamp(file: &KeyFile) -> Stamp {
    let found = fs::metadata(file.path()).ok()?;
    Some((found.ino(), found.len(), (found.mtime(), found.mtime_nsec()), (found.ctime(), found.ctime_nsec())))
}

fn named(keyring: &Keyring, clock: &Clock) -> Vec<String> {
    keyring.listed(clock.now()).into_iter().map(|key| key.kid).collect()
}
