//! One statement with its values, run on whichever engine is open.

use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, FromRow, Postgres, Sqlite, Transaction};
use wufi_domain::moment::Moment;

use super::tx::Open;
use super::{StoreError, Tx};

/// A row type that both engines can fill; `#[derive(sqlx::FromRow)]` suffices.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// The values of a statement, in the engine's own form.
#[derive(Debug)]
pub struct Values<'t>(Engine<'t>);

/// The open unit of work with the values for it: they cannot be of two engines.
#[derive(Debug)]
enum Engine<'t> {
    Sqlite(&'t mut Transaction<'static, Sqlite>, SqliteArguments),
    Postgres(&'t mut Transaction<'static, Postgres>, PgArguments),
}

impl Values<'_> {
    fn add<'v, T>(&mut self, value: T) -> Result<(), BoxDynError>
    where
        T: sqlx::Encode<'v, Sqlite> + sqlx::Type<Sqlite> + sqlx::Encode<'v, Postgres> + sqlx::Type<Postgres>,
    {
        match &mut self.0 {
            Engine::Sqlite(_, arguments) => arguments.add(value),
            Engine::Postgres(_, arguments) => arguments.add(value),
        }
    }
}

/// A value that a statement can hold: text, a whole number, a flag, a moment; each may be missing.
pub trait Bind {
    /// Adds the value as the next `$n`.
    fn bind_to(self, values: &mut Values<'_>) -> Result<(), BoxDynError>;
}

/// Implements [`Bind`] for types that both drivers know.
macro_rules! bind {
    ($($type:ty),+) => {
        $(impl Bind for $type {
            fn bind_to(self, values: &mut Values<'_>) -> Result<(), BoxDynError> {
                values.add(self)
            }
        })+
    };
}

bind!(&str, Option<&str>, String, Option<String>, i64, Option<i64>, bool);

impl Bind for Moment {
    fn bind_to(self, values: &mut Values<'_>) -> Result<(), BoxDynError> {
        Some(self).bind_to(values)
    }
}

impl Bind for Option<Moment> {
    fn bind_to(self, values: &mut Values<'_>) -> Result<(), BoxDynError> {
        match &mut values.0 {
            // `SQLite` compares them as text. The driver's leaves zeros out at the end: `.91Z` would come after `.915Z`.
            Engine::Sqlite(_, arguments) => arguments.add(self.map(|at| at.to_string())),
            Engine::Postgres(_, arguments) => arguments.add(self.map(Moment::to_datetime)),
        }
    }
}

/// A statement that is about to run.
#[derive(Debug)]
pub struct Statement<'t> {
    sql: &'static str,
    values: Result<Values<'t>, BoxDynError>,
}

impl<'t> Statement<'t> {
    pub(super) fn new(tx: &'t mut Tx, sql: &'static str) -> Self {
        let engine = match &mut tx.open {
            Open::Sqlite(tx) => Engine::Sqlite(tx, SqliteArguments::default()),
            Open::Postgres(tx) => Engine::Postgres(tx, PgArguments::default()),
        };
        Self { sql, values: Ok(Values(engine)) }
    }

    /// Gives the next `$n` its value.
    #[must_use]
    pub fn bind(mut self, value: impl Bind) -> Self {
        self.values = self.values.and_then(|mut values| value.bind_to(&mut values).map(|()| values));
        self
    }

    /// Every row.
    pub async fn all<R: Row>(self) -> Result<Vec<R>, StoreError> {
        let (sql, engine) = self.ready()?;
        Ok(match engine {
            Engine::Sqlite(tx, values) => sqlx::query_as_with(sql, values).fetch_all(&mut **tx).await?,
            Engine::Postgres(tx, values) => sqlx::query_as_with(sql, values).fetch_all(&mut **tx).await?,
        })
    }

    /// The row, if there is one.
    pub async fn optional<R: Row>(self) -> Result<Option<R>, StoreError> {
        let (sql, engine) = self.ready()?;
        Ok(match engine {
            Engine::Sqlite(tx, values) => sqlx::query_as_with(sql, values).fetch_optional(&mut **tx).await?,
            Engine::Postgres(tx, values) => sqlx::query_as_with(sql, values).fetch_optional(&mut **tx).await?,
        })
    }

    /// The one row that must be there.
    pub async fn one<R: Row>(self) -> Result<R, StoreError> {
        self.optional().await?.ok_or(StoreError::Miscounted(0))
    }

    /// Runs it; answers how many rows it touched.
    pub async fn execute(self) -> Result<u64, StoreError> {
        let (sql, engine) = self.ready()?;
        Ok(match engine {
            Engine::Sqlite(tx, values) => sqlx::query_with(sql, values).execute(&mut **tx).await?.rows_affected(),
            Engine::Postgres(tx, values) => sqlx::query_with(sql, values).execute(&mut **tx).await?.rows_affected(),
        })
    }

    fn ready(self) -> Result<(&'static str, Engine<'t>), StoreError> {
        let Values(engine) = self.values.map_err(sqlx::Error::Encode)?;
        Ok((self.sql, engine))
    }

    /// Runs a write that means exactly one row.
    pub async fn write_one(self) -> Result<(), StoreError> {
        match self.execute().await? {
            1 => Ok(()),
            touched => Err(StoreError::Miscounted(touched)),
        }
    }
}
