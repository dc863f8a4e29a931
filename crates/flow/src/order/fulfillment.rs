//! Goods of an order that leave.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::ids::{FulfillmentId, FulfillmentItemId, Id, LocationId, OrderId, OrderLineId};
use wufi_domain::order::{Fulfillment, Label, Order, OrderError, OrderStatus, Outgoing, Unsent, outgoing};
use wufi_domain::quantity::Quantity;
use wufi_store::{StoreError, Tx, fulfillments, orders};

use crate::{Clerk, FlowError};

/// So many of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Of which line.
    pub line: OrderLineId,
    /// How many.
    pub quantity: Quantity,
}

/// Goods that are to leave.
#[derive(Clone, Debug)]
pub struct NewFulfillment {
    /// What.
    pub items: Vec<Piece>,
    /// From where; from wherever they are reserved, without it.
    pub location: Option<LocationId>,
}

/// Takes goods of an order out of stock, to be sent.
pub async fn create(tx: &mut Tx, clerk: &Clerk, id: &OrderId, new: &NewFulfillment) -> Result<Order, FlowError> {
    let order = workable(tx, id).await?;
    if new.items.is_empty() {
        return Err(OrderError::Nothing.into());
    }
    if let Some(location) = &new.location
        && !fulfillments::has_location(tx, location).await?
    {
        return Err(OrderError::NoLocation.into());
    }
    let fulfillment = fulfillments::open(tx, id, new.location.as_ref(), clerk.name()).await?;
    let mut leaving = Vec::new();
    for (at, piece) in merged(&new.items)? {
        leaving.extend(put(tx, (&order, &fulfillment, new.location.as_ref()), (at, &piece)).await?);
    }
    take_out(tx, leaving).await?;

    let count: i64 = new.items.iter().map(|piece| piece.quantity.get()).sum();
    let facts = json!({ "order_id": id, "pieces": count, "stock_location_id": new.location });
    clerk.record(tx, Event::FulfillmentCreated, ("fulfillment", fulfillment.as_str()), facts).await?;
    super::any(tx, id).await
}

/// Each line once, at the place where it is said first.
fn merged(items: &[Piece]) -> Result<Vec<(usize, Piece)>, OrderError> {
    let mut merged: Vec<(usize, Piece)> = Vec::new();
    for (at, piece) in items.iter().enumerate() {
        match merged.iter_mut().find(|(_, held)| held.line == piece.line) {
            Some((_, held)) => held.quantity = held.quantity.plus(piece.quantity).ok_or(OrderError::MoreThanOrdered { at })?,
            None => merged.push((at, piece.clone())),
        }
    }
    Ok(merged)
}

/// Stock that leaves, for which thing of the request.
struct Leaving {
    at: usize,
    part: FulfillmentItemId,
    out: Outgoing,
}

/// Puts one thing into the fulfilment; the stock that leaves with it.
async fn put(
    tx: &mut Tx,
    (order, fulfillment, location): (&Order, &FulfillmentId, Option<&LocationId>),
    (at, piece): (usize, &Piece),
) -> Result<Vec<Leaving>, FlowError> {
    let line = order.lines.iter().find(|line| line.id == piece.line).ok_or(OrderError::NoLine { at })?;
    let held = fulfillments::held(tx, &piece.line).await?;
    let part = fulfillments::put(tx, (&order.id, fulfillment), (&piece.line, piece.quantity)).await?;
    let part = part.ok_or(OrderError::MoreThanOrdered { at })?;
    let left = line.goods.quantity.get() - order.progress(&line.id).fulfilled;
    let out = outgoing(&held, (piece.quantity.get(), left), location).map_err(|error| match error {
        Unsent::NotThere => FlowError::Order(OrderError::NotInStock { at }),
        Unsent::Uneven => FlowError::Store(StoreError::Broken { table: "reservation", detail: "quantity" }),
    })?;
    Ok(out.into_iter().map(|out| Leaving { at, part: part.clone(), out }).collect())
}

