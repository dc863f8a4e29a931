//! The storage seam: one SQL text, two engines, and units of work.

mod alone;
mod error;
mod migrate;
mod statement;
mod tally;
mod tx;

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use wufi_domain::audit::Event;
use wufi_domain::chance::Chance;
use wufi_domain::moment::{Clock, Moment};

pub use error::StoreError;
pub use migrate::Schema;
pub use statement::{Bind, Row, Statement};
use tally::Tally;
pub use tx::Tx;

/// How long a caller waits for a connection before hearing that the shop is busy.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// How long `SQLite` waits for another process that holds its write lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// In milliseconds: a statement, a lock or an idle unit of work that takes longer on `PostgreSQL` is a fault of ours or an attack.
const TIME_OUTS: [(&str, &str); 3] =
    [("statement_timeout", "10000"), ("lock_timeout", "5000"), ("idle_in_transaction_session_timeout", "15000")];

/// Which database engine is behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file beside the program.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    /// The engine's name, as people write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// The database, with the clock and the chance that its units of work use.
#[derive(Clone, Debug)]
pub struct Db {
    pool: Pool,
    clock: Clock,
    chance: Chance,
    tally: Tally,
}

#[derive(Clone, Debug)]
enum Pool {
    /// One connection writes, a few read: `SQLite` has one writer at a time anyhow,
    /// and waiting here is fair where waiting for its lock is not.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

impl Db {
    /// Opens the database that `url` names: `sqlite:` and a file's name, taken as it stands, or a `postgres:` URL.
    ///
    /// A missing `SQLite` file is made, for its owner's eyes only.
    pub async fn open(url: &str, max_connections: u32, clock: Clock, chance: Chance) -> Result<Self, StoreError> {
        let pool = match url.strip_prefix("sqlite:") {
            Some(name) => open_sqlite(name.strip_prefix("//").unwrap_or(name), max_connections).await?,
            None => Pool::Postgres(open_postgres(url, max_connections).await?),
        };
        Ok(Self { pool, clock, chance, tally: Tally::default() })
    }

    /// Begins a unit of work.
    ///
    /// `SQLite` takes its write lock here: a read that turns into a write
    /// midway would fail at once when another writer came first.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let open = match &self.pool {
            Pool::Sqlite { writer, .. } => tx::Open::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Pool::Postgres(pool) => tx::Open::Postgres(pool.begin().await?),
        };
        Ok(self.unit(open))
    }

    /// Begins a look at one state of the database; what it is asked to write, it refuses.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        let open = match &self.pool {
            Pool::Sqlite { readers, .. } => tx::Open::Sqlite(readers.begin().await?),
            Pool::Postgres(pool) => tx::Open::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?),
        };
        Ok(self.unit(open))
    }

    fn unit(&self, open: tx::Open) -> Tx {
        Tx::new(open, self.clock.now(), self.chance.clone(), self.tally.clone())
    }

    /// Every event, and how often this process put it on record since it began.
    pub fn recorded(&self) -> impl Iterator<Item = (Event, u64)> {
        self.tally.counts()
    }

    /// Which engine this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.pool {
            Pool::Sqlite { .. } => Engine::Sqlite,
            Pool::Postgres(_) => Engine::Postgres,
        }
    }

    /// The moment now, by the clock given at the start.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The clock given at the start.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The chance given at the start.
    #[must_use]
    pub fn chance(&self) -> &Chance {
        &self.chance
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let mut tx = self.read().await?;
        tx.query("SELECT 1").execute().await?;
        Ok(())
    }

    /// Closes every connection, after those in use are given back.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pool::Postgres(pool) => pool.close().await,
        }
    }
}

async fn open_sqlite(name: &str, max_connections: u32) -> Result<Pool, StoreError> {
    // With a folder before it, no name means something else to SQLite, as `file:` would. It is given
    // apart from a URL, in which a `%` would be the beginning of another letter.
    let path = if Path::new(name).is_relative() { Path::new(".").join(name) } else { PathBuf::from(name) };
    // Two programs that turn a new file to its journal at once are in each other's way.
    let _alone = alone::alone(&path).await?;
    keep_private(&path)?;

    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        // FULL: an order that was acknowledged is on the disk.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .disable_statement_logging();
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .test_before_acquire(false)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_with(options.clone())
        .await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(max_connections.clamp(1, 16))
        .test_before_acquire(false)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_with(options.pragma("query_only", "ON"))
        .await?;
    Ok(Pool::Sqlite { writer, readers })
}

/// Makes the file, before anything is in it, so that only its owner may read it.
fn keep_private(path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::OpenOptionsExt;

    if !path.exists() {
        let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        match made {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(StoreError::File(error)),
            _ => {}
        }
    }
    Ok(())
}

async fn open_postgres(url: &str, max_connections: u32) -> Result<PgPool, StoreError> {
    let options = PgConnectOptions::from_str(url)?.application_name("wufi").options(TIME_OUTS).disable_statement_logging();

    let pool = PgPoolOptions::new()
        .max_connections(max_connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .max_lifetime(Duration::from_mins(30))
        // sqlx asks each connection whether it lives before lending it, a round trip
        // each time; only one that has lain idle is worth asking.
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > Duration::from_secs(30) {
                    sqlx::Connection::ping(connection).await?;
                }
                Ok(true)
            })
        })
        .connect_with(options)
        .await?;
    Ok(pool)
}
