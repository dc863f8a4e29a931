//! Files that hold a secret: for their owner's eyes, and never there by half.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use wufi_domain::chance::Chance;
use wufi_guard::secret::Secret;

/// Makes the file `path` whole or not at all, and over no other: it is written aside and then linked to its name.
pub(crate) fn make(path: &Path, text: &Secret, chance: &Chance) -> io::Result<()> {
    // A name that no other program uses.
    let aside = beside(path, &format!(".{:016x}", u64::from_be_bytes(chance.bytes())));
    let kept = write(&aside, text).and_then(|()| fs::hard_link(&aside, path));
    let removed = fs::remove_file(&aside);
    kept.and(removed)
}

/// A text that is about to take the place of what a file holds; dropped, nothing happened.
#[derive(Debug)]
pub(crate) struct Replacement {
    path: PathBuf,
    aside: PathBuf,
}

impl Replacement {
    /// Writes `text` beside the file `path`, which need not be there.
    ///
    /// Two programs at once would take each other's unfinished text: the caller sees to it that there is one.
    pub(crate) fn prepare(path: &Path, text: &Secret) -> io::Result<Self> {
        let replacement = Self { path: path.to_owned(), aside: beside(path, ".new") };
        // Left by a program that was killed amidst; nothing ever used it.
        let _ = fs::remove_file(&replacement.aside);
        write(&replacement.aside, text)?;
        Ok(replacement)
    }

    /// Puts it in place: whoever reads the file meanwhile reads the old text or the new. It lasts when this returns.
    pub(crate) fn put(self) -> io::Result<()> {
        fs::rename(&self.aside, &self.path)?;
        File::open(folder(&self.path))?.sync_all()
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        // It holds secrets. Once put in place it is not there any more.
        let _ = fs::remove_file(&self.aside);
    }
}

/// The file beside `path` with `end` after its name.
pub(crate) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    PathBuf::from(name)
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn write(path: &Path, text: &Secret) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.expose().as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::*;
    use crate::readers::{self, Readers};

    fn text(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn what_is_made_is_for_its_owner_alone_and_over_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("saladus");

        make(&path, &text("üks"), &Chance::System).unwrap();
        let second = make(&path, &text("kaks"), &Chance::System).unwrap_err();

        assert_eq!(second.kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "üks");
        assert_eq!(readers::of(&path).unwrap(), Readers::OwnerAlone);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_killed_program_left_is_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("saladus");
        make(&path, &text("üks"), &Chance::System).unwrap();
        fs::write(beside(&path, ".new"), "po").unwrap();

        Replacement::prepare(&path, &text("kaks")).unwrap().put().unwrap();

        assert_eq!(fs::read_to_string(&path).unwrap(), "kaks");
        assert_eq!(readers::of(&path).unwrap(), Readers::OwnerAlone);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_prepared_and_not_put_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("saladus");
        make(&path, &text("üks"), &Chance::System).unwrap();

        let prepared = Replacement::prepare(&path, &text("kaks")).unwrap();
        assert_eq!(readers::of(&prepared.aside).unwrap(), Readers::OwnerAlone);
        drop(prepared);

        assert_eq!(fs::read_to_string(&path).unwrap(), "üks");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_replaced_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("saladus");
        fs::create_dir_all(path.join("siin")).unwrap();

        assert!(Replacement::prepare(&path, &text("kaks")).unwrap().put().is_err());

        assert!(path.join("siin").exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
