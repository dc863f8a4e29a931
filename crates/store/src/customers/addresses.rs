//! Addresses in customers' books.

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::customer::CustomerAddress;
use wufi_domain::ids::{AddressId, CustomerId, Id};
use wufi_domain::metadata::Metadata;

use crate::db::{StoreError, Tx};
use crate::json;

#[derive(FromRow)]
struct AddressRow {
    id: String,
    address_name: Option<String>,
    address: String,
    metadata: Option<String>,
    is_default_shipping: bool,
    is_default_billing: bool,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

/// The address book of a customer.
pub(super) async fn list(tx: &mut Tx, customer: &CustomerId) -> Result<Vec<CustomerAddress>, StoreError> {
    let rows: Vec<AddressRow> = tx
        .query(
            "SELECT id, address_name, address, metadata, is_default_shipping, is_default_billing, created_at, updated_at
               FROM customer_address
              WHERE customer_id = $1
              ORDER BY created_at, id",
        )
        .bind(customer.as_str())
        .all()
        .await?;
    rows.into_iter().map(CustomerAddress::try_from).collect()
}

impl TryFrom<AddressRow> for CustomerAddress {
    type Error = StoreError;

    fn try_from(row: AddressRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: AddressId::stored(row.id),
            name: row.address_name,
            address: json::address(&row.address)?,
            metadata: row.metadata.as_deref().map(Metadata::stored),
            is_default_shipping: row.is_default_shipping,
            is_default_billing: row.is_default_billing,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}

/// Writes one address of a customer, new or changed; one of somebody else's is not written.
pub(super) async fn put(tx: &mut Tx, customer: &CustomerId, address: &CustomerAddress) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO customer_address (id, customer_id, address_name, address, metadata, is_default_shipping,
                                       is_default_billing, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (id) DO UPDATE
            SET address_name = excluded.address_name, address = excluded.address, metadata = excluded.metadata,
                is_default_shipping = excluded.is_default_shipping, is_default_billing = excluded.is_default_billing,
                updated_at = excluded.updated_at
          WHERE customer_address.customer_id = excluded.customer_id",
    )
    .bind(address.id.as_str())
    .bind(customer.as_str())
    .bind(address.name.as_deref())
    .bind(json::address_text(&address.address)?)
    .bind(address.metadata.as_ref().map(Metadata::to_text))
    .bind(address.is_default_shipping)
    .bind(address.is_default_billing)
    .bind(address.created_at)
    .bind(address.updated_at)
    .write_one()
    .await
}

/// Takes an address out of a customer's book.
pub(super) async fn forget(tx: &mut Tx, customer: &CustomerId, address: &AddressId) -> Result<(), StoreError> {
    tx.query("DELETE FROM customer_address WHERE customer_id = $1 AND id = $2")
        .bind(customer.as_str())
        .bind(address.as_str())
        .write_one()
        .await
}
