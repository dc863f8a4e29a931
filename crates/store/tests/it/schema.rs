//! Bringing the schema up to date, and looking at it.

use std::path::Path;
use std::time::Duration;

use sqlx::{Connection, Executor, PgConnection};
use tempfile::TempDir;
use wufi_domain::chance::Chance;
use wufi_domain::moment::Clock;
use wufi_store::{Db, Schema};

use crate::kit::engine;

async fn open(url: &str) -> Db {
    Db::open(url, 2, Clock::System, Chance::System).await.unwrap()
}

#[tokio::test]
async fn programs_that_start_at_once_on_a_fresh_database_wait_for_each_other() {
    let folder = TempDir::new().unwrap();
    let url = engine::fresh_url(folder.path()).await;
    let start = async || {
        let db = open(&url).await;
        db.migrate().await.unwrap();
        db.schema().await.unwrap()
    };

    let found = tokio::join!(start(), start(), start(), start());

    assert_eq!(found, (Schema::Current, Schema::Current, Schema::Current, Schema::Current));
}

#[tokio::test]
async fn a_database_with_nothing_in_it_lacks_every_migration_and_a_strange_one_is_an_error() {
    let folder = TempDir::new().unwrap();
    let db = open(&engine::fresh_url(folder.path()).await).await;
    assert!(matches!(db.schema().await.unwrap(), Schema::Behind(1..)));

    let mut tx = db.begin().await.unwrap();
    tx.query("CREATE TABLE _sqlx_migrations (something_else TEXT)").execute().await.unwrap();
    tx.commit().await.unwrap();

    assert!(db.schema().await.is_err());
}

#[tokio::test]
async fn a_migration_waits_longer_than_a_shopper_would() {
    if !engine::is_postgres() {
        return;
    }
    let folder = TempDir::new().unwrap();
    let url = engine::fresh_url(folder.path()).await;
    let db = open(&url).await;
    db.migrate().await.unwrap();
    let mut first = PgConnection::connect(&url).await.unwrap();
    first.execute("BEGIN; LOCK TABLE _sqlx_migrations").await.unwrap();

    let first_is_done = async {
        tokio::time::sleep(Duration::from_secs(6)).await;
        first.execute("COMMIT").await.unwrap();
    };
    let (second, ()) = tokio::join!(db.migrate(), first_is_done);

    second.unwrap();
}

#[tokio::test]
async fn the_name_of_a_database_file_is_taken_as_it_stands() {
    if engine::is_postgres() {
        return;
    }
    let folder = TempDir::new().unwrap();
    for name in ["50%25 off.db", "pood#1.db", "file:pood.db", "õunad & pirnid.db"] {
        let path = folder.path().join(name);
        for prefix in ["sqlite:", "sqlite://"] {
            open(&format!("{prefix}{}", path.display())).await.migrate().await.unwrap();
        }
        assert!(Path::new(&path).metadata().unwrap().len() > 0, "{name}");
    }
}
