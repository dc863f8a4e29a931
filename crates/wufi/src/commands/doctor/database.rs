//! Does the database answer, hold this program's schema, take writes and tell the time?

use wufi_domain::moment::Moment;
use wufi_store::admin::health;
use wufi_store::{Db, Engine, Schema, StoreError};

use super::super::{database, demo};
use super::check::Check;
use crate::config::{Config, DatabaseUrl};

const NAME: &str = "database";
const APART_MILLIS: u64 = 5_000;

/// Looks at the database; one that is made at the first start is not made now.
pub(super) async fn checks(config: &Config) -> Vec<Check> {
    if let DatabaseUrl::Sqlite(path) = &config.database.url
        && !path.exists()
    {
        return vec![Check::ok(NAME, format!("SQLite; {} is made at the first start", path.display()))];
    }

    match database::connect(config).await {
        Ok(db) => {
            let checks = look_at(config, &db).await;
            db.close().await;
            checks
        }
        Err(error) => vec![no_answer(NAME, &error)],
    }
}

async fn look_at(config: &Config, db: &Db) -> Vec<Check> {
    let schema = match db.schema().await {
        Ok(schema) => schema,
        Err(error) => return vec![no_answer(NAME, &error)],
    };
    let mut checks = vec![Check::ok(NAME, format!("{} answers", db.engine().name())), fits(schema, db.engine())];
    if schema == Schema::Current {
        checks.push(takes_writes(db).await);
        if config.environment.is_production() {
            checks.push(is_no_demo(db).await);
        }
    }
    if db.engine() == Engine::Postgres {
        checks.push(tells_the_time(db).await);
    }
    checks
}

fn no_answer(name: &'static str, error: &StoreError) -> Check {
    Check::fail(name, error.to_string(), "look at database.url: is the file readable, does the server answer")
}

fn fits(schema: Schema, engine: Engine) -> Check {
    match (schema, engine) {
        (Schema::Current, _) => Check::ok("schema", "up to date"),
        (Schema::Behind(missing), Engine::Sqlite) => {
            Check::warn("schema", format!("lacks {missing} migration(s)"), "the next start makes them, or `wufi migrate` now")
        }
        (Schema::Behind(missing), Engine::Postgres) => {
            Check::fail("schema", format!("lacks {missing} migration(s)"), "run `wufi migrate`")
        }
        (Schema::Ahead, _) => Check::fail("schema", "a newer wufi has changed it", "run that version"),
    }
}

async fn takes_writes(db: &Db) -> Check {
    // Dropped, and so undone.
    let tried = async { health::try_write(&mut db.begin().await?).await };
    match tried.await {
        Ok(()) => Check::ok("writes", "taken"),
        Err(error) => Check::fail("writes", error.to_string(), "is the disk full, is it a read-only copy, may this role write"),
    }
}

async fn is_no_demo(db: &Db) -> Check {
    const NAME: &str = "demo_shop";
    match demo::is_here(db).await {
        Ok(false) => Check::ok(NAME, "not here"),
        Ok(true) => Check::fail(NAME, "the database holds the demo shop; production refuses to serve it", demo::NO_DEMO),
        Err(error) => no_answer(NAME, &error),
    }
}

async fn tells_the_time(db: &Db) -> Check {
    let asked = async { health::clock(&mut db.read().await?).await };
    match asked.await {
        Ok(theirs) => agrees(theirs, db.now()),
        Err(error) => no_answer("clock_apart", &error),
    }
}

fn agrees(theirs: Moment, ours: Moment) -> Check {
    let apart = theirs.millis().abs_diff(ours.millis());
    let detail = format!("{apart} ms from the database's clock");
    if apart > APART_MILLIS {
        return Check::warn("clock_apart", detail, "keep both by NTP: the order of events is told by their time");
    }
    Check::ok("clock_apart", detail)
}

#[cfg(test)]
mod tests {
    use super::super::check::Outcome::{self, Fail, Ok, Warn};
    use super::*;

    fn config(url: &str) -> Config {
        Config::load(None, [("WUFI_DATABASE__URL".to_owned(), url.to_owned())]).unwrap()
    }

    async fn found(url: &str) -> Vec<(&'static str, Outcome)> {
        checks(&config(url)).await.iter().map(|check| (check.name, check.outcome)).collect()
    }

    #[tokio::test]
    async fn a_database_that_is_not_there_yet_is_sound_and_not_made() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wufi.db");

        assert_eq!(found(&format!("sqlite:{}", path.display())).await, [("database", Ok)]);
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn a_database_before_and_after_its_migration() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("wufi.db").display());
        let db = database::open(&config(&url)).await.unwrap();

        assert_eq!(found(&url).await, [("database", Ok), ("schema", Warn)]);
        db.migrate().await.unwrap();
        assert_eq!(found(&url).await, [("database", Ok), ("schema", Ok), ("writes", Ok)]);
    }

    #[tokio::test]
    async fn what_is_no_database_and_a_server_that_is_away_fail() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wufi.db");
        std::fs::write(&path, "a letter to the shop, and no database at all".repeat(100)).unwrap();

        assert_eq!(found(&format!("sqlite:{}", path.display())).await, [("database", Fail)]);
        assert_eq!(found("postgres://nobody@127.0.0.1:1/nothing").await, [("database", Fail)]);
    }

    #[test]
    fn a_schema_that_lags_is_worse_where_nobody_mends_it_by_starting() {
        assert_eq!(fits(Schema::Behind(1), Engine::Sqlite).outcome, Warn);
        assert_eq!(fits(Schema::Behind(1), Engine::Postgres).outcome, Fail);
        assert_eq!(fits(Schema::Ahead, Engine::Sqlite).outcome, Fail);
    }

    #[test]
    fn clocks_five_seconds_apart_are_warned_of() {
        let outcome = |theirs, ours| agrees(Moment::from_millis(theirs), Moment::from_millis(ours)).outcome;
        assert_eq!([outcome(0, 5_000), outcome(5_001, 0), outcome(0, 5_001)], [Ok, Warn, Warn]);
    }
}
