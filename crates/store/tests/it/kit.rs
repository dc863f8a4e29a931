//! A fresh database for each test.

use std::env;

use tempfile::TempDir;
use wufi_domain::chance::Chance;
use wufi_domain::moment::{Clock, Moment};
use wufi_store::Db;

/// A database of the engine under test, with the schema in it; gone with this value.
pub(crate) struct Fresh {
    /// The database.
    pub(crate) db: Db,
    _folder: TempDir,
}

/// Opens a fresh database.
pub(crate) async fn fresh() -> Fresh {
    let folder = TempDir::new().unwrap();
    let clock = Clock::standing_at(Moment::from_millis(1_795_000_000_123));
    let url = if is_postgres() { postgres().await } else { format!("sqlite:{}", folder.path().join("wufi.db").display()) };
    let db = Db::open(&url, 8, clock, Chance::System).await.unwrap();
    db.migrate().await.unwrap();
    Fresh { db, _folder: folder }
}

/// Whether the engine under test is `PostgreSQL`.
pub(crate) fn is_postgres() -> bool {
    #[expect(clippy::disallowed_methods, reason = "the test's own setting")]
    env::var("WUFI_TEST_ENGINE").is_ok_and(|engine| engine == "postgres")
}

/// Makes a database on the test server and gives its URL; it goes with the server.
async fn postgres() -> String {
    #[expect(clippy::disallowed_methods, reason = "the test's own setting")]
    let server = env::var("WUFI_TEST_POSTGRES_URL").unwrap();
    let name = format!("wufi_{}", u128::from_be_bytes(Chance::System.bytes::<16>()));

    let mut connection = <sqlx::PgConnection as sqlx::Connection>::connect(&server).await.unwrap();
    // The name cannot be bound; it is digits of ours.
    let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::Executor::execute(&mut connection, create).await.unwrap();

    let (base, _) = server.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}
