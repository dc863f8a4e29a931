//! What can go wrong between Wufi and its database.

use wufi_domain::fault::{Fault, Reason};

/// A failure of the database, or of our expectation of it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No connection was free, or the server does not answer.
    #[error("the database does not answer: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// Another unit of work was in the way for too long; trying again may succeed.
    #[error("the database is busy: {0}")]
    Busy(#[source] sqlx::Error),
    /// A row with that key is there already.
    #[error("a row with the same key exists: {0}")]
    Duplicate(#[source] sqlx::Error),
    /// A write touched another number of rows than it meant to.
    #[error("a write meant one row and touched {0}")]
    Miscounted(u64),
    /// Another request under the same idempotency key took this one's place: it does nothing any more.
    #[error("another request under the same key took this one's place")]
    Superseded,
    /// The database holds something that Wufi never writes.
    #[error("{table} holds something that is not valid: {detail}")]
    Broken {
        /// The table.
        table: &'static str,
        /// What is wrong, without its value.
        detail: &'static str,
    },
    /// The database file cannot be made or read.
    #[error("the database file cannot be used: {0}")]
    File(#[source] std::io::Error),
    /// The schema could not be brought up to date.
    #[error("the schema could not be brought up to date: {0}")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// Anything else: a fault of ours.
    #[error("the database refused: {0}")]
    Driver(#[source] sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) | sqlx::Error::Tls(_) => {
                Self::Unavailable(error)
            }
            sqlx::Error::Database(refusal) if refusal.is_unique_violation() => Self::Duplicate(error),
            sqlx::Error::Database(refusal) if refusal.code().is_some_and(|code| is_busy(&code)) => Self::Busy(error),
            _ => Self::Driver(error),
        }
    }
}

/// `SQLite`: busy, locked, and busy snapshot. `PostgreSQL`: serialization failure,
/// deadlock, lock not available, too many connections, cancelled by time-out.
fn is_busy(code: &str) -> bool {
    matches!(code, "5" | "6" | "261" | "517" | "40001" | "40P01" | "55P03" | "53300" | "57014")
}

impl Fault for StoreError {
    fn reason(&self) -> Reason {
        match self {
            Self::Unavailable(_) | Self::Busy(_) => Reason::Overloaded,
            Self::Superseded => Reason::IdempotencyInProgress,
            Self::Duplicate(_)
            | Self::Miscounted(_)
            | Self::Broken { .. }
            | Self::File(_)
            | Self::Migration(_)
            | Self::Driver(_) => Reason::InternalError,
        }
    }
}
