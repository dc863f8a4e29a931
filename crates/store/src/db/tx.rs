//! A unit of work.

use sqlx::{Postgres, Sqlite, Transaction};
use wufi_domain::audit::Event;
use wufi_domain::chance::Chance;
use wufi_domain::ids::{AuditId, Id, Series};
use wufi_domain::moment::Moment;

use super::tally::Tally;
use super::{Statement, StoreError};

/// A unit of work: kept by [`Tx::commit`], undone when dropped.
///
/// It has one moment, fixed when it begins, so that all rows of one change agree.
#[derive(Debug)]
pub struct Tx {
    pub(super) open: Open,
    now: Moment,
    chance: Chance,
    events: Series,
    recorded: Vec<Event>,
    tally: Tally,
}

#[derive(Debug)]
pub(super) enum Open {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    pub(super) fn new(open: Open, now: Moment, chance: Chance, tally: Tally) -> Self {
        let events = Series::new(now, &chance);
        Self { open, now, chance, events, recorded: Vec::new(), tally }
    }

    /// The moment of this unit of work.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.now
    }

    /// Makes a new id.
    #[must_use]
    pub fn mint<T: Id>(&self) -> T {
        T::fresh(self.now, &self.chance)
    }

    /// The id of the next audit event of this unit of work: they sort in the order of what happened.
    pub(crate) fn next_event(&mut self, event: Event) -> AuditId {
        self.recorded.push(event);
        AuditId::stored(self.events.next_text(AuditId::PREFIX))
    }

    /// The source of randomness.
    #[must_use]
    pub fn chance(&self) -> &Chance {
        &self.chance
    }

    /// A statement. The text is a literal, so no input can ever be part of it.
    pub fn query(&mut self, sql: &'static str) -> Statement<'_> {
        Statement::new(self, sql)
    }

    /// Has the engine read a statement without running it: for the test that reads them all.
    pub async fn prepare(&mut self, sql: &'static str) -> Result<(), StoreError> {
        match &mut self.open {
            Open::Sqlite(tx) => drop(sqlx::Executor::prepare(&mut **tx, sqlx::SqlSafeStr::into_sql_str(sql)).await?),
            Open::Postgres(tx) => drop(sqlx::Executor::prepare(&mut **tx, sqlx::SqlSafeStr::into_sql_str(sql)).await?),
        }
        Ok(())
    }

    /// Keeps what was done.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.open {
            Open::Sqlite(tx) => tx.commit().await?,
            Open::Postgres(tx) => tx.commit().await?,
        }
        self.tally.add(&self.recorded);
        Ok(())
    }
}
