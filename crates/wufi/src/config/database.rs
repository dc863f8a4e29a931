//! `[database]`: where the shop is kept.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use url::Url;
use wufi_guard::secret::Secret;

use super::environment::Environment;
use super::given::{Given, Noted};
use super::key::{Allowed, Fallback, Key, Secrecy, Section};

const URL: Key = Key {
    name: "database.url",
    fallback: Fallback::Value("sqlite:wufi.db"),
    allowed: Allowed::Words("`sqlite:` and a path, or `postgres://user:password@host/name?sslmode=verify-full`"),
    docs: "The database: an SQLite file, which needs nothing else, or PostgreSQL. In production a PostgreSQL server that is reached over the network needs `sslmode=verify-full`.",
    secrecy: Secrecy::HidePassword,
};

const MAX_CONNECTIONS: Key = Key {
    name: "database.max_connections",
    fallback: Fallback::Value("10"),
    allowed: Allowed::Range(1..=500),
    docs: "The most connections that one node keeps open to the database.",
    secrecy: Secrecy::Open,
};

pub(super) const SECTION: Section =
    Section { name: "database", docs: "Where the shop is kept.", keys: &[&URL, &MAX_CONNECTIONS] };

/// The parameters of a PostgreSQL URL that have a meaning here. Others are
/// refused: the driver would only warn, and print what might be a secret.
const PARAMETERS: [&str; 10] =
    ["application_name", "dbname", "host", "hostaddr", "password", "port", "sslcert", "sslkey", "sslmode", "sslrootcert"];

/// Where the shop is kept.
#[derive(Clone, Debug)]
pub struct Database {
    /// Which database.
    pub url: DatabaseUrl,
    /// The most connections that are kept open.
    pub max_connections: u32,
}

/// Which database.
#[derive(Clone)]
pub enum DatabaseUrl {
    /// A file.
    Sqlite(PathBuf),
    /// A server; the whole `postgres://` URL, with its password.
    Postgres(Secret),
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => f.write_str(&without_password(url.expose())),
        }
    }
}

impl Database {
    pub(super) fn read(given: &mut Given, environment: Environment) -> Result<Self, Noted> {
        let url = given.text(&URL, |text| database_url(text, environment));
        let max_connections = given.number(&MAX_CONNECTIONS);
        Ok(Self { url: url?, max_connections: max_connections? })
    }

    /// The folder of an SQLite file, beside which generated keys are kept.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        match &self.url {
            DatabaseUrl::Sqlite(path) => {
                let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
                Some(parent.unwrap_or(Path::new(".")))
            }
            DatabaseUrl::Postgres(_) => None,
        }
    }
}

/// Reads which database. The refusals never repeat the text, which may hold a password.
fn database_url(text: &str, environment: Environment) -> Result<DatabaseUrl, String> {
    match text.split_once(':') {
        Some(("sqlite", path)) => sqlite(path.strip_prefix("//").unwrap_or(path)),
        Some(("postgres" | "postgresql", _)) => postgres(text, environment),
        _ => Err("is neither an SQLite nor a PostgreSQL URL".to_owned()),
    }
}

fn sqlite(path: &str) -> Result<DatabaseUrl, String> {
    if path.starts_with(":memory:") {
        return Err("a database in memory would lose every order at the next stop".to_owned());
    }
    if path.is_empty() {
        return Err("names no file".to_owned());
    }
    if path.contains('?') {
        return Err("has parameters after ?; Wufi sets those of SQLite itself".to_owned());
    }
    Ok(DatabaseUrl::Sqlite(PathBuf::from(path)))
}

fn postgres(text: &str, environment: Environment) -> Result<DatabaseUrl, String> {
    let url = Url::parse(text).map_err(|error| format!("is no URL: {error}"))?;
    let parameters: Vec<(String, String)> = url.query_pairs().into_owned().collect();

    if let Some((name, _)) = parameters.iter().find(|(name, _)| !PARAMETERS.contains(&name.as_str())) {
        return Err(format!("has the parameter {name:?}; known are {}", PARAMETERS.join(", ")));
    }
    let is_verified = parameters.iter().filter(|(name, _)| name == "sslmode").all(|(_, mode)| mode == "verify-full")
        && parameters.iter().any(|(name, _)| name == "sslmode");
    if environment.is_production() && !is_verified && !is_local(&url, &parameters) {
        return Err(
            "does not verify the server: production needs sslmode=verify-full when the database is on another host".to_owned()
        );
    }
    Ok(DatabaseUrl::Postgres(Secret::new(text.to_owned())))
}

