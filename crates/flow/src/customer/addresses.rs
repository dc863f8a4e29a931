//! What customers do with their own address book.

use wufi_domain::audit::Event;
use wufi_domain::customer::{AddressChanges, AddressFilter, Changed, Customer, CustomerAddress};
use wufi_domain::ids::{AddressId, Id};
use wufi_store::{Tx, customers};

use super::{hold, me, record};
use crate::{Caller, FlowError};

/// Those addresses of the customer who calls that are looked for, oldest first.
pub async fn addresses(tx: &mut Tx, caller: &Caller, filter: &AddressFilter) -> Result<Vec<CustomerAddress>, FlowError> {
    let mut book = me(tx, caller).await?.addresses;
    book.retain(|address| filter.admits(address));
    Ok(book)
}

/// One address of the customer who calls.
pub async fn address(tx: &mut Tx, caller: &Caller, id: &AddressId) -> Result<CustomerAddress, FlowError> {
    Ok(me(tx, caller).await?.address(id)?.clone())
}

/// Puts an address into the book of the customer who calls.
pub async fn add_address(tx: &mut Tx, caller: &Caller, new: AddressChanges) -> Result<Customer, FlowError> {
    let held = hold(tx, caller).await?;
    let (mut customer, id) = (held.clone(), tx.mint::<AddressId>());
    let different = customer.add_address(new, (id.clone(), tx.now()))?;

    customers::save(tx, &held, &customer).await?;
    record(tx, caller, (Event::AddressAdded, KIND, id.as_str()), &different).await?;
    Ok(customer)
}

/// Changes an address in the book of the customer who calls.
pub async fn change_address(
    tx: &mut Tx,
    caller: &Caller,
    id: &AddressId,
    changes: AddressChanges,
) -> Result<Customer, FlowError> {
    let held = hold(tx, caller).await?;
    let mut customer = held.clone();
    let different = customer.change_address(id, changes, tx.now())?;
    if different.is_empty() {
        return Ok(held);
    }

    customers::save(tx, &held, &customer).await?;
    record(tx, caller, (Event::AddressUpdated, KIND, id.as_str()), &different).await?;
    Ok(customer)
}

/// Takes an address out of the book of the customer who calls.
pub async fn remove_address(tx: &mut Tx, caller: &Caller, id: &AddressId) -> Result<Customer, FlowError> {
    let held = hold(tx, caller).await?;
    let mut customer = held.clone();
    customer.remove_address(id)?;

    customers::save(tx, &held, &customer).await?;
    record(tx, caller, (Event::AddressRemoved, KIND, id.as_str()), &Changed::default()).await?;
    Ok(customer)
}

const KIND: &str = "customer_address";
