//! Is the machine fit: disk, clock, limits?

use std::env;
use std::path::Path;

use rustix::fs::statvfs;
use rustix::process::{Resource, getrlimit};
use wufi_domain::moment::Moment;

use super::check::Check;
use crate::config::Config;

const MIB: u64 = 1024 * 1024;
const DISK_LOW: u64 = 1024 * MIB;
const DISK_FULL: u64 = 100 * MIB;
const OPEN_FILES_LOW: u64 = 4096;

/// Is there room for the SQLite database to grow?
pub(super) fn disk_space(config: &Config) -> Option<Check> {
    let folder = config.database.folder()?;
    Some(match statvfs(folder) {
        Ok(disk) => enough_room(folder, disk.f_bavail.saturating_mul(disk.f_frsize)),
        Err(error) => Check::fail(
            "disk_space",
            format!("{}: {error}", folder.display()),
            "make the folder of database.url, and let this user write to it",
        ),
    })
}

fn enough_room(folder: &Path, free: u64) -> Check {
    let detail = format!("{}: {} MiB free", folder.display(), free / MIB);
    let mend = "make room: a full disk stops every order";
    match free {
        0..DISK_FULL => Check::fail("disk_space", detail, mend),
        DISK_FULL..DISK_LOW => Check::warn("disk_space", detail, mend),
        DISK_LOW.. => Check::ok("disk_space", detail),
    }
}

/// Is the clock at least later than when this program was put here?
pub(super) fn clock(now: Moment) -> Check {
    let built = env::current_exe().and_then(|program| program.metadata()).and_then(|program| program.modified());
    match built.map(Moment::from) {
        Ok(built) => later_than(built, now),
        Err(error) => Check::warn(
            "clock",
            format!("{now}; the program's own file cannot be looked at: {error}"),
            "compare it with another clock",
        ),
    }
}

fn later_than(built: Moment, now: Moment) -> Check {
    if now < built {
        return Check::fail(
            "clock",
            format!("{now} is before {built}, when this program was written"),
            "set the clock and keep it by NTP: tokens and certificates depend on it",
        );
    }
    Check::ok("clock", now.to_string())
}

/// May enough files and connections be open at once?
pub(super) fn open_files() -> Check {
    enough_files(getrlimit(Resource::Nofile).current)
}

fn enough_files(limit: Option<u64>) -> Check {
    match limit {
        Some(limit) if limit < OPEN_FILES_LOW => Check::warn(
            "open_files",
            format!("{limit} files and connections may be open at once"),
            format!("raise the limit to {OPEN_FILES_LOW} or more: LimitNOFILE in systemd, ulimit -n in a shell"),
        ),
        Some(limit) => Check::ok("open_files", format!("{limit} files and connections may be open at once")),
        None => Check::ok("open_files", "no limit"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::Outcome::{self, Fail, Ok, Warn};
    use super::*;

    #[test]
    fn a_disk_is_warned_of_before_it_is_full() {
        let outcome = |mib: u64| -> Outcome { enough_room(Path::new("."), mib * MIB).outcome };
        assert_eq!([outcome(99), outcome(100), outcome(1023), outcome(1024)], [Fail, Warn, Warn, Ok]);
    }

    #[test]
    fn a_folder_that_is_not_there_fails() {
        let url = ("WUFI_DATABASE__URL".to_owned(), "sqlite:/nonexistent/wufi.db".to_owned());
        let config = Config::load(None, [url]).unwrap();
        assert_eq!(disk_space(&config).unwrap().outcome, Fail);
    }

    #[test]
    fn a_clock_before_the_program_itself_is_wrong() {
        assert_eq!(clock(Moment::from_millis(0)).outcome, Fail);
        assert_eq!(clock(Moment::parse("2100-01-01T00:00:00Z").unwrap()).outcome, Ok);
    }

    #[test]
    fn few_open_files_are_warned_of() {
        assert_eq!([Some(1024), Some(4096), None].map(|limit| enough_files(limit).outcome), [Warn, Ok, Ok]);
    }
}
