//! Calling an order off.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::ids::{Id, OrderId, PaymentId, RefundId};
use wufi_domain::order::{Fulfillment, Order, OrderError, OrderStatus};
use wufi_domain::payment::Step;
use wufi_store::admin::orders::Paid;
use wufi_store::{Tx, admin, orders, payments};

use crate::payment::refund;
use crate::till::Till;
use crate::{Clerk, FlowError};

/// Calls an order off for somebody of the shop: stock goes back, what is held is let go, what was taken is given back.
pub async fn cancel(till: &Till, clerk: &Clerk, id: &OrderId) -> Result<Order, FlowError> {
    let mut tx = till.db.begin().await?;
    // Held first, so that nobody takes goods of it out meanwhile.
    let order = orders::hold_any(&mut tx, id).await?.ok_or(OrderError::NotFound)?;
    match order.status {
        OrderStatus::Pending => {}
        OrderStatus::Completed => return Err(OrderError::Completed.into()),
        OrderStatus::Canceled => return Err(OrderError::Canceled.into()),
    }
    if order.fulfillments.iter().any(Fulfillment::is_live) {
        return Err(OrderError::Fulfilled.into());
    }
    call_off(&mut tx, clerk, id, "by_staff").await?;
    let refunds = give_back(&mut tx, clerk, &order).await?;
    tx.commit().await?;

    till.ring();
    for refund in refunds {
        refund::send_now(till, clerk, &refund).await;
    }
    let mut tx = till.db.read().await?;
    Ok(orders::any(&mut tx, id).await?.unwrap_or(order))
}

/// What was taken for the order and not given back yet is to be given back.
async fn give_back(tx: &mut Tx, clerk: &Clerk, order: &Order) -> Result<Vec<RefundId>, FlowError> {
    let mut refunds = Vec::new();
    let ids: Vec<PaymentId> = order.payment.iter().flat_map(|held| &held.payments).map(|payment| payment.id.clone()).collect();
    for id in ids {
        let Some(seen) = payments::hold(tx, &id).await? else { continue };
        let left = seen.amount.minus(seen.refunded)?;
        if seen.is_taken && left.minor() > 0 {
            refunds.push(refund::put_down(tx, clerk, &seen, refund::Wish { amount: left, note: None }).await?);
        }
    }
    Ok(refunds)
}

/// Calls an order off: stock goes back, promises end. Done once, however often it is asked for.
pub(crate) async fn call_off(tx: &mut Tx, clerk: &Clerk, id: &OrderId, why: &'static str) -> Result<bool, FlowError> {
    if !admin::orders::cancel(tx, id).await? {
        return Ok(false);
    }
    let reservations = admin::orders::give_stock_back(tx, id).await?;
    if let Some(paid) = admin::orders::cancel_promises(tx, id).await? {
        release(tx, &paid).await?;
    }
    let facts = json!({ "why": why, "reservations": reservations });
    clerk.record(tx, Event::OrderCanceled, ("order", id.as_str()), facts).await?;
    Ok(true)
}

/// What a provider holds is let go by the job that looks after payments; by hand nobody holds anything.
async fn release(tx: &mut Tx, paid: &Paid) -> Result<(), FlowError> {
    if paid.step != Step::Ordered {
        return Ok(());
    }
    payments::advance(tx, &paid.session, Step::Ordered.to(Step::Releasing)?).await?;
    if !paid.is_outside {
        payments::advance(tx, &paid.session, Step::Releasing.to(Step::Released)?).await?;
    }
    Ok(())
}
