//! What a cart is to be paid with, and how.

mod brake;
mod capture;
mod look_after;
mod notice;
mod open;
pub mod refund;
mod release;
mod take;

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::cart::{Cart, CartError};
use wufi_domain::ids::{CartId, Id};
use wufi_domain::payment::{CollectionStatus, PaymentCollection};
use wufi_store::{Tx, carts};

pub(crate) use brake::hear_of;
pub use brake::{Brake, watch};
pub use capture::capture;
pub use look_after::look_after_next;
pub use notice::{Noticed, Unnoticed, notice};
pub use open::session;
pub(crate) use release::{let_go, release};
pub(crate) use take::take;

use crate::{Caller, FlowError};

/// The payment collection of the caller's cart; made when there is none.
pub async fn collection(tx: &mut Tx, caller: &Caller, cart: &CartId) -> Result<PaymentCollection, FlowError> {
    let held = carts::hold(tx, &caller.standing, cart).await?.ok_or(CartError::NotFound)?;
    if let Some(collection) = held.payment {
        return Ok(collection);
    }
    held.open()?;

    let now = tx.now();
    let collection = PaymentCollection {
        id: tx.mint(),
        currency: held.currency,
        amount: held.totals()?.all.total,
        status: CollectionStatus::NotPaid,
        authorized: None,
        sessions: Vec::new(),
        payments: Vec::new(),
        created_at: now,
        updated_at: now,
    };
    save(tx, caller, (&held, collection, Event::PaymentCollectionCreated)).await
}

/// Writes the collection of a held cart, and puts it on record.
async fn save(tx: &mut Tx, caller: &Caller, change: (&Cart, PaymentCollection, Event)) -> Result<PaymentCollection, FlowError> {
    let (held, collection, event) = change;
    let cart = Cart { payment: Some(collection.clone()), ..held.clone() };
    carts::save(tx, held, &cart).await?;
    let facts = json!({ "amount_minor": collection.amount.minor(), "currency_code": collection.currency.code() });
    caller.record(tx, event, ("payment_collection", collection.id.as_str()), facts).await?;
    Ok(collection)
}
