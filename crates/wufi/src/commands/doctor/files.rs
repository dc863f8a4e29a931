//! May only Wufi read the files that hold secrets?

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::super::demo::PasswordFile;
use super::check::Check;
use crate::config::{Config, DatabaseUrl, Source};
use crate::readers::{self, Readers};
use crate::secret_file;

const NAME: &str = "secret_files";

/// One check for each file that holds a secret and is there.
pub(super) fn secret_files(config: &Config) -> Vec<Check> {
    let mut paths = holding_secrets(config);
    paths.sort();
    paths.dedup();
    paths.iter().filter_map(|path| secret_file(path)).collect()
}

/// The TLS key, the files of secrets, a configuration file with a password in it, the SQLite database, the demo's password.
fn holding_secrets(config: &Config) -> Vec<PathBuf> {
    let key = config.server.tls.iter().map(|tls| tls.key.clone());
    let named = config.settings().iter().filter_map(|setting| match &setting.source {
        Source::SecretFile { path, .. } => Some(path.clone()),
        Source::File { path, .. } if setting.value.as_str().is_some_and(|text| text.contains("***")) => Some(path.clone()),
        _ => None,
    });
    let database = match &config.database.url {
        DatabaseUrl::Sqlite(path) => ["", "-wal", "-shm"].iter().map(|end| secret_file::beside(path, end)).collect(),
        DatabaseUrl::Postgres(_) => Vec::new(),
    };
    let demo = PasswordFile::of(&config.database).path().to_owned();
    key.chain(named).chain(database).chain([demo]).collect()
}

/// A file that is not there yet is no fault: the database is made at the first start.
fn secret_file(path: &Path) -> Option<Check> {
    let shown = path.display();
    let mend = format!("chmod 0600 {shown}");
    match readers::of(path) {
        Ok(readers) => {
            let detail = format!("{shown}: {readers} may read it");
            Some(match readers {
                Readers::OwnerAlone => Check::ok(NAME, detail),
                Readers::Group => Check::warn(NAME, detail, mend),
                Readers::Everybody => Check::fail(NAME, detail, mend),
            })
        }
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => Some(Check::fail(NAME, format!("{shown}: {error}"), "let this user read the file")),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use super::super::check::Outcome;
    use super::*;

    fn outcomes(folder: &Path, pairs: &[(&str, &str)]) -> Vec<(String, Outcome)> {
        let variables = pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let config = Config::load(Some(&folder.join("wufi.toml")), variables).unwrap();
        let name = |detail: &str| detail.split(": ").next().unwrap().rsplit('/').next().unwrap().to_owned();
        secret_files(&config).iter().map(|check| (name(&check.detail), check.outcome)).collect()
    }

    fn write(folder: &Path, name: &str, mode: u32, text: &str) -> String {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        path.display().to_string()
    }

    #[test]
    fn the_database_and_its_journal_are_for_their_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "wufi.toml", 0o644, "");
        let database = format!("sqlite:{}", write(folder.path(), "a.db", 0o600, ""));
        write(folder.path(), "a.db-wal", 0o644, "");
        write(folder.path(), "a.db.demo-password", 0o640, "");

        let found = outcomes(folder.path(), &[("WUFI_DATABASE__URL", &database)]);

        let expected = [("a.db", Outcome::Ok), ("a.db-wal", Outcome::Fail), ("a.db.demo-password", Outcome::Warn)];
        assert_eq!(found, expected.map(|(name, outcome)| (name.to_owned(), outcome)));
    }

    #[test]
    fn a_file_with_a_password_in_it_is_a_secret() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "wufi.toml", 0o644, "database.url = 'postgres://shop:salasona@db/shop'");

        assert_eq!(outcomes(folder.path(), &[]), [("wufi.toml".to_owned(), Outcome::Fail)]);

        let url = write(folder.path(), "url", 0o640, "postgres://shop:salasona@db/shop");
        assert_eq!(outcomes(folder.path(), &[("WUFI_DATABASE__URL_FILE", &url)]), [("url".to_owned(), Outcome::Warn)]);
    }
}