/// Whether every host that the URL names is a socket or this machine. A URL
/// without any is not: the driver would then look into `PGHOST`.
fn is_local(url: &Url, parameters: &[(String, String)]) -> bool {
    let named = parameters.iter().filter(|(name, _)| name == "host" || name == "hostaddr").map(|(_, host)| host.as_str());
    let hosts: Vec<&str> = url.host_str().filter(|host| !host.is_empty()).into_iter().chain(named).collect();
    !hosts.is_empty() && hosts.into_iter().all(is_local_host)
}

fn is_local_host(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let is_socket = host.starts_with('/') || host.to_lowercase().starts_with("%2f");
    is_socket || bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The URL with `***` for its password; only `***` when it cannot be told where the password is.
pub(super) fn without_password(text: &str) -> String {
    if text.starts_with("sqlite:") {
        return text.to_owned();
    }
    let Ok(mut url) = Url::parse(text) else { return "***".to_owned() };

    if url.password().is_some() && url.set_password(Some("***")).is_err() {
        return "***".to_owned();
    }
    if url.query().is_some() {
        let shown: Vec<(String, String)> = url
            .query_pairs()
            .into_owned()
            .map(|(name, value)| if name == "password" { (name, "***".to_owned()) } else { (name, value) })
            .collect();
        url.query_pairs_mut().clear().extend_pairs(shown);
    }
    url.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRODUCTION: Environment = Environment::Production;

    #[test]
    fn a_path_after_sqlite_is_a_file() {
        for (text, file) in
            [("sqlite:wufi.db", "wufi.db"), ("sqlite:///var/lib/wufi.db", "/var/lib/wufi.db"), ("sqlite://a.db", "a.db")]
        {
            let Ok(DatabaseUrl::Sqlite(path)) = database_url(text, PRODUCTION) else { panic!("{text}") };
            assert_eq!(path, Path::new(file));
        }
    }

    #[test]
    fn what_is_no_database_is_refused_without_repeating_it() {
        for text in [
            "sqlite::memory:",
            "sqlite://:memory:",
            "sqlite:",
            "sqlite:a.db?mode=memory",
            "mysql://a:salasona@b/c",
            "wufi.db",
            "postgres://a:salasona@[b/c",
            "postgres://a:salasona@b/c?Password=salasona",
        ] {
            let wrong = database_url(text, Environment::Development).unwrap_err();
            assert!(!wrong.contains("salasona"), "{wrong}");
        }
    }

    #[test]
    fn production_wants_a_verified_server_or_one_on_this_machine() {
        for text in [
            "postgres://u:p@db.wufi.ee/shop?sslmode=verify-full",
            "postgresql://u@localhost/shop",
            "postgres://u@127.0.0.1:5433/shop",
            "postgres://u@[::1]/shop",
            "postgres:///shop?host=/run/postgresql",
            "postgres://%2Frun%2Fpostgresql/shop",
        ] {
            assert!(database_url(text, PRODUCTION).is_ok(), "{text}");
        }
        for text in [
            "postgres://u:p@db.wufi.ee/shop",
            "postgres://u:p@db.wufi.ee/shop?sslmode=require",
            "postgres://u:p@db.wufi.ee/shop?sslmode=verify-full&sslmode=disable",
            "postgres://u@localhost/shop?host=db.wufi.ee",
            "postgres://u@localhost/shop?hostaddr=192.0.2.1",
            "postgres:///shop",
        ] {
            assert!(database_url(text, PRODUCTION).is_err(), "{text}");
            assert!(database_url(text, Environment::Development).is_ok(), "{text}");
        }
    }

    #[test]
    fn no_form_of_a_url_shows_its_password() {
        assert_eq!(without_password("postgres://u:saladus@h/d"), "postgres://u:***@h/d");
        assert_eq!(
            without_password("postgres://u@h/d?password=saladus&sslmode=require"),
            "postgres://u@h/d?password=***&sslmode=require"
        );
        assert_eq!(without_password("postgres://u:sala dus@[h"), "***");
        let url = database_url("postgres://u:saladus@h/d", Environment::Development).unwrap();
        assert_eq!(format!("{url:?}"), "postgres://u:***@h/d");
    }
}
