//! From a cart to an order: one unit of work, one order, however often it is asked for.

mod stock;

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::cart::{Cart, CartError};
use wufi_domain::ids::{CartId, Id};
use wufi_domain::order::{Mint, Order};
use wufi_domain::payment::{CollectionStatus, Payment, PaymentCollection, SessionStatus};
use wufi_domain::region::Region;
use wufi_domain::shop::Shop;
use wufi_store::{Tx, carts, orders};

use crate::{Caller, FlowError};

/// Turns the caller's cart into an order, or finds the order that it became.
///
/// Everything is decided while the cart is held: readiness, stock, payment. A refusal
/// undoes all of it, the order's number included.
pub async fn complete(tx: &mut Tx, shop: &Shop, caller: &Caller, id: &CartId) -> Result<Order, FlowError> {
    let held = carts::hold(tx, &caller.standing, id).await?.ok_or(CartError::NotFound)?;
    if let Some(order) = orders::of_cart(tx, &caller.standing, id).await? {
        return Ok(order);
    }
    caller.vouched()?;
    let region = shop.region(&held.region).ok_or(CartError::NoRegion)?;
    held.ready()?;
    held.taxable(region)?;

    let mut cart = held.clone();
    authorize(tx, region, &mut cart)?;
    cart.completed_at = Some(tx.now());
    carts::save(tx, &held, &cart).await?;

    let takings = stock::take(tx, &cart).await?;
    let order = place(tx, &cart).await?;
    stock::reserve(tx, &order, &takings).await?;
    record(tx, caller, &order).await?;
    Ok(order)
}

/// The manual provider promises the money at once: it is paid by invoice or at the counter.
fn authorize(tx: &Tx, region: &Region, cart: &mut Cart) -> Result<(), FlowError> {
    let Some(collection) = &mut cart.payment else { return Ok(()) };
    let Some(session) = collection.payable_session().map(|session| session.id.clone()) else { return Ok(()) };
    let Some(session) = collection.sessions.iter_mut().find(|held| held.id == session) else { return Ok(()) };
    if !region.offers(&session.provider_id) {
        return Err(FlowError::ProviderNotOffered);
    }

    let now = tx.now();
    session.status = SessionStatus::Authorized;
    session.authorized_at = Some(now);
    session.updated_at = now;
    let payment = Payment {
        id: tx.mint(),
        session: session.id.clone(),
        provider_id: session.provider_id.clone(),
        currency: session.currency,
        amount: session.amount,
        data: json!({}),
        captured_at: None,
        canceled_at: None,
        created_at: now,
        updated_at: now,
    };
    promise(collection, payment);
    Ok(())
}

fn promise(collection: &mut PaymentCollection, payment: Payment) {
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

/// Makes the order. Its number is drawn here, late: whoever draws one makes the others wait.
async fn place(tx: &mut Tx, cart: &Cart) -> Result<Order, FlowError> {
    let number = orders::next_number(tx).await?;
    let order = Order::of(cart, number, tx.now(), &Minting(tx)).map_err(|_| wufi_domain::cart::Unready::NoEmail)?;
    let total = order.totals()?.all.total;
    orders::create(tx, &order, total).await?;
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
