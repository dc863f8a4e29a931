//! API keys.

use wufi_domain::ids::{ApiKeyId, Id, SalesChannelId};

use crate::db::{StoreError, Tx};

/// A key to the API, as it is kept.
#[derive(Clone, Debug)]
pub struct ApiKey<'k> {
    /// Of the key.
    pub id: &'k ApiKeyId,
    /// What it opens.
    pub opens: Opens<'k>,
    /// What staff know it by.
    pub title: &'k str,
    /// What its token is recognised by.
    pub token_digest: &'k str,
    /// What is shown of its token.
    pub redacted: &'k str,
}

/// What a key opens.
#[derive(Clone, Copy, Debug)]
pub enum Opens<'k> {
    /// The store API: every shopper can see the token, so it is kept to be shown again.
    Store {
        /// The token.
        token: &'k str,
        /// What is sold by it.
        channel: &'k SalesChannelId,
    },
    /// The admin API: nobody but its holder has the token.
    Admin,
}

/// Puts a new key down.
pub async fn create(tx: &mut Tx, key: &ApiKey<'_>) -> Result<(), StoreError> {
    let (kind, token, channel) = match key.opens {
        Opens::Store { token, channel } => ("publishable", Some(token), Some(channel)),
        Opens::Admin => ("secret", None, None),
    };
    let now = tx.now();
    tx.query(
        "INSERT INTO api_key (id, kind, title, token_digest, token, redacted, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(key.id.as_str())
    .bind(kind)
    .bind(key.title)
    .bind(key.token_digest)
    .bind(token)
    .bind(key.redacted)
    .bind(now)
    .write_one()
    .await?;

    if let Some(channel) = channel {
        tx.query("INSERT INTO api_key_channel (api_key_id, sales_channel_id) VALUES ($1, $2)")
            .bind(key.id.as_str())
            .bind(channel.as_str())
            .write_one()
            .await?;
    }
    Ok(())
}

/// The token of a publishable key that still opens something.
pub async fn publishable_token(tx: &mut Tx, id: &ApiKeyId) -> Result<Option<String>, StoreError> {
    let row: Option<(Option<String>,)> = tx
        .query("SELECT token FROM api_key WHERE id = $1 AND kind = 'publishable' AND revoked_at IS NULL")
        .bind(id.as_str())
        .optional()
        .await?;
    Ok(row.and_then(|(token,)| token))
}

/// The secret key of a token's digest, unless it was revoked.
pub async fn of_secret(tx: &mut Tx, token_digest: &str) -> Result<Option<ApiKeyId>, StoreError> {
    let row: Option<(String,)> = tx
        .query("SELECT id FROM api_key WHERE token_digest = $1 AND kind = 'secret' AND revoked_at IS NULL")
        .bind(token_digest)
        .optional()
        .await?;
    Ok(row.map(|(id,)| ApiKeyId::stored(id)))
}

/// A key as it is listed: nothing of it opens anything.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    /// Of the key.
    pub id: String,
    /// `publishable` or `secret`.
    pub kind: String,
    /// What staff know it by.
    pub title: String,
    /// What is shown of its token.
    pub redacted: String,
    /// Whether it opens nothing any more.
    pub revoked: bool,
}

/// Every key, oldest first.
pub async fn list(tx: &mut Tx) -> Result<Vec<Listed>, StoreError> {
    tx.query("SELECT id, kind, title, redacted, revoked_at IS NOT NULL AS revoked FROM api_key ORDER BY created_at, id")
        .all()
        .await
}

/// Takes a key back, for good; its kind, or none when no key of that id opens anything.
pub async fn revoke(tx: &mut Tx, id: &ApiKeyId) -> Result<Option<String>, StoreError> {
    let now = tx.now();
    let row: Option<(String,)> = tx
        .query("UPDATE api_key SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING kind")
        .bind(id.as_str())
        .bind(now)
        .optional()
        .await?;
    Ok(row.map(|(kind,)| kind))
}
