//! Orders.

pub mod transfer;

use wufi_domain::ids::OrderId;
use wufi_domain::order::{Order, OrderError};
use wufi_store::{Tx, orders};

pub use wufi_store::orders::{By, Page, Wanted, Way};

use crate::{Caller, FlowError};

/// The caller's order.
pub async fn find(tx: &mut Tx, caller: &Caller, id: &OrderId) -> Result<Order, FlowError> {
    Ok(orders::find(tx, &caller.standing, id).await?.ok_or(OrderError::NotFound)?)
}

/// The orders of the customer who calls.
pub async fn list(tx: &mut Tx, caller: &Caller, wanted: &Wanted) -> Result<Page, FlowError> {
    Ok(orders::list(tx, caller.customer()?, wanted).await?)
}
