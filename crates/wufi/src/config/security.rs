//! `[security]`: how strict the shop is by itself, and where its keys are.

use std::path::PathBuf;

use wufi_domain::session::Profile;

use super::database::{Database, DatabaseUrl};
use super::environment::Environment;
use super::given::{Given, Noted};
use super::key::{Allowed, Fallback, Key, Secrecy, Section};
use super::path;
use crate::secret_file;

const PROFILE: Key = Key {
    name: "security.profile",
    fallback: Fallback::Value("strict"),
    allowed: Allowed::OneOf(&["strict", "medusa"]),
    docs: "What Wufi asks of a storefront. `medusa` works with an unmodified js-sdk or starter: a token that is no longer good counts as none where a login is optional, and a suspicious session is told of or ended, never asked for the password again.",
    secrecy: Secrecy::Open,
};

const KEYS_FILE: Key = Key {
    name: "security.keys_file",
    fallback: Fallback::Derived("beside an SQLite file as `<file>.keys`; with PostgreSQL `wufi.keys` in the working folder"),
    allowed: Allowed::Words("the path of a file that `wufi keys rotate` makes, such as `/etc/wufi/wufi.keys`"),
    docs: "The keys that sign and seal: one file, the same on every node, which its owner alone may read (mode 0600). In development the first start makes it; production must name it, and `wufi keys rotate` makes it there. It is read again within seconds when it changes.",
    secrecy: Secrecy::Open,
};

pub(super) const SECTION: Section = Section {
    name: "security",
    docs: "How strict the shop is by itself, and where its keys are.",
    keys: &[&PROFILE, &KEYS_FILE],
};

/// What the name of a key file ends with, beside an `SQLite` file.
const END: &str = ".keys";
/// The key file of a shop on `PostgreSQL`, in the working folder.
const ALONE: &str = "wufi.keys";

/// How strict the shop is by itself, and where its keys are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Security {
    /// What is asked of a storefront.
    pub profile: Profile,
    /// The file of the keys; it may not be there yet.
    pub keys_file: PathBuf,
}

fn profile(name: &str) -> Option<Profile> {
    match name {
        "strict" => Some(Profile::Strict),
        "medusa" => Some(Profile::Medusa),
        _ => None,
    }
}

impl Security {
    /// Reads the section; without a file's name the keys lie with the database.
    pub(super) fn read(given: &mut Given, environment: Environment, database: Option<&Database>) -> Result<Self, Noted> {
        let profile = given.choice(&PROFILE, profile);
        let keys_file = given.optional_text(&KEYS_FILE, path);

        if environment.is_production() && matches!(keys_file, Ok(None)) {
            given.refuse(&KEYS_FILE, "is missing; production needs it: name a file, then make it with `wufi keys rotate`");
        }
        let by_itself = || database.map_or_else(|| PathBuf::from(ALONE), default_keys_file);
        Ok(Self { profile: profile?, keys_file: keys_file?.unwrap_or_else(by_itself) })
    }
}

fn default_keys_file(database: &Database) -> PathBuf {
    match &database.url {
        DatabaseUrl::Sqlite(path) => secret_file::beside(path, END),
        DatabaseUrl::Postgres(_) => PathBuf::from(ALONE),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    #[test]
    fn the_keys_lie_beside_the_database_unless_they_are_elsewhere() {
        let keys_file = |pairs: &[(&str, &str)]| {
            let variables = pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
            Config::load(None, variables).unwrap().security.keys_file.display().to_string()
        };
        let url = "WUFI_DATABASE__URL";

        assert_eq!(keys_file(&[]), "wufi.db.keys");
        assert_eq!(keys_file(&[(url, "sqlite:/var/lib/wufi/pood.db")]), "/var/lib/wufi/pood.db.keys");
        assert_eq!(keys_file(&[(url, "postgres://shop@localhost/shop")]), "wufi.keys");
        assert_eq!(keys_file(&[("WUFI_SECURITY__KEYS_FILE", "/etc/wufi/keys")]), "/etc/wufi/keys");
    }
}
