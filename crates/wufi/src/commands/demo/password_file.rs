//! Where the demo shop's admin password is kept: made once, for its owner's eyes only.

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use url::Url;
use wufi_domain::chance::Chance;
use wufi_flow::staff::make_password;
use wufi_guard::secret::Secret;

use crate::config::{Database, DatabaseUrl};
use crate::secret_file;

const END: &str = ".demo-password";

/// The file of one database's demo password.
#[derive(Clone, Debug)]
pub(crate) struct PasswordFile(PathBuf);

impl PasswordFile {
    /// Beside an `SQLite` file; for `PostgreSQL` in the working folder, under the database's name.
    pub(crate) fn of(database: &Database) -> Self {
        let mut name = match &database.url {
            DatabaseUrl::Sqlite(path) => OsString::from(path),
            DatabaseUrl::Postgres(url) => OsString::from(format!("wufi-{}", database_name(url.expose()))),
        };
        name.push(END);
        Self(PathBuf::from(name))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The password that is kept, if one is.
    pub(crate) fn read(&self) -> io::Result<Option<Secret>> {
        match fs::read_to_string(&self.0) {
            Ok(text) => Ok(Some(Secret::new(text.trim_end().to_owned()))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The password that is kept, made when there is none.
    pub(crate) fn read_or_make(&self, chance: &Chance) -> io::Result<Secret> {
        if let Some(kept) = self.read()? {
            return Ok(kept);
        }
        let made = make_password(chance);
        match self.keep(&made, chance) {
            // Another program was first: its password is the one.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => self.read()?.ok_or(error),
            kept => kept.map(|()| made),
        }
    }

    fn keep(&self, password: &Secret, chance: &Chance) -> io::Result<()> {
        secret_file::make(&self.0, &Secret::new(format!("{}\n", password.expose())), chance)
    }
}

/// The name of the database in a URL, as it can stand in a file's name.
fn database_name(url: &str) -> String {
    let url = Url::parse(url).ok();
    let stated = url.as_ref().and_then(|url| url.query_pairs().find(|(key, _)| key == "dbname"));
    let name = match (stated, &url) {
        (Some((_, name)), _) => name.into_owned(),
        (None, Some(url)) => url.path().trim_start_matches('/').to_owned(),
        (None, None) => String::new(),
    };
    let safe = |letter: char| if letter.is_ascii_alphanumeric() || letter == '-' { letter } else { '_' };
    name.chars().map(safe).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::{self, Readers};

    fn at(url: &str) -> PasswordFile {
        let config = crate::config::Config::load(None, [("WUFI_DATABASE__URL".to_owned(), url.to_owned())]).unwrap();
        PasswordFile::of(&config.database)
    }

    #[test]
    fn it_lies_beside_the_database_or_bears_its_name() {
        for (url, path) in [
            ("sqlite:wufi.db", "wufi.db.demo-password"),
            ("sqlite:/var/lib/wufi.db", "/var/lib/wufi.db.demo-password"),
            ("postgres://shop:salasona@db/wufi_demo", "wufi-wufi_demo.demo-password"),
            ("postgres://db/a%2F..%2Fb", "wufi-a_2F___2Fb.demo-password"),
            ("postgres:///?host=/run/postgresql&dbname=shop", "wufi-shop.demo-password"),
        ] {
            assert_eq!(at(url).path(), Path::new(path), "{url}");
        }
    }

    #[test]
    fn whoever_comes_second_keeps_the_password_of_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let file = at(&format!("sqlite:{}", folder.path().join("wufi.db").display()));
        let first = file.read_or_make(&Chance::System).unwrap();

        let second = file.keep(&make_password(&Chance::System), &Chance::System);

        assert_eq!(second.unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(file.read().unwrap().unwrap().expose(), first.expose());
    }

    #[test]
    fn the_password_is_made_once_and_only_its_owner_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = at(&format!("sqlite:{}", folder.path().join("wufi.db").display()));
        assert!(file.read().unwrap().is_none());

        let made = file.read_or_make(&Chance::System).unwrap();
        let again = file.read_or_make(&Chance::System).unwrap();

        assert_eq!(made.expose(), again.expose());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(readers::of(file.path()).unwrap(), Readers::OwnerAlone);
    }
}