/// Takes the stock out, in the order in which buyers take the rows, so that neither waits for the other.
async fn take_out(tx: &mut Tx, mut leaving: Vec<Leaving>) -> Result<(), FlowError> {
    leaving.sort_by(|one, other| {
        let place = |leaving: &Leaving| (leaving.out.held.item.clone(), leaving.out.held.location.clone());
        place(one).cmp(&place(other))
    });
    for Leaving { at, part, out } in &leaving {
        if !fulfillments::take_out(tx, part, out).await? {
            return Err(OrderError::NotInStock { at: *at }.into());
        }
    }
    Ok(())
}

/// What left, and what is stuck onto it.
#[derive(Clone, Debug)]
pub struct Shipment {
    /// What, when it is said again: all that the fulfilment holds.
    pub items: Vec<Piece>,
    /// What is stuck onto the parcels.
    pub labels: Vec<Label>,
}

/// Puts down that a fulfilment left.
pub async fn ship(
    tx: &mut Tx,
    clerk: &Clerk,
    (order, id): (&OrderId, &FulfillmentId),
    shipment: &Shipment,
) -> Result<Order, FlowError> {
    let held = found(&workable(tx, order).await?, id)?;
    if !shipment.items.is_empty() && !is_whole(&held, &shipment.items) {
        return Err(OrderError::NotWhole.into());
    }
    if !fulfillments::ship(tx, order, id, &shipment.labels).await? {
        return Err(why_not(&held).into());
    }
    let facts = json!({ "order_id": order, "labels": shipment.labels.len() });
    clerk.record(tx, Event::FulfillmentShipped, ("fulfillment", id.as_str()), facts).await?;
    super::any(tx, order).await
}

/// Puts down that a fulfilment arrived.
pub async fn deliver(tx: &mut Tx, clerk: &Clerk, (order, id): (&OrderId, &FulfillmentId)) -> Result<Order, FlowError> {
    let held = found(&workable(tx, order).await?, id)?;
    if !fulfillments::deliver(tx, order, id).await? {
        return Err(why_not(&held).into());
    }
    clerk.record(tx, Event::FulfillmentDelivered, ("fulfillment", id.as_str()), json!({ "order_id": order })).await?;
    super::any(tx, order).await
}

/// Calls a fulfilment off that has not left: its goods are in stock again, and still sold.
pub async fn cancel(tx: &mut Tx, clerk: &Clerk, (order, id): (&OrderId, &FulfillmentId)) -> Result<Order, FlowError> {
    let held = found(&workable(tx, order).await?, id)?;
    if !fulfillments::cancel(tx, order, id).await? {
        return Err(why_not(&held).into());
    }
    clerk.record(tx, Event::FulfillmentCanceled, ("fulfillment", id.as_str()), json!({ "order_id": order })).await?;
    super::any(tx, order).await
}

/// The order, held: whoever works on its goods comes one after another.
async fn workable(tx: &mut Tx, id: &OrderId) -> Result<Order, FlowError> {
    let order = orders::hold_any(tx, id).await?.ok_or(OrderError::NotFound)?;
    if order.status == OrderStatus::Canceled { Err(OrderError::Canceled.into()) } else { Ok(order) }
}

fn found(order: &Order, id: &FulfillmentId) -> Result<Fulfillment, OrderError> {
    order.fulfillments.iter().find(|sent| sent.id == *id).cloned().ok_or(OrderError::NotFound)
}

/// Whether these are all the pieces that the fulfilment holds.
fn is_whole(held: &Fulfillment, items: &[Piece]) -> bool {
    let said =
        |line: &OrderLineId| -> i64 { items.iter().filter(|piece| piece.line == *line).map(|piece| piece.quantity.get()).sum() };
    let mut lines = items.iter().map(|piece| &piece.line).chain(held.items.iter().map(|item| &item.line));
    lines.all(|line| held.of_line(line) == said(line))
}

const fn why_not(held: &Fulfillment) -> OrderError {
    if held.is_live() { OrderError::FulfillmentGone } else { OrderError::FulfillmentCanceled }
}
