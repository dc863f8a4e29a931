//! Guests' records.

use wufi_domain::email::Email;
use wufi_domain::ids::{CustomerId, Id};

use crate::db::{StoreError, Tx};

/// Makes a guest's record: that guest's alone, never found by its e-mail.
pub async fn create_guest(tx: &mut Tx, email: &Email) -> Result<CustomerId, StoreError> {
    let (id, now) = (tx.mint::<CustomerId>(), tx.now());
    tx.query(
        "INSERT INTO customer (id, email, email_folded, has_account, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.as_str())
    .bind(email.as_str())
    .bind(email.folded())
    .bind(false)
    .bind(now)
    .bind(now)
    .write_one()
    .await?;
    Ok(id)
}

/// Writes a guest's new e-mail address into the record of that guest.
pub async fn move_guest(tx: &mut Tx, id: &CustomerId, email: &Email) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query("UPDATE customer SET email = $2, email_folded = $3, updated_at = $4 WHERE id = $1 AND NOT has_account")
        .bind(id.as_str())
        .bind(email.as_str())
        .bind(email.folded())
        .bind(now)
        .write_one()
        .await
}
