//! Whether the database can do its work, for whoever looks after it.

use time::OffsetDateTime;
use wufi_domain::moment::Moment;

use crate::db::{StoreError, Tx};

/// Tries to write, and changes nothing: a full disk or a read-only copy of the database refuses.
pub async fn try_write(tx: &mut Tx) -> Result<(), StoreError> {
    tx.query("UPDATE counter SET value = value WHERE name = 'order'").write_one().await
}

/// The moment by the database's own clock.
pub async fn clock(tx: &mut Tx) -> Result<Moment, StoreError> {
    let (now,): (OffsetDateTime,) = tx.query("SELECT CURRENT_TIMESTAMP").one().await?;
    Ok(now.into())
}
