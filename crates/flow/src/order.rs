//! Orders.

use wufi_domain::cart::CartError;
use wufi_domain::ids::OrderId;
use wufi_domain::order::Order;
use wufi_store::{Tx, orders};

use crate::{Caller, FlowError};

/// The caller's order.
pub async fn find(tx: &mut Tx, caller: &Caller, id: &OrderId) -> Result<Order, FlowError> {
    Ok(orders::find(tx, &caller.standing, id).await?.ok_or(CartError::NotFound)?)
}
