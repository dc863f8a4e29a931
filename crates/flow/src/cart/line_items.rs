//! Lines of a cart.

use wufi_domain::audit::Event;
use wufi_domain::cart::{Cart, CartError};
use wufi_domain::ids::{CartId, LineId, VariantId};
use wufi_domain::metadata::Metadata;
use wufi_domain::quantity::Quantity;
use wufi_domain::shop::Shop;
use wufi_store::{Tx, carts};

use super::{offer, settle};
use crate::{Caller, FlowError};

/// A line to be put in.
#[derive(Clone, Debug)]
pub struct NewLine {
    /// What.
    pub variant: VariantId,
    /// How many.
    pub quantity: Quantity,
    /// The client's own facts.
    pub metadata: Metadata,
}

/// Puts `new` into the caller's cart.
pub async fn add(tx: &mut Tx, shop: &Shop, caller: &Caller, id: &CartId, new: NewLine) -> Result<Cart, FlowError> {
    let held = carts::hold(tx, &caller.standing, id).await?.ok_or(CartError::NotFound)?;
    held.open()?;
    let offer = offer::find(tx, shop, (&held, caller.locale), &new.variant).await?;

    let mut cart = held.clone();
    cart.add(offer, new.quantity, new.metadata, (tx.mint(), tx.now()))?;
    settle(tx, shop, caller, (&held, cart, Event::CartLineAdded)).await
}

/// What a line is to become.
#[derive(Clone, Debug)]
pub struct LineChange {
    /// How many; `None` takes the line out.
    pub quantity: Option<Quantity>,
    /// The client's own facts, in place of those that are there.
    pub metadata: Option<Metadata>,
}

impl LineChange {
    /// Takes the line out.
    pub const OUT: Self = Self { quantity: None, metadata: None };
}

/// Changes a line of the caller's cart.
pub async fn set(
    tx: &mut Tx,
    shop: &Shop,
    caller: &Caller,
    line: (&CartId, &LineId),
    change: LineChange,
) -> Result<Cart, FlowError> {
    let (id, line) = line;
    let held = carts::hold(tx, &caller.standing, id).await?.ok_or(CartError::NotFound)?;
    held.open()?;
    let mut cart = held.clone();
    let Some(quantity) = change.quantity else {
        cart.remove(line)?;
        return settle(tx, shop, caller, (&held, cart, Event::CartLineRemoved)).await;
    };

    let variant = held.line(line)?.goods.variant.clone();
    match offer::find(tx, shop, (&held, caller.locale), &variant).await {
        Ok(offer) => cart.set_quantity(line, &offer, quantity, tx.now())?,
        // What is no longer sold can still be lowered, as it can be taken out.
        Err(FlowError::Cart(CartError::VariantNotAvailable | CartError::NoPrice)) => cart.lower(line, quantity, tx.now())?,
        Err(other) => return Err(other),
    }
    if let Some(metadata) = change.metadata {
        cart.describe(line, metadata)?;
    }
    settle(tx, shop, caller, (&held, cart, Event::CartLineUpdated)).await
}
