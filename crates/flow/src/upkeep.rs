//! What the shop forgets: personal data is kept no longer than it is needed (GDPR article 5).

use wufi_domain::payment::brake;
use wufi_domain::tries;
use wufi_store::{Db, StoreError, forgetting};

/// Seconds that a session is remembered after its end, so that its tokens are told why they do nothing.
const SESSIONS_SECS: i64 = 2_592_000;
/// Seconds that a device is remembered after it was last seen: as long as its cookie lives.
const DEVICES_SECS: i64 = 34_560_000;

/// Seconds for which a payment provider's notice is known when it comes again: ten times as long as Stripe sends one.
const NOTICES_SECS: i64 = 2_592_000;

/// Seconds for which it is remembered where a payment was begun: as long as it stays open, and declines of it are told.
const OPENERS_SECS: i64 = 172_800;

/// Forgets what is old, each kind in a unit of work of its own so that none holds up the shop. Says how much it was.
pub async fn forget(db: &Db) -> Result<u64, StoreError> {
    let now = db.now();
    let mut forgotten = 0_u64;

    let mut tx = db.begin().await?;
    forgotten = forgotten.saturating_add(forgetting::tries(&mut tx, now.after_secs(-tries::FORGOTTEN_SECS)).await?);
    forgotten = forgotten.saturating_add(forgetting::requests(&mut tx, now).await?);
    forgotten = forgotten.saturating_add(forgetting::notices(&mut tx, now.after_secs(-NOTICES_SECS)).await?);
    let declines = forgetting::declines(&mut tx, now.after_secs(-brake::REMEMBERED_SECS), now.after_secs(-OPENERS_SECS)).await?;
    forgotten = forgotten.saturating_add(declines);
    tx.commit().await?;

    let mut tx = db.begin().await?;
    forgotten = forgotten.saturating_add(forgetting::answers(&mut tx, now).await?);
    tx.commit().await?;

    let mut tx = db.begin().await?;
    forgotten = forgotten.saturating_add(forgetting::sessions(&mut tx, now.after_secs(-SESSIONS_SECS)).await?);
    tx.commit().await?;

    let mut tx = db.begin().await?;
    forgotten = forgotten.saturating_add(forgetting::devices(&mut tx, now.after_secs(-DEVICES_SECS)).await?);
    tx.commit().await?;
    Ok(forgotten)
}
