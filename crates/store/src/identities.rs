//! E-mail addresses with their passwords: what a customer logs in with.

use sqlx::FromRow;
use wufi_domain::email::Email;
use wufi_domain::ids::{CustomerId, Id, IdentityId};

use crate::db::{StoreError, Tx};

/// What is kept about a login.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Of the identity.
    pub id: IdentityId,
    /// Its e-mail address.
    pub email: Email,
    /// The hash of its password, in whichever scheme it was made.
    pub password_hash: String,
    /// Whose it is; none between registration and the customer's record.
    pub customer: Option<CustomerId>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    email: String,
    password_hash: String,
    customer_id: Option<String>,
}

impl From<Row> for Identity {
    fn from(row: Row) -> Self {
        Self {
            id: IdentityId::stored(row.id),
            email: Email::stored(row.email),
            password_hash: row.password_hash,
            customer: row.customer_id.map(CustomerId::stored),
        }
    }
}

/// Finds the identity of an e-mail address, however it is written.
pub async fn of_email(tx: &mut Tx, email: &Email) -> Result<Option<Identity>, StoreError> {
    let row: Option<Row> = tx
        .query("SELECT id, email, password_hash, customer_id FROM auth_identity WHERE email_folded = $1")
        .bind(email.folded())
        .optional()
        .await?;
    Ok(row.map(Identity::from))
}

/// Finds the identity of a customer.
pub async fn of_customer(tx: &mut Tx, customer: &CustomerId) -> Result<Option<Identity>, StoreError> {
    let row: Option<Row> = tx
        .query("SELECT id, email, password_hash, customer_id FROM auth_identity WHERE customer_id = $1")
        .bind(customer.as_str())
        .optional()
        .await?;
    Ok(row.map(Identity::from))
}

/// Finds an identity and holds it until the unit of work ends: logins of one account wait for each other.
pub async fn hold(tx: &mut Tx, id: &IdentityId) -> Result<Option<Identity>, StoreError> {
    let row: Option<Row> = tx
        .query(
            "UPDATE auth_identity
                SET version = version + 1
              WHERE id = $1
          RETURNING id, email, password_hash, customer_id",
        )
        .bind(id.as_str())
        .optional()
        .await?;
    Ok(row.map(Identity::from))
}

/// Writes a new identity with the id of its registration token; an e-mail address that another has is refused
/// as a [`StoreError::Duplicate`].
pub async fn create(tx: &mut Tx, email: &Email, password_hash: &str, registration: &str) -> Result<IdentityId, StoreError> {
    let (id, now) = (tx.mint::<IdentityId>(), tx.now());
    tx.query(
        "INSERT INTO auth_identity (id, email, email_folded, password_hash, registration, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)",
    )
    .bind(id.as_str())
    .bind(email.as_str())
    .bind(email.folded())
    .bind(password_hash)
    .bind(registration)
    .bind(now)
    .write_one()
    .await?;
    Ok(id)
}

/// Makes another registration token the one that counts; false when there is a customer already.
pub async fn renew_registration(tx: &mut Tx, id: &IdentityId, registration: &str) -> Result<bool, StoreError> {
    let written = tx
        .query("UPDATE auth_identity SET registration = $2 WHERE id = $1 AND customer_id IS NULL")
        .bind(id.as_str())
        .bind(registration)
        .execute()
        .await?;
    Ok(written == 1)
}

/// Uses a registration token up; false when it is not the one that counts.
pub async fn take_registration(tx: &mut Tx, id: &IdentityId, registration: &str) -> Result<bool, StoreError> {
    let written = tx
        .query("UPDATE auth_identity SET registration = NULL WHERE id = $1 AND registration = $2")
        .bind(id.as_str())
        .bind(registration)
        .execute()
        .await?;
    Ok(written == 1)
}

/// Gives an identity its customer; false when it has one, or when the registration token is not the one that counts.
pub async fn give_customer(tx: &mut Tx, id: &IdentityId, registration: &str, customer: &CustomerId) -> Result<bool, StoreError> {
    let now = tx.now();
    let written = tx
        .query(
            "UPDATE auth_identity
                SET customer_id = $3, updated_at = $4
              WHERE id = $1 AND registration = $2 AND customer_id IS NULL",
        )
        .bind(id.as_str())
        .bind(registration)
        .bind(customer.as_str())
        .bind(now)
        .execute()
        .await?;
    Ok(written == 1)
}

/// Writes another hash; false when the one that was verified is no longer the one that is kept.
///
/// A registration token was given for the password before: it opens nothing any more.
pub async fn set_password(tx: &mut Tx, id: &IdentityId, verified: &str, password_hash: &str) -> Result<bool, StoreError> {
    let now = tx.now();
    let written = tx
        .query("UPDATE auth_identity SET password_hash = $3, registration = NULL, updated_at = $4 WHERE id = $1 AND password_hash = $2")
        .bind(id.as_str())
        .bind(verified)
        .bind(password_hash)
        .bind(now)
        .execute()
        .await?;
    Ok(written == 1)
}

/// Writes another e-mail address; one that another has is refused as a [`StoreError::Duplicate`].
pub async fn set_email(tx: &mut Tx, id: &IdentityId, email: &Email) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query("UPDATE auth_identity SET email = $2, email_folded = $3, updated_at = $4 WHERE id = $1")
        .bind(id.as_str())
        .bind(email.as_str())
        .bind(email.folded())
        .bind(now)
        .write_one()
        .await
}
