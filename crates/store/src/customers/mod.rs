//! Customers' records and address books.
//!
//! An account is looked up by the id that its token proves and by nothing else; a guest's
//! record is no account, whatever e-mail address it has.

mod addresses;
mod guests;
mod put;

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::customer::Customer;
use wufi_domain::email::Email;
use wufi_domain::ids::{CustomerId, Id};
use wufi_domain::metadata::Metadata;

pub use guests::{create_guest, move_guest};
pub use put::{create_account, move_account, save};

use crate::db::{StoreError, Tx};

#[derive(FromRow)]
struct CustomerRow {
    email: String,
    has_account: bool,
    company_name: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    phone: Option<String>,
    metadata: Option<String>,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

/// Finds an account with its address book, to look at.
pub async fn find(tx: &mut Tx, id: &CustomerId) -> Result<Option<Customer>, StoreError> {
    let row: Option<CustomerRow> = tx
        .query(
            "SELECT email, has_account, company_name, first_name, last_name, phone, metadata, created_at, updated_at
               FROM customer
              WHERE id = $1
                AND has_account",
        )
        .bind(id.as_str())
        .optional()
        .await?;
    whole(tx, id, row).await
}

/// Finds an account and holds it until the unit of work ends.
///
/// Written to *first*, with what it has: that takes the row's lock, so that two tabs cannot
/// race past the limit of an address book or leave it with two defaults.
pub async fn hold(tx: &mut Tx, id: &CustomerId) -> Result<Option<Customer>, StoreError> {
    let row: Option<CustomerRow> = tx
        .query(
            "UPDATE customer
                SET updated_at = updated_at
              WHERE id = $1
                AND has_account
          RETURNING email, has_account, company_name, first_name, last_name, phone, metadata, created_at, updated_at",
        )
        .bind(id.as_str())
        .optional()
        .await?;
    whole(tx, id, row).await
}

/// The e-mail address of a customer's account.
pub async fn email_of_account(tx: &mut Tx, id: &CustomerId) -> Result<Option<Email>, StoreError> {
    let row: Option<(String,)> =
        tx.query("SELECT email FROM customer WHERE id = $1 AND has_account").bind(id.as_str()).optional().await?;
    Ok(row.map(|(email,)| Email::stored(email)))
}

async fn whole(tx: &mut Tx, id: &CustomerId, row: Option<CustomerRow>) -> Result<Option<Customer>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Customer {
        id: id.clone(),
        email: Email::stored(row.email),
        company_name: row.company_name,
        first_name: row.first_name,
        last_name: row.last_name,
        phone: row.phone,
        metadata: row.metadata.as_deref().map(Metadata::stored),
        has_account: row.has_account,
        created_at: row.created_at.into(),
        updated_at: row.updated_at.into(),
        addresses: addresses::list(tx, id).await?,
    }))
}
