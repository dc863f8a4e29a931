//! Making a cart a customer's.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::cart::{Cart, CartError};
use wufi_domain::ids::{CartId, Id};
use wufi_domain::owner::Owner;
use wufi_store::{Tx, carts};

use crate::{Caller, FlowError};

/// Makes a cart that the caller may see theirs: whoever had it or knew its id has it no more.
///
/// Asked again it changes nothing, so that a storefront may ask at every login.
pub async fn claim(tx: &mut Tx, caller: &Caller, id: &CartId) -> Result<Cart, FlowError> {
    let buyer = caller.account(tx).await?;
    let held = carts::hold(tx, &caller.standing, id).await?.ok_or(CartError::NotFound)?;
    if held.owner.is_customer(&buyer.id) {
        return Ok(held);
    }
    held.open()?;
    held.may_change_hands()?;

    carts::give(tx, id, &buyer.id, Some(&buyer.email)).await?;
    caller.record(tx, Event::CartClaimed, ("cart", id.as_str()), json!({ "from": held.owner.kind() })).await?;
    Ok(Cart {
        owner: Owner::Customer(buyer.id.clone()),
        email: Some(buyer.email.clone()),
        customer: Some(buyer),
        updated_at: tx.now(),
        ..held
    })
}
