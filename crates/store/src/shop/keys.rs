//! Publishable keys.

use std::collections::HashMap;

use wufi_domain::ids::SalesChannelId;
use wufi_domain::shop::PublishableKey;

use crate::db::{StoreError, Tx};

/// Every good publishable key, by the digest of its token.
pub(super) async fn list(tx: &mut Tx) -> Result<HashMap<String, PublishableKey>, StoreError> {
    let rows: Vec<(String, Option<String>)> = tx
        .query(
            "SELECT api_key.token_digest, opened.sales_channel_id
               FROM api_key
               LEFT JOIN api_key_channel opened ON opened.api_key_id = api_key.id
              WHERE api_key.kind = 'publishable' AND api_key.revoked_at IS NULL
              ORDER BY api_key.id, opened.sales_channel_id",
        )
        .all()
        .await?;

    let mut keys: HashMap<String, PublishableKey> = HashMap::new();
    for (digest, channel) in rows {
        let key = keys.entry(digest).or_insert_with(|| PublishableKey { channels: Vec::new() });
        key.channels.extend(channel.map(SalesChannelId::stored));
    }
    Ok(keys)
}
