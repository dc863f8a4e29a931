//! The schema: one set of migrations for both engines.

use std::borrow::Cow;

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migrate, Migration, MigrationType, Migrator};

use super::{Db, Pool, StoreError};

/// Every migration: its number, its name, its text.
///
/// A migration that has shipped is never edited; changes expand first and
/// contract a release later, so that old and new nodes can serve side by side.
const MIGRATIONS: &[(i64, &str, &str)] = &[(1, "shop", include_str!("../../migrations/0001_shop.sql"))];

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
    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let migrator = migrator();
        match &self.pool {
            Pool::Sqlite { writer, .. } => migrator.run(writer).await,
            Pool::Postgres(pool) => migrator.run(pool).await,
        }
        .map_err(StoreError::Migration)
    }

    /// Compares the schema with this program's, changing nothing.
    pub async fn schema(&self) -> Result<Schema, StoreError> {
        let applied = match &self.pool {
            Pool::Sqlite { readers, .. } => applied(&mut *readers.acquire().await?).await,
            Pool::Postgres(pool) => applied(&mut *pool.acquire().await?).await,
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

/// The migrations that are in the database; none when its table is not there yet.
async fn applied<C: Migrate>(connection: &mut C) -> Vec<i64> {
    let listed = connection.list_applied_migrations(&Migrator::DEFAULT.table_name).await;
    listed.map_or_else(|_| Vec::new(), |listed| listed.iter().map(|migration| migration.version).collect())
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
