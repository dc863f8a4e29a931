//! The shop's own people.

use wufi_domain::email::Email;
use wufi_domain::ids::{Id, UserId};
use wufi_domain::staff::Role;

use crate::db::{StoreError, Tx};

/// Makes a member of staff; an e-mail address that another has is a [`StoreError::Duplicate`].
pub async fn create(tx: &mut Tx, email: &Email, role: Role, password_hash: &str) -> Result<UserId, StoreError> {
    let (id, now) = (tx.mint::<UserId>(), tx.now());
    tx.query(
        "INSERT INTO staff (id, email, email_folded, password_hash, role, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)",
    )
    .bind(id.as_str())
    .bind(email.as_str())
    .bind(email.folded())
    .bind(password_hash)
    .bind(role.name())
    .bind(now)
    .write_one()
    .await?;
    Ok(id)
}

/// The hash of a member's password, if there is one with that address.
pub async fn password_hash(tx: &mut Tx, email: &Email) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> =
        tx.query("SELECT password_hash FROM staff WHERE email_folded = $1").bind(email.folded()).optional().await?;
    Ok(row.map(|(hash,)| hash))
}

/// The e-mail address of a member of staff.
pub async fn email(tx: &mut Tx, id: &str) -> Result<Option<Email>, StoreError> {
    let row: Option<(String,)> = tx.query("SELECT email FROM staff WHERE id = $1").bind(id).optional().await?;
    Ok(row.map(|(email,)| Email::stored(email)))
}
