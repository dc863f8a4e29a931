//! One statement with its values, run on whichever engine is open.

use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, FromRow};
use wufi_domain::moment::Moment;

use super::tx::Open;
use super::{StoreError, Tx};

/// A row type that both engines can fill; `#[derive(sqlx::FromRow)]` suffices.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// The values of a statement, in the engine's own form.
#[derive(Debug)]
pub enum Values {
    /// For `SQLite`.
    Sqlite(SqliteArguments),
    /// For `PostgreSQL`.
    Postgres(PgArguments),
}

impl Values {
    fn add<'v, T>(&mut self, value: T) -> Result<(), BoxDynError>
    where
        T: sqlx::Encode<'v, sqlx::Sqlite>
            + sqlx::Type<sqlx::Sqlite>
            + sqlx::Encode<'v, sqlx::Postgres>
            + sqlx::Type<sqlx::Postgres>,
    {
        match self {
            Self::Sqlite(arguments) => arguments.add(value),
            Self::Postgres(arguments) => arguments.add(value),
        }
    }
}

/// A value that a statement can hold: text, a whole number, a flag, a moment; each may be missing.
pub trait Bind {
    /// Adds the value as the next `$n`.
    fn bind_to(self, values: &mut Values) -> Result<(), BoxDynError>;
}

/// Implements [`Bind`] for types that both drivers know.
macro_rules! bind {
    ($($type:ty),+) => {
        $(impl Bind for $type {
            fn bind_to(self, values: &mut Values) -> Result<(), BoxDynError> {
                values.add(self)
            }
        })+
    };
}

bind!(&str, Option<&str>, String, Option<String>, i64, Option<i64>, bool);

impl Bind for Moment {
    fn bind_to(self, values: &mut Values) -> Result<(), BoxDynError> {
        values.add(self.to_datetime())
    }
}

impl Bind for Option<Moment> {
    fn bind_to(self, values: &mut Values) -> Result<(), BoxDynError> {
        values.add(self.map(Moment::to_datetime))
    }
}

/// A statement that is about to run.
#[derive(Debug)]
pub struct Statement<'t> {
    tx: &'t mut Tx,
    sql: &'static str,
    values: Result<Values, BoxDynError>,
}

impl<'t> Statement<'t> {
    pub(super) fn new(tx: &'t mut Tx, sql: &'static str) -> Self {
        let values = match tx.open {
            Open::Sqlite(_) => Values::Sqlite(SqliteArguments::default()),
            Open::Postgres(_) => Values::Postgres(PgArguments::default()),
        };
        Self { tx, sql, values: Ok(values) }
    }

    /// Gives the next `$n` its value.
    #[must_use]
    pub fn bind(mut self, value: impl Bind) -> Self {
        self.values = self.values.and_then(|mut values| value.bind_to(&mut values).map(|()| values));
        self
    }

    /// Every row.
    pub async fn all<R: Row>(self) -> Result<Vec<R>, StoreError> {
        let (sql, values) = (self.sql, self.values.map_err(sqlx::Error::Encode)?);
        Ok(match (&mut self.tx.open, values) {
            (Open::Sqlite(tx), Values::Sqlite(values)) => sqlx::query_as_with(sql, values).fetch_all(&mut **tx).await?,
            (Open::Postgres(tx), Values::Postgres(values)) => sqlx::query_as_with(sql, values).fetch_all(&mut **tx).await?,
            _ => unreachable!("the values were made for the engine that is open"),
        })
    }

    /// The row, if there is one.
    pub async fn optional<R: Row>(self) -> Result<Option<R>, StoreError> {
        let (sql, values) = (self.sql, self.values.map_err(sqlx::Error::Encode)?);
        Ok(match (&mut self.tx.open, values) {
            (Open::Sqlite(tx), Values::Sqlite(values)) => sqlx::query_as_with(sql, values).fetch_optional(&mut **tx).await?,
            (Open::Postgres(tx), Values::Postgres(values)) => sqlx::query_as_with(sql, values).fetch_optional(&mut **tx).await?,
            _ => unreachable!("the values were made for the engine that is open"),
        })
    }

    /// The one row that must be there.
    pub async fn one<R: Row>(self) -> Result<R, StoreError> {
        self.optional().await?.ok_or(StoreError::Miscounted(0))
    }

    /// Runs it; answers how many rows it touched.
    pub async fn execute(self) -> Result<u64, StoreError> {
        let (sql, values) = (self.sql, self.values.map_err(sqlx::Error::Encode)?);
        Ok(match (&mut self.tx.open, values) {
            (Open::Sqlite(tx), Values::Sqlite(values)) => sqlx::query_with(sql, values).execute(&mut **tx).await?.rows_affected(),
            (Open::Postgres(tx), Values::Postgres(values)) => {
                sqlx::query_with(sql, values).execute(&mut **tx).await?.rows_affected()
            }
            _ => unreachable!("the values were made for the engine that is open"),
        })
    }

    /// Runs a write that means exactly one row.
    pub async fn write_one(self) -> Result<(), StoreError> {
        match self.execute().await? {
            1 => Ok(()),
            touched => Err(StoreError::Miscounted(touched)),
        }
    }
}
