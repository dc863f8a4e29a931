//! Keys to the API.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::ids::{ApiKeyId, Id, SalesChannelId};
use wufi_guard::api_key::{KeyKind, NewKey};
use wufi_store::admin::keys::{self, ApiKey, Opens};
use wufi_store::{StoreError, Tx, admin};

/// Why no key was made or taken back.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A publishable key names what is sold, and nothing is yet.
    #[error("there is no shop yet for a publishable key to open")]
    NoShop,
    /// There is no such key, or it was taken back before.
    #[error("no key of that id opens anything")]
    Unknown,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a key; a publishable one opens what the shop sells by default.
pub async fn create(tx: &mut Tx, kind: KeyKind, title: &str) -> Result<NewKey, KeyError> {
    let id = tx.mint::<ApiKeyId>();
    match kind {
        KeyKind::Publishable => {
            let (_, channel) = admin::defaults(tx).await?.ok_or(KeyError::NoShop)?;
            let key = publish(tx, &id, title, &channel).await?;
            admin::bump_version(tx).await?;
            Ok(key)
        }
        KeyKind::Secret => {
            let key = NewKey::make(kind, tx.chance());
            put(tx, &id, title, (&key, Opens::Admin)).await?;
            Ok(key)
        }
    }
}

/// Takes a key back, for good: a secret one opens nothing from that moment on, a publishable one within a second.
pub async fn revoke(tx: &mut Tx, id: &ApiKeyId) -> Result<(), KeyError> {
    let kind = keys::revoke(tx, id).await?.ok_or(KeyError::Unknown)?;
    crate::admin::record(tx, Event::ApiKeyRevoked, ("api_key", id.as_str()), json!({ "kind": kind })).await?;
    if kind == KeyKind::Publishable.name() {
        admin::bump_version(tx).await?;
    }
    Ok(())
}

/// Makes a publishable key of one channel. Nodes see it when the shop's version moves.
pub(crate) async fn publish(tx: &mut Tx, id: &ApiKeyId, title: &str, channel: &SalesChannelId) -> Result<NewKey, StoreError> {
    let key = NewKey::make(KeyKind::Publishable, tx.chance());
    put(tx, id, title, (&key, Opens::Store { token: key.token.expose(), channel })).await?;
    Ok(key)
}

async fn put(tx: &mut Tx, id: &ApiKeyId, title: &str, key: (&NewKey, Opens<'_>)) -> Result<(), StoreError> {
    let (NewKey { digest, redacted, .. }, opens) = key;
    keys::create(tx, &ApiKey { id, opens, title, token_digest: digest, redacted }).await?;

    let kind = match opens {
        Opens::Store { .. } => KeyKind::Publishable,
        Opens::Admin => KeyKind::Secret,
    };
    crate::admin::record(tx, Event::ApiKeyCreated, ("api_key", id.as_str()), json!({ "kind": kind.name() })).await
}
