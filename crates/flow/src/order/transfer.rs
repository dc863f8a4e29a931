//! Orders that change hands.
//!
//! A customer asks for an order that they can see; a token goes to whoever placed it, by mail and
//! by no other way, and whoever holds it decides, once.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::cart::Buyer;
use wufi_domain::ids::{Id, OrderId, TransferId};
use wufi_domain::order::{Order, OrderError, Transfer, Wish};
use wufi_store::orders::transfers;
use wufi_store::{Tx, carts, customers, orders};

pub use wufi_store::orders::transfers::Proof;

use crate::{Caller, FlowError};

/// A request for an order.
#[derive(Clone, Debug)]
pub struct NewTransfer {
    /// Of the request; its token is derived from it.
    pub id: TransferId,
    /// Of that token.
    pub digest: String,
    /// What is said with it.
    pub wish: Wish,
}

/// Asks for an order in the name of the customer who calls; an earlier request for it ends.
pub async fn request(tx: &mut Tx, caller: &Caller, id: &OrderId, new: NewTransfer) -> Result<Order, FlowError> {
    let customer = caller.account(tx).await?.id;
    let order = orders::hold(tx, &caller.standing, id).await?.ok_or(OrderError::NotFound)?;
    order.askable_by(&customer)?;

    let NewTransfer { id: transfer, digest, wish } = new;
    let facts = json!({ "customer_id": customer, "takes_email": wish.takes_email });
    let expires_at = Transfer::end(tx.now());
    transfers::put(tx, &Transfer { id: transfer, order: id.clone(), customer, wish, digest, expires_at }).await?;
    caller.record(tx, Event::OrderTransferRequested, ("order", id.as_str()), facts).await?;
    Ok(order)
}

/// Takes back what the customer who calls asked for.
pub async fn cancel(tx: &mut Tx, caller: &Caller, id: &OrderId) -> Result<Order, FlowError> {
    let customer = caller.customer()?;
    let order = orders::hold(tx, &caller.standing, id).await?.ok_or(OrderError::NotFound)?;
    if !transfers::withdraw(tx, id, customer).await? {
        return Err(OrderError::NotFound.into());
    }
    caller.record(tx, Event::OrderTransferCanceled, ("order", id.as_str()), json!({ "customer_id": customer })).await?;
    Ok(order)
}

/// Lets the customer who asked have the order, and the cart that it was, for whoever holds the token.
///
/// The order that is answered is the customer's from here on: its token opens it no more.
pub async fn accept(tx: &mut Tx, caller: &Caller, id: &OrderId, proof: Proof<'_>) -> Result<Order, FlowError> {
    let (order, transfer) = answer(tx, id, proof).await?;
    let email = customers::email_of_account(tx, &transfer.customer).await?.ok_or(OrderError::TransferToken)?;

    let order = order.passed_to(Buyer { id: transfer.customer.clone(), email }, &transfer.wish, tx.now());
    orders::save_owner(tx, &order).await?;
    let email = transfer.wish.takes_email.then_some(&order.email);
    carts::give(tx, &order.cart, &transfer.customer, email).await?;
    let facts = json!({ "customer_id": transfer.customer, "takes_email": transfer.wish.takes_email });
    caller.record(tx, Event::OrderTransferAccepted, ("order", id.as_str()), facts).await?;
    Ok(order)
}

/// Keeps the order where it is, for whoever holds the token.
pub async fn decline(tx: &mut Tx, caller: &Caller, id: &OrderId, proof: Proof<'_>) -> Result<Order, FlowError> {
    let (order, transfer) = answer(tx, id, proof).await?;
    let facts = json!({ "customer_id": transfer.customer });
    caller.record(tx, Event::OrderTransferDeclined, ("order", id.as_str()), facts).await?;
    Ok(order)
}

/// The order and the request that a proof answers, which is answered by that.
///
/// Whatever is wrong sounds the same: an id of an order must not be found out with a made-up token.
async fn answer(tx: &mut Tx, id: &OrderId, proof: Proof<'_>) -> Result<(Order, Transfer), FlowError> {
    let order = transfers::hold(tx, id, proof).await?.ok_or(OrderError::TransferToken)?;
    let transfer = transfers::take(tx, id, proof).await?.ok_or(OrderError::TransferToken)?;
    Ok((order, transfer))
}
