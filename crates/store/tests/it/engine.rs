//! The engine under test: `WUFI_TEST_ENGINE=sqlite|postgres`.

use std::env;
use std::path::Path;

use wufi_domain::chance::Chance;

/// The URL of a fresh, empty database: a file in `folder`, or one on the test server that goes with it.
pub(crate) async fn fresh_url(folder: &Path) -> String {
    if is_postgres() { postgres().await } else { format!("sqlite:{}", folder.join("wufi.db").display()) }
}

/// Whether the engine under test is `PostgreSQL`.
pub(crate) fn is_postgres() -> bool {
    #[expect(clippy::disallowed_methods, reason = "the test's own setting")]
    env::var("WUFI_TEST_ENGINE").is_ok_and(|engine| engine == "postgres")
}

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
