//! Working out a cart's taxes because a client asks for it.

use wufi_domain::audit::Event;
use wufi_domain::cart::{Asking, Cart, CartError};
use wufi_domain::ids::CartId;
use wufi_domain::shop::Shop;
use wufi_store::{Tx, carts};

use super::settle_asking;
use crate::{Caller, FlowError};

/// Works out the taxes of the caller's cart, also where the region does not do so by itself.
pub async fn refresh(tx: &mut Tx, shop: &Shop, caller: &Caller, id: &CartId) -> Result<Cart, FlowError> {
    let held = carts::hold(tx, &caller.standing, id).await?.ok_or(CartError::NotFound)?;
    held.open()?;
    held.country().ok_or(CartError::NoCountry)?;
    settle_asking(tx, shop, caller, (&held, held.clone(), Event::CartTaxesUpdated), Asking::Forced).await
}
