//! Orders.

mod call_off;
pub mod fulfillment;
pub mod transfer;

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::ids::{Id, OrderId};
use wufi_domain::order::{Order, OrderError, OrderStatus};
use wufi_store::{Tx, admin, orders};

pub(crate) use call_off::call_off;
pub use call_off::cancel;
pub use wufi_store::orders::{By, Page, Sought, Wanted, Way};

use crate::{Caller, Clerk, FlowError};

/// The caller's order.
pub async fn find(tx: &mut Tx, caller: &Caller, id: &OrderId) -> Result<Order, FlowError> {
    Ok(orders::find(tx, &caller.standing, id).await?.ok_or(OrderError::NotFound)?)
}

/// The orders of the customer who calls.
pub async fn list(tx: &mut Tx, caller: &Caller, wanted: &Wanted) -> Result<Page, FlowError> {
    Ok(orders::list(tx, caller.customer()?, wanted).await?)
}

/// Any order, for the shop's own people.
pub async fn any(tx: &mut Tx, id: &OrderId) -> Result<Order, FlowError> {
    Ok(orders::any(tx, id).await?.ok_or(OrderError::NotFound)?)
}

/// The orders that the shop's own people look for.
pub async fn search(tx: &mut Tx, sought: &Sought) -> Result<Page, FlowError> {
    Ok(orders::search(tx, sought).await?)
}

/// Says that an order is done with.
pub async fn complete(tx: &mut Tx, clerk: &Clerk, id: &OrderId) -> Result<Order, FlowError> {
    let order = orders::hold_any(tx, id).await?.ok_or(OrderError::NotFound)?;
    match order.status {
        OrderStatus::Pending => {}
        OrderStatus::Completed => return Err(OrderError::Completed.into()),
        OrderStatus::Canceled => return Err(OrderError::Canceled.into()),
    }
    if admin::orders::complete(tx, id).await? {
        clerk.record(tx, Event::OrderCompleted, ("order", id.as_str()), json!({ "number": order.number })).await?;
    }
    any(tx, id).await
}
