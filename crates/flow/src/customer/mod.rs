//! What customers do with their own record. Its e-mail address changes with the login.

mod addresses;

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::customer::{Changed, Customer, CustomerChanges};
use wufi_domain::ids::Id;
use wufi_store::{StoreError, Tx, customers};

pub use addresses::{add_address, address, addresses, change_address, remove_address};

use crate::{Caller, FlowError};

/// The record of the customer who calls, to look at.
pub async fn me(tx: &mut Tx, caller: &Caller) -> Result<Customer, FlowError> {
    let id = caller.customer()?;
    customers::find(tx, id).await?.ok_or(FlowError::NotLoggedIn)
}

/// Changes the record of the customer who calls.
pub async fn update(tx: &mut Tx, caller: &Caller, changes: CustomerChanges) -> Result<Customer, FlowError> {
    let held = hold(tx, caller).await?;
    let mut customer = held.clone();
    let different = customer.update(changes, tx.now())?;
    if different.is_empty() {
        return Ok(held);
    }

    customers::save(tx, &held, &customer).await?;
    record(tx, caller, (Event::CustomerUpdated, "customer", customer.id.as_str()), &different).await?;
    Ok(customer)
}

/// The record of the customer who calls, held until the unit of work ends.
async fn hold(tx: &mut Tx, caller: &Caller) -> Result<Customer, FlowError> {
    let id = caller.customer()?;
    customers::hold(tx, id).await?.ok_or(FlowError::NotLoggedIn)
}

/// Puts on record what changed: the names of the fields, never what is in them.
async fn record(
    tx: &mut Tx,
    caller: &Caller,
    (event, kind, subject): (Event, &'static str, &str),
    different: &Changed,
) -> Result<(), StoreError> {
    caller.record(tx, event, (kind, subject), json!({ "fields": different.names() })).await
}
