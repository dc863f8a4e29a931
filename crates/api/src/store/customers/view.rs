//! Customers and their addresses as Medusa shows them.

use serde_json::Value;
use wufi_domain::customer::{Customer, CustomerAddress};
use wufi_domain::ids::Id;
use wufi_domain::metadata::Metadata;

use crate::extract::Pick;
use crate::store::parts::address;

/// A customer, with their addresses when they were picked.
pub(super) fn customer(held: &Customer, pick: &Pick) -> Value {
    let addresses = |pick: &Pick| held.addresses.iter().map(|one| book_address(one, held.id.as_str(), pick)).collect();
    pick.object()
        .always("id", held.id.as_str())
        .put("email", held.email.as_str())
        .put("company_name", held.company_name.clone())
        .put("first_name", held.first_name.clone())
        .put("last_name", held.last_name.clone())
        .put("phone", held.phone.clone())
        .put_with("metadata", || facts(held.metadata.as_ref()))
        .put("has_account", held.has_account)
        .put("deleted_at", Value::Null)
        .put_with("created_at", || held.created_at.to_string())
        .put_with("updated_at", || held.updated_at.to_string())
        .relation("addresses", addresses)
        .done()
}

/// An address in the book of the customer with that id.
pub(super) fn book_address(held: &CustomerAddress, customer: &str, pick: &Pick) -> Value {
    let object = pick
        .object()
        .always("id", held.id.as_str())
        .put("address_name", held.name.clone())
        .put("is_default_shipping", held.is_default_shipping)
        .put("is_default_billing", held.is_default_billing)
        .put("customer_id", customer);
    address::parts(object, &held.address)
        // In the place of the address's own, of which a book has none.
        .put_with("metadata", || facts(held.metadata.as_ref()))
        .put_with("created_at", || held.created_at.to_string())
        .put_with("updated_at", || held.updated_at.to_string())
        .put("deleted_at", Value::Null)
        .done()
}

fn facts(held: Option<&Metadata>) -> Value {
    held.map_or(Value::Null, Metadata::to_json)
}
