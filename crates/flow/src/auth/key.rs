//! Secret API keys: programs of the shop, by HTTP Basic.

use wufi_domain::ids::ApiKeyId;
use wufi_guard::api_key::KeyKind;
use wufi_guard::digest::token_digest;
use wufi_store::{Db, admin};

use super::error::AuthError;

/// Lets a program in by its secret key: `sk_…`. A revoked key opens nothing from that moment on.
pub async fn admit_key(db: &Db, token: &str) -> Result<ApiKeyId, AuthError> {
    if !token.starts_with(KeyKind::Secret.prefix()) {
        return Err(AuthError::TokenInvalid);
    }
    let mut tx = db.read().await?;
    admin::keys::of_secret(&mut tx, &token_digest(token)).await?.ok_or(AuthError::TokenInvalid)
}
