//! What is remembered about tries to log in: failures, devices, and which accounts were tried from where.
//!
//! Accounts and addresses are keyed digests here: the tables tell nobody who has an account.

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::moment::Moment;

use crate::db::{StoreError, Tx};

/// The device under which failures from unknown devices are counted.
pub const UNKNOWN_DEVICE: &str = "";

/// The failures of one account from one device, or from all unknown ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failures {
    /// How many there were since the last success.
    pub count: i64,
    /// When the last was.
    pub last_at: Moment,
    /// When the owner was told of them.
    pub noticed_at: Option<Moment>,
}

#[derive(FromRow)]
struct FailuresRow {
    failures: i64,
    last_at: OffsetDateTime,
    noticed_at: Option<OffsetDateTime>,
}

impl From<FailuresRow> for Failures {
    fn from(row: FailuresRow) -> Self {
        Self { count: row.failures, last_at: row.last_at.into(), noticed_at: row.noticed_at.map(Into::into) }
    }
}

/// Holds the failures of an account from a device until the unit of work ends: tries of one account wait for each other.
pub async fn hold_failures(tx: &mut Tx, account: &str, device: &str) -> Result<Failures, StoreError> {
    let now = tx.now();
    let row: FailuresRow = tx
        .query(
            "INSERT INTO login_failure (account, device, failures, last_at)
             VALUES ($1, $2, 0, $3)
             ON CONFLICT (account, device) DO UPDATE
                SET failures = login_failure.failures
          RETURNING failures, last_at, noticed_at",
        )
        .bind(account)
        .bind(device)
        .bind(now)
        .one()
        .await?;
    Ok(row.into())
}

/// Writes how many failures there are, the last of them now.
pub async fn set_failures(tx: &mut Tx, account: &str, device: &str, count: i64) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query("UPDATE login_failure SET failures = $3, last_at = $4 WHERE account = $1 AND device = $2")
        .bind(account)
        .bind(device)
        .bind(count)
        .bind(now)
        .write_one()
        .await
}

/// Takes one failure back: what was counted before it was known turned out to be none.
pub async fn take_back(tx: &mut Tx, account: &str, device: &str) -> Result<(), StoreError> {
    tx.query("UPDATE login_failure SET failures = failures - 1 WHERE account = $1 AND device = $2 AND failures > 0")
        .bind(account)
        .bind(device)
        .execute()
        .await?;
    Ok(())
}

/// Notes that the owner was told of the failures.
pub async fn note_notice(tx: &mut Tx, account: &str, device: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query("UPDATE login_failure SET noticed_at = $3 WHERE account = $1 AND device = $2")
        .bind(account)
        .bind(device)
        .bind(now)
        .execute()
        .await?;
    Ok(())
}

/// Forgets an account's failures from a device: somebody logged in from it.
pub async fn forgive(tx: &mut Tx, account: &str, device: &str) -> Result<(), StoreError> {
    tx.query("DELETE FROM login_failure WHERE account = $1 AND device = $2").bind(account).bind(device).execute().await?;
    Ok(())
}

/// Notes that an account was tried from an address.
pub async fn note_pair(tx: &mut Tx, address: &str, account: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query(
        "INSERT INTO login_pair (address, account, last_at)
         VALUES ($1, $2, $3)
         ON CONFLICT (address, account) DO UPDATE
            SET last_at = excluded.last_at",
    )
    .bind(address)
    .bind(account)
    .bind(now)
    .write_one()
    .await
}

/// How many accounts were tried from an address since `since`.
pub async fn accounts_from(tx: &mut Tx, address: &str, since: Moment) -> Result<i64, StoreError> {
    let (count,): (i64,) =
        tx.query("SELECT COUNT(*) FROM login_pair WHERE address = $1 AND last_at >= $2").bind(address).bind(since).one().await?;
    Ok(count)
}

/// From how many addresses an account was tried since `since`.
pub async fn addresses_on(tx: &mut Tx, account: &str, since: Moment) -> Result<i64, StoreError> {
    let (count,): (i64,) =
        tx.query("SELECT COUNT(*) FROM login_pair WHERE account = $1 AND last_at >= $2").bind(account).bind(since).one().await?;
    Ok(count)
}

/// Whether somebody has logged in to an identity from a device before.
pub async fn knows_device(tx: &mut Tx, identity: &str, device: &str) -> Result<bool, StoreError> {
    let row: Option<(String,)> = tx
        .query("SELECT device FROM known_device WHERE identity_id = $1 AND device = $2")
        .bind(identity)
        .bind(device)
        .optional()
        .await?;
    Ok(row.is_some())
}

/// How many devices an identity has been used on.
pub async fn devices(tx: &mut Tx, identity: &str) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx.query("SELECT COUNT(*) FROM known_device WHERE identity_id = $1").bind(identity).one().await?;
    Ok(count)
}

/// Remembers a device from which somebody has logged in.
pub async fn remember_device(tx: &mut Tx, identity: &str, device: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query(
        "INSERT INTO known_device (identity_id, device, created_at, last_seen_at)
         VALUES ($1, $2, $3, $3)
         ON CONFLICT (identity_id, device) DO UPDATE
            SET last_seen_at = excluded.last_seen_at",
    )
    .bind(identity)
    .bind(device)
    .bind(now)
    .write_one()
    .await
}

/// Forgets every device of an identity: its password was reset.
pub async fn forget_devices(tx: &mut Tx, identity: &str) -> Result<(), StoreError> {
    tx.query("DELETE FROM known_device WHERE identity_id = $1").bind(identity).execute().await?;
    Ok(())
}
