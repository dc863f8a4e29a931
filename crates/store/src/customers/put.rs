//! Writing accounts: a new one whole, a held one by what changed.

use wufi_domain::customer::{Customer, CustomerAddress};
use wufi_domain::email::Email;
use wufi_domain::ids::{CustomerId, Id};
use wufi_domain::metadata::Metadata;

use super::addresses;
use crate::db::{StoreError, Tx};

/// Writes a new account; [`StoreError::Duplicate`] when its e-mail address has one.
pub async fn create_account(tx: &mut Tx, customer: &Customer) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO customer (id, email, email_folded, has_account, company_name, first_name, last_name, phone, metadata,
                               created_at, updated_at)
         VALUES ($1, $2, $3, TRUE, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(customer.id.as_str())
    .bind(customer.email.as_str())
    .bind(customer.email.folded())
    .bind(customer.company_name.as_deref())
    .bind(customer.first_name.as_deref())
    .bind(customer.last_name.as_deref())
    .bind(customer.phone.as_deref())
    .bind(customer.metadata.as_ref().map(Metadata::to_text))
    .bind(customer.created_at)
    .bind(customer.updated_at)
    .write_one()
    .await?;
    put_addresses(tx, &customer.id, (&[], &customer.addresses)).await
}

/// Writes what changed between the account as it was held and as it is now; the e-mail address stays.
pub async fn save(tx: &mut Tx, held: &Customer, customer: &Customer) -> Result<(), StoreError> {
    put_row(tx, customer).await?;
    for gone in held.addresses.iter().filter(|address| customer.addresses.iter().all(|kept| kept.id != address.id)) {
        addresses::forget(tx, &customer.id, &gone.id).await?;
    }
    put_addresses(tx, &customer.id, (&held.addresses, &customer.addresses)).await
}

/// Gives an account another e-mail address; [`StoreError::Duplicate`] when that has one.
pub async fn move_account(tx: &mut Tx, id: &CustomerId, email: &Email) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query("UPDATE customer SET email = $2, email_folded = $3, updated_at = $4 WHERE id = $1 AND has_account")
        .bind(id.as_str())
        .bind(email.as_str())
        .bind(email.folded())
        .bind(now)
        .write_one()
        .await
}

async fn put_row(tx: &mut Tx, customer: &Customer) -> Result<(), StoreError> {
    tx.query(
        "UPDATE customer
            SET company_name = $2, first_name = $3, last_name = $4, phone = $5, metadata = $6, updated_at = $7
          WHERE id = $1
            AND has_account",
    )
    .bind(customer.id.as_str())
    .bind(customer.company_name.as_deref())
    .bind(customer.first_name.as_deref())
    .bind(customer.last_name.as_deref())
    .bind(customer.phone.as_deref())
    .bind(customer.metadata.as_ref().map(Metadata::to_text))
    .bind(customer.updated_at)
    .write_one()
    .await
}

type Books<'b> = (&'b [CustomerAddress], &'b [CustomerAddress]);

/// New and changed addresses are put, those first that are the default for nothing more than before:
/// there is never a moment with two.
async fn put_addresses(tx: &mut Tx, customer: &CustomerId, (held, now): Books<'_>) -> Result<(), StoreError> {
    let before = |address: &CustomerAddress| held.iter().find(|held| held.id == address.id);
    let gains = |address: &CustomerAddress| {
        let (shipping, billing) =
            before(address).map_or((false, false), |held| (held.is_default_shipping, held.is_default_billing));
        (address.is_default_shipping && !shipping) || (address.is_default_billing && !billing)
    };

    let (gaining, others): (Vec<_>, Vec<_>) =
        now.iter().filter(|address| before(address) != Some(*address)).partition(|address| gains(address));
    for address in others.into_iter().chain(gaining) {
        addresses::put(tx, customer, address).await?;
    }
    Ok(())
}
