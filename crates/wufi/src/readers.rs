//! Who may read a file that holds a secret.

use std::fmt;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Who may read or change a file besides its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Nobody.
    OwnerAlone,
    /// The file's group.
    Group,
    /// Every user of the machine.
    Everybody,
}

/// Who may read or change the file at `path`, by its mode.
pub(crate) fn of(path: &Path) -> io::Result<Readers> {
    fs::metadata(path).map(|found| of_file(&found))
}

/// The same of a file that is open already.
pub(crate) fn of_file(found: &Metadata) -> Readers {
    let mode = found.permissions().mode();
    match (mode & 0o007, mode & 0o070) {
        (0, 0) => Readers::OwnerAlone,
        (0, _) => Readers::Group,
        _ => Readers::Everybody,
    }
}

impl fmt::Display for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OwnerAlone => "its owner alone",
            Self::Group => "its group",
            Self::Everybody => "every user of this machine",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mode_says_who_may_read() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for (mode, readers) in [(0o600, Readers::OwnerAlone), (0o640, Readers::Group), (0o644, Readers::Everybody)] {
            fs::set_permissions(file.path(), fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(of(file.path()).unwrap(), readers, "{mode:o}");
        }
    }
}
