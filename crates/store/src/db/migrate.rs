//! The schema: one set of migrations for both engines.

use std::borrow::Cow;

use sqlx::error::DatabaseError;
use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnection, PgPool};
use sqlx::{ConnectOptions, SqlSafeStr};

use super::alone::alone;
use super::{Db, Pool, StoreError, TIME_OUTS};

/// Every migration: its number, its name, its text.
///
/// A migration that has shipped is never edited; changes expand first and
/// contract a release later, so that old and new nodes can serve side by side.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "shop", include_str!("../../migrations/0001_shop.sql")),
    (2, "accounts", include_str!("../../migrations/0002_accounts.sql")),
    (3, "guests", include_str!("../../migrations/0003_guests.sql")),
    (4, "staff", include_str!("../../migrations/0004_staff.sql")),
    (5, "payments", include_str!("../../migrations/0005_payments.sql")),
    (6, "fulfillments", include_str!("../../migrations/0006_fulfillments.sql")),
    (7, "idempotency", include_str!("../../migrations/0007_idempotency.sql")),
    (8, "declines", include_str!("../../migrations/0008_declines.sql")),
];

/// How the database's schema compares with this program's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// The same.
    Current,
    /// So many migrations are missing.
    Behind(usize),
    /// A newer program has been here: this one must not serve.
    Ahead,
}

impl Db {
    /// Brings the schema up to date; whoever comes while another program does so waits for it.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let migrator = migrator();
        match &self.pool {
            Pool::Sqlite { writer, .. } => {
                let _alone = alone(writer.connect_options().get_filename()).await?;
                migrator.run(writer).await
            }
            Pool::Postgres(pool) => migrator.run(&mut patient(pool).await?).await,
        }
        .map_err(StoreError::Migration)
    }

    /// Compares the schema with this program's, changing nothing.
    pub async fn schema(&self) -> Result<Schema, StoreError> {
        let applied = match &self.pool {
            Pool::Sqlite { readers, .. } => applied(&mut *readers.acquire().await?).await?,
            Pool::Postgres(pool) => applied(&mut *pool.acquire().await?).await?,
        };

        let known: Vec<i64> = MIGRATIONS.iter().map(|(version, ..)| *version).collect();
        if applied.iter().any(|version| !known.contains(version)) {
            return Ok(Schema::Ahead);
        }
        match known.len().saturating_sub(applied.len()) {
            0 => Ok(Schema::Current),
            missing => Ok(Schema::Behind(missing)),
        }
    }
}

/// A connection of its own, without the time-outs of serving: a table may take longer to change
/// than a shopper waits, and a second node must wait for the first.
async fn patient(pool: &PgPool) -> Result<PgConnection, StoreError> {
    let serving = pool.connect_options().as_ref().clone();
    // What is said later holds.
    let options = serving.options(TIME_OUTS.map(|(name, _)| (name, "0")));
    Ok(options.connect().await?)
}

/// The migrations that are in the database; none when their table is not there yet.
async fn applied<C: Migrate>(connection: &mut C) -> Result<Vec<i64>, StoreError> {
    match connection.list_applied_migrations(&Migrator::DEFAULT.table_name).await {
        Ok(listed) => Ok(listed.iter().map(|migration| migration.version).collect()),
        Err(MigrateError::Execute(sqlx::Error::Database(refusal))) if names_no_table(refusal.as_ref()) => Ok(Vec::new()),
        Err(MigrateError::Execute(error)) => Err(error.into()),
        Err(error) => Err(StoreError::Migration(error)),
    }
}

/// `PostgreSQL` has a code for it; `SQLite` only words.
fn names_no_table(refusal: &dyn DatabaseError) -> bool {
    refusal.code().is_some_and(|code| code == "42P01") || refusal.message().starts_with("no such table")
}

fn migrator() -> Migrator {
    Migrator::with_migrations(
        MIGRATIONS
            .iter()
            .map(|(version, name, sql)| {
                Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, (*sql).into_sql_str(), false)
            })
            .collect(),
    )
}
