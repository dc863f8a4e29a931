//! What is forgotten after its time: personal data is kept no longer than it is needed (GDPR article 5).

use wufi_domain::moment::Moment;

use crate::db::{StoreError, Tx};

/// Forgets tries to log in from before `before`.
pub async fn tries(tx: &mut Tx, before: Moment) -> Result<u64, StoreError> {
    let pairs = tx.query("DELETE FROM login_pair WHERE last_at < $1").bind(before).execute().await?;
    let failures = tx.query("DELETE FROM login_failure WHERE last_at < $1").bind(before).execute().await?;
    Ok(pairs.saturating_add(failures))
}

/// Forgets sessions that were over before `before`.
pub async fn sessions(tx: &mut Tx, before: Moment) -> Result<u64, StoreError> {
    tx.query("DELETE FROM session WHERE ended_at < $1 OR expires_at < $1 OR absolute_at < $1").bind(before).execute().await
}

/// Forgets devices that were last seen before `before`.
pub async fn devices(tx: &mut Tx, before: Moment) -> Result<u64, StoreError> {
    tx.query("DELETE FROM known_device WHERE last_seen_at < $1").bind(before).execute().await
}

/// Forgets notices of payment providers from before `before`: they are sent again for some days at most.
pub async fn notices(tx: &mut Tx, before: Moment) -> Result<u64, StoreError> {
    tx.query("DELETE FROM payment_notice WHERE received_at < $1").bind(before).execute().await
}

/// Forgets declined tries to pay from before `before`, and where payments were begun before `opened_before`.
pub async fn declines(tx: &mut Tx, before: Moment, opened_before: Moment) -> Result<u64, StoreError> {
    let declines = tx.query("DELETE FROM payment_decline WHERE at < $1").bind(before).execute().await?;
    let paces = tx.query("DELETE FROM payment_pace WHERE opened_at < $1").bind(before).execute().await?;
    let openers = tx.query("DELETE FROM payment_opener WHERE opened_at < $1").bind(opened_before).execute().await?;
    Ok(declines.saturating_add(paces).saturating_add(openers))
}

/// Forgets requests whose idempotency keys stood for them until `before`, and what they were answered.
pub async fn answers(tx: &mut Tx, before: Moment) -> Result<u64, StoreError> {
    tx.query("DELETE FROM idempotency WHERE expires_at < $1").bind(before).execute().await
}

/// Forgets resets and transfers that ran out before `before`.
pub async fn requests(tx: &mut Tx, before: Moment) -> Result<u64, StoreError> {
    let resets = tx.query("DELETE FROM password_reset WHERE expires_at < $1").bind(before).execute().await?;
    let transfers = tx.query("DELETE FROM order_transfer WHERE expires_at < $1").bind(before).execute().await?;
    Ok(resets.saturating_add(transfers))
}
