//! The keys that sign and seal, put on record when they change.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_guard::keyring::KeyFacts;
use wufi_store::{StoreError, Tx};

/// Puts on record that there is a new key, and how many there are with it.
///
/// Whoever calls this puts the key into use after the commit: after a crash one that is on record
/// may be missing, but none is in use that is not on record.
pub async fn rotated(tx: &mut Tx, key: &KeyFacts, count: usize) -> Result<(), StoreError> {
    let facts = json!({ "signs_from": key.signs_from, "keys": count });
    crate::admin::record(tx, Event::KeysRotated, ("key", &key.kid), facts).await
}
