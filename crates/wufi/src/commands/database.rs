//! Opening the database that the configuration names.

use std::fmt;

use wufi_domain::chance::Chance;
use wufi_domain::moment::Clock;
use wufi_store::{Db, Engine, Schema, StoreError};

use super::Failure;
use crate::config::{Config, DatabaseUrl};

/// Opens the database.
pub(super) async fn open(config: &Config) -> Result<Db, Failure> {
    let mend = "look at database.url: is the folder there, does the server answer";
    connect(config).await.map_err(|error| Failure::failed(error, mend))
}

/// The same, for who tells a failure in other words.
pub(super) async fn connect(config: &Config) -> Result<Db, StoreError> {
    let url = match &config.database.url {
        // With the slashes, of which none of the path's own can then be taken for them.
        DatabaseUrl::Sqlite(path) => format!("sqlite://{}", path.display()),
        DatabaseUrl::Postgres(url) => url.expose().to_owned(),
    };
    Db::open(&url, config.database.max_connections, Clock::System, Chance::System).await
}

/// Opens the database with the schema of this program in it.
///
/// `SQLite` is brought up to date: nobody else uses it. `PostgreSQL` is only
/// checked: other nodes may be serving, and `wufi migrate` says when.
pub(super) async fn open_current(config: &Config) -> Result<Db, Failure> {
    let db = open(config).await?;
    if db.engine() == Engine::Sqlite {
        db.migrate().await.map_err(|error| Failure::failed(error, "run `wufi migrate` to see more"))?;
    }
    require_current(&db).await?;
    Ok(db)
}

/// Refuses a schema that is not this program's.
pub(super) async fn require_current(db: &Db) -> Result<(), Failure> {
    let schema = db.schema().await.map_err(away)?;
    match schema {
        Schema::Current => Ok(()),
        Schema::Behind(missing) => Err(Failure::failed(format!("the schema lacks {missing} migration(s)"), "run `wufi migrate`")),
        Schema::Ahead => Err(Failure::failed("a newer wufi has changed the schema", "run that version")),
    }
}

/// The database was opened and then failed.
pub(super) fn away(error: impl fmt::Display) -> Failure {
    Failure::failed(error, "does the database answer")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_file_that_is_used_is_the_one_that_the_configuration_names() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["pood.db", "50%25.db", "%2e%2e.db"] {
            for slashes in ["", "//", "///"] {
                let text = format!("sqlite:{slashes}{}", folder.path().join(name).display());
                let config = Config::load(None, [("WUFI_DATABASE__URL".to_owned(), text)]).unwrap();
                let DatabaseUrl::Sqlite(path) = &config.database.url else { panic!("{name}") };

                open_current(&config).await.unwrap().close().await;

                assert!(path.exists(), "{}", path.display());
            }
        }
    }
}
