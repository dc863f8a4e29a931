//! Making the order of a cart that is held, ready, and paid for.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::cart::{Cart, CartError};
use wufi_domain::ids::{Id, OrderId};
use wufi_domain::money::Amount;
use wufi_domain::order::{Mint, Order};
use wufi_domain::payment::{CollectionStatus, Payment, PaymentCollection, SessionStatus, Step};
use wufi_domain::region::Region;
use wufi_domain::shop::Shop;
use wufi_store::{Tx, carts, orders, payments};

use super::stock;
use crate::{Caller, FlowError};

/// Seconds after which the money of an order is taken by the job that looks after payments, if it is not by then.
const TAKEN_SECS: i64 = 10;

/// Makes the order: payment, stock and order in one unit of work. A refusal undoes all of it, the order's number included.
pub(super) async fn place(tx: &mut Tx, shop: &Shop, caller: &Caller, held: &Cart) -> Result<Order, FlowError> {
    let region = shop.region(&held.region).ok_or(CartError::NoRegion)?;
    let (id, mut cart) = (tx.mint::<OrderId>(), held.clone());
    promise(tx, region, &mut cart, &id)?;
    cart.completed_at = Some(tx.now());
    carts::save(tx, held, &cart).await?;

    let takings = stock::take(tx, &cart).await?;
    let order = put(tx, &cart, id).await?;
    stock::reserve(tx, &order, &takings).await?;
    record(tx, caller, &order).await?;
    Ok(order)
}

/// The session that pays becomes a payment of the order. By hand the money is promised at once; a provider holds it.
fn promise(tx: &Tx, region: &Region, cart: &mut Cart, order: &OrderId) -> Result<(), FlowError> {
    let is_free = cart.totals()?.all.total == Amount::ZERO;
    let Some(collection) = &mut cart.payment else { return Ok(()) };
    if is_free {
        // What was begun over another amount is let go.
        collection.sessions.clear();
        return Ok(());
    }
    let Some(session) = collection.payable_session().map(|session| session.id.clone()) else { return Ok(()) };
    let Some(session) = collection.session_mut(&session) else { return Ok(()) };
    if !region.offers(&session.provider_id) {
        return Err(FlowError::ProviderNotOffered);
    }

    let now = tx.now();
    session.status = SessionStatus::Authorized;
    session.authorized_at = session.authorized_at.or(Some(now));
    session.updated_at = now;
    session.binding.step = session.binding.step.to(Step::Ordered)?.to();
    session.binding.order = Some(order.clone());
    let data = session.binding.intent.as_ref().map_or(json!({}), |intent| json!({ "id": intent }));
    // The browser has no more use for what it paid with.
    session.data = data.clone();
    let payment = Payment {
        id: tx.mint(),
        session: session.id.clone(),
        provider_id: session.provider_id.clone(),
        currency: session.currency,
        amount: session.amount,
        data,
        refunded: Amount::ZERO,
        captures: Vec::new(),
        refunds: Vec::new(),
        captured_at: None,
        canceled_at: None,
        created_at: now,
        updated_at: now,
    };
    authorized(collection, payment);
    Ok(())
}

fn authorized(collection: &mut PaymentCollection, payment: Payment) {
    collection.status = CollectionStatus::Authorized;
    collection.authorized = Some(payment.amount);
    collection.updated_at = payment.created_at;
    collection.payments.push(payment);
}

/// The ids of an order's parts come from its unit of work.
struct Minting<'t>(&'t Tx);

impl Mint for Minting<'_> {
    fn mint<T: Id>(&self) -> T {
        self.0.mint()
    }
}

/// Writes the order. Its number is drawn here, late: whoever draws one makes the others wait.
async fn put(tx: &mut Tx, cart: &Cart, id: OrderId) -> Result<Order, FlowError> {
    let number = orders::next_number(tx).await?;
    let order = Order::of(cart, (id, number), tx.now(), &Minting(tx)).map_err(|_| wufi_domain::cart::Unready::NoEmail)?;
    let total = order.totals()?.all.total;
    orders::create(tx, &order, total).await?;

    let outside = order.payment.iter().flat_map(|held| &held.sessions).find(|session| session.is_outside());
    if let Some(session) = outside.filter(|session| session.binding.step == Step::Ordered) {
        let due = tx.now().after_secs(TAKEN_SECS);
        payments::schedule(tx, &session.id, Some(due)).await?;
    }
    Ok(order)
}

/// The order is put on record, and each payment that was promised for it.
async fn record(tx: &mut Tx, caller: &Caller, order: &Order) -> Result<(), FlowError> {
    let total = order.totals()?.all.total.minor();
    let facts = json!({ "number": order.number, "total_minor": total, "cart_id": order.cart });
    caller.record(tx, Event::OrderPlaced, ("order", order.id.as_str()), facts).await?;

    for payment in order.payment.iter().flat_map(|held| &held.payments) {
        let facts = json!({ "order_id": order.id, "amount_minor": payment.amount.minor(), "provider_id": payment.provider_id });
        caller.record(tx, Event::PaymentAuthorized, ("payment", payment.id.as_str()), facts).await?;
    }
    Ok(())
}
