//! From a cart to an order: one order, however often it is asked for, and by whomever it may be.
//!
//! A payment by hand is decided in one unit of work. With a provider there are two, and it is asked
//! between them, never while the cart is held: what is to be done is written first; then the intent is looked at; then, with
//! the cart held, everything is decided and the order made; then the money is taken. The browser, the provider's
//! notice and the job that looks after payments all come through `finish`.

mod place;
mod refusal;
mod stock;

use tracing::warn;
use wufi_domain::cart::{Cart, CartError};
use wufi_domain::ids::{CartId, IntentId};
use wufi_domain::money::Amount;
use wufi_domain::order::Order;
use wufi_domain::payment::{Checkout, Intent, PaymentFault, PaymentSession, Step};
use wufi_domain::shop::Shop;
use wufi_store::payments::{self, Bound};
use wufi_store::{Tx, carts, orders};

pub(crate) use refusal::is_final;

use crate::till::Till;
use crate::{Caller, Clerk, FlowError, payment};

/// Seconds after which a completion that was begun is finished by somebody else.
const BEGUN_SECS: i64 = 15;

/// Turns the caller's cart into an order, or finds the order that it became. `named` is the intent that the caller
/// believes to have paid: a check, and never a choice.
pub async fn complete(
    till: &Till,
    shop: &Shop,
    caller: &Caller,
    id: &CartId,
    named: Option<&IntentId>,
) -> Result<Order, FlowError> {
    let bound = match begin(till, shop, caller, (id, named)).await {
        Ok(Begun::Done(order)) => return Ok(*order),
        Ok(Begun::Outside(bound)) => *bound,
        Err(error) => {
            refusal::record(till, caller, id, &error).await?;
            refusal::nudge(till, id, &error).await?;
            return Err(error);
        }
    };
    let intent = bound.session.binding.intent.clone().ok_or(PaymentFault::NoIntent)?;
    let intent = till.look(&intent).await?;
    if !intent.status.has_money() {
        payment::hear_of(till, &bound, &intent).await?;
    }
    finish(till, shop, caller, &bound, intent).await
}

/// Where a completion stands after the first unit of work.
enum Begun {
    Done(Box<Order>),
    Outside(Box<Bound>),
}

async fn begin(till: &Till, shop: &Shop, caller: &Caller, (id, named): (&CartId, Option<&IntentId>)) -> Result<Begun, FlowError> {
    let mut tx = till.db.begin().await?;
    let held = carts::hold(&mut tx, &caller.standing, id).await?.ok_or(CartError::NotFound)?;
    if let Some(order) = orders::of_cart(&mut tx, &caller.standing, id).await? {
        return Ok(Begun::Done(Box::new(order)));
    }
    caller.vouched()?;
    ready(shop, &held)?;
    is_named(&mut tx, &held, named).await?;

    let begun = match outside(&held)? {
        Some(session) => {
            // Whatever becomes of this request: what it began is finished.
            let due = tx.now().after_secs(BEGUN_SECS);
            payments::schedule(&mut tx, &session.id, Some(due)).await?;
            Begun::Outside(Box::new(Bound { session: session.clone(), cart: id.clone() }))
        }
        None => Begun::Done(Box::new(place::place(&mut tx, shop, caller, &held).await?)),
    };
    tx.commit().await?;
    Ok(begun)
}

/// Whether the cart is ready, but for its payment.
fn ready(shop: &Shop, held: &Cart) -> Result<(), FlowError> {
    let region = shop.region(&held.region).ok_or(CartError::NoRegion)?;
    held.ready()?;
    held.taxable(region)?;
    Ok(())
}

/// The session whose provider has to be asked; a total of nothing needs no payment.
fn outside(held: &Cart) -> Result<Option<&PaymentSession>, FlowError> {
    let is_free = held.totals()?.all.total == Amount::ZERO;
    let session = held.payment.as_ref().and_then(|collection| collection.payable_session());
    Ok(session.filter(|session| session.is_outside() && !is_free))
}

/// Whether the intent that the caller names is the cart's own.
async fn is_named(tx: &mut Tx, held: &Cart, named: Option<&IntentId>) -> Result<(), FlowError> {
    let Some(named) = named else { return Ok(()) };
    let session = held.payment.as_ref().and_then(|collection| collection.payable_session());
    if session.is_some_and(|session| session.binding.intent.as_ref() == Some(named)) {
        return Ok(());
    }
    let is_used_up = payments::by_intent(tx, named).await?.is_some_and(|(owner, step)| owner == held.owner && step.is_consumed());
    Err(if is_used_up { PaymentFault::Consumed } else { PaymentFault::OtherIntent }.into())
}

/// Makes the order of a payment whose intent was looked at, takes the money, and tells of the order as it then is.
///
/// An order whose money cannot be taken yet is an order all the same: the money is held, and the job that looks
/// after payments takes it.
pub(crate) async fn finish(till: &Till, shop: &Shop, caller: &Caller, bound: &Bound, intent: Intent) -> Result<Order, FlowError> {
    let order = match attempt(till, shop, caller, bound, &intent).await {
        Ok(order) => order,
        Err(error) => {
            refusal::settle(till, caller, bound, &intent, &error).await?;
            return Err(error);
        }
    };
    let mut tx = till.db.read().await?;
    let bound = payments::bound(&mut tx, &bound.session.id).await?;
    drop(tx);
    let is_to_be_taken =
        |bound: &Bound| bound.session.binding.order.as_ref() == Some(&order.id) && bound.session.binding.step == Step::Ordered;
    if let Some(bound) = bound.filter(is_to_be_taken)
        && let Err(error) = payment::take(till, &Clerk::WUFI, &bound, Some(intent)).await
    {
        warn!(payment.session = %bound.session.id, error = %error, "The money of an order could not be taken yet");
    }
    let mut tx = till.db.read().await?;
    Ok(orders::find(&mut tx, &caller.standing, &order.id).await?.unwrap_or(order))
}

/// The second unit of work: with the cart held, everything is decided and the order made.
async fn attempt(till: &Till, shop: &Shop, caller: &Caller, bound: &Bound, intent: &Intent) -> Result<Order, FlowError> {
    let mut tx = till.db.begin().await?;
    let held = carts::hold(&mut tx, &caller.standing, &bound.cart).await?.ok_or(CartError::NotFound)?;
    if let Some(order) = orders::of_cart(&mut tx, &caller.standing, &bound.cart).await? {
        return Ok(order);
    }
    ready(shop, &held)?;
    // Another session may have taken the place of the one that was looked at.
    let session = outside(&held)?.filter(|session| session.id == bound.session.id).ok_or(PaymentFault::OtherIntent)?;
    let now = Bound { session: session.clone(), cart: bound.cart.clone() };
    let sealed = till.sealed(&now, intent);
    let total = held.totals()?.all.total;
    Checkout { cart: &held, total, session, intent, sealed }.decide()?;

    let order = place::place(&mut tx, shop, caller, &held).await?;
    tx.commit().await?;
    Ok(order)
}
