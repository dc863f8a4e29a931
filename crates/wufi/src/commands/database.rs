//! Opening the database that the configuration names.

use wufi_domain::chance::Chance;
use wufi_domain::moment::Clock;
use wufi_store::{Db, Schema};

use super::Failure;
use crate::config::{Config, DatabaseUrl};

/// Opens the database.
pub(super) async fn open(config: &Config) -> Result<Db, Failure> {
    let url = match &config.database.url {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres(url) => url.expose().to_owned(),
    };
    Db::open(&url, config.database.max_connections, Clock::System, Chance::System)
        .await
        .map_err(|error| Failure::failed(error, "look at database.url: is the folder there, does the server answer"))
}

/// Refuses a schema that is not this program's.
pub(super) async fn require_current(db: &Db) -> Result<(), Failure> {
    let schema = db.schema().await.map_err(|error| Failure::failed(error, "does the database answer"))?;
    match schema {
        Schema::Current => Ok(()),
        Schema::Behind(missing) => Err(Failure::failed(format!("the schema lacks {missing} migration(s)"), "run `wufi migrate`")),
        Schema::Ahead => Err(Failure::failed("a newer wufi has changed the schema", "run that version")),
    }
}
