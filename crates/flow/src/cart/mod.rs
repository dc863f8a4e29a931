//! What can be done with a cart.

mod claim;
mod create;
pub mod line_items;
mod offer;
pub mod shipping;
pub mod taxes;
mod update;

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::cart::{Asking, Cart, CartError, Taxed};
use wufi_domain::ids::{CartId, Id, LineTaxId, ShippingTaxId};
use wufi_domain::shop::Shop;
use wufi_store::{Tx, carts};

pub use claim::claim;
pub use create::{NewCart, create};
pub use update::{Changes, update};

use crate::{Caller, FlowError};

/// The caller's cart, to look at.
pub async fn find(tx: &mut Tx, caller: &Caller, id: &CartId) -> Result<Cart, FlowError> {
    Ok(carts::find(tx, &caller.standing, id).await?.ok_or(CartError::NotFound)?)
}

/// Brings everything that follows from a change up to date, writes it, and puts it on record.
///
/// In Medusa's order: shipping methods that no longer serve go and the others follow their
/// prices, then taxes, then payment sessions over another amount.
async fn settle(tx: &mut Tx, shop: &Shop, caller: &Caller, change: (&Cart, Cart, Event)) -> Result<Cart, FlowError> {
    settle_asking(tx, shop, caller, change, Asking::Automatic).await
}

/// The same, with taxes as they were asked for.
async fn settle_asking(
    tx: &mut Tx,
    shop: &Shop,
    caller: &Caller,
    change: (&Cart, Cart, Event),
    asking: Asking,
) -> Result<Cart, FlowError> {
    let (held, mut cart, event) = change;
    let region = shop.region(&cart.region).ok_or(CartError::NoRegion)?;
    shipping::follow(tx, shop, region, (&mut cart, caller.locale)).await?;
    let ids = &*tx;
    cart.tax(shop, region, asking, &mut |of| match of {
        Taxed::Line => ids.mint::<LineTaxId>().to_string(),
        Taxed::Shipping => ids.mint::<ShippingTaxId>().to_string(),
    });
    let total = cart.settle_payment(held)?;
    cart.updated_at = tx.now();

    carts::save(tx, held, &cart).await?;
    let facts = json!({ "lines": cart.lines.len(), "total_minor": total.minor(), "currency_code": cart.currency.code() });
    caller.record(tx, event, ("cart", cart.id.as_str()), facts).await?;
    Ok(cart)
}
