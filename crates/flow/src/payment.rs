//! What a cart is to be paid with, and how.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::cart::{Cart, CartError};
use wufi_domain::ids::{CartId, Id, PaymentCollectionId};
use wufi_domain::payment::{CollectionStatus, PaymentCollection, PaymentSession, SessionStatus};
use wufi_domain::shop::Shop;
use wufi_store::{Tx, carts, payments};

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

/// Opens a session with `provider`; earlier ones of the collection go, as in Medusa.
pub async fn session(
    tx: &mut Tx,
    shop: &Shop,
    caller: &Caller,
    id: &PaymentCollectionId,
    provider: String,
) -> Result<PaymentCollection, FlowError> {
    let cart = payments::cart_of(tx, id).await?.ok_or(CartError::NotFound)?;
    let held = carts::hold(tx, &caller.standing, &cart).await?.ok_or(CartError::NotFound)?;
    caller.vouched()?;
    held.open()?;
    let region = shop.region(&held.region).ok_or(CartError::NoRegion)?;
    if !region.offers(&provider) {
        return Err(FlowError::ProviderNotOffered);
    }

    let now = tx.now();
    let mut collection = held.payment.clone().ok_or(CartError::NotFound)?;
    collection.updated_at = now;
    collection.sessions = vec![PaymentSession {
        id: tx.mint(),
        provider_id: provider,
        currency: collection.currency,
        amount: collection.amount,
        status: SessionStatus::Pending,
        data: json!({}),
        authorized_at: None,
        created_at: now,
        updated_at: now,
    }];
    save(tx, caller, (&held, collection, Event::PaymentSessionCreated)).await
}

async fn save(tx: &mut Tx, caller: &Caller, change: (&Cart, PaymentCollection, Event)) -> Result<PaymentCollection, FlowError> {
    let (held, collection, event) = change;
    let cart = Cart { payment: Some(collection.clone()), ..held.clone() };
    carts::save(tx, held, &cart).await?;
    let facts = json!({ "amount_minor": collection.amount.minor(), "currency_code": collection.currency.code() });
    caller.record(tx, event, ("payment_collection", collection.id.as_str()), facts).await?;
    Ok(collection)
}
