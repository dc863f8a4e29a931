//! How a cart is to be sent.

use serde_json::{Value, json};
use wufi_domain::audit::Event;
use wufi_domain::cart::{Cart, CartError, ShippingMethod};
use wufi_domain::ids::{CartId, LocationId, ShippingOptionId};
use wufi_domain::locale::Locale;
use wufi_domain::price::Price;
use wufi_domain::region::Region;
use wufi_domain::shipping::ShippingOption;
use wufi_domain::shop::Shop;
use wufi_store::stock::{self, Level};
use wufi_store::{Tx, carts, offers};

use super::settle;
use crate::{Caller, FlowError};

/// A way to send that the shopper chose.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Which.
    pub option: ShippingOptionId,
    /// What goes with it, such as a parcel locker.
    pub data: Option<Value>,
}

/// Sends the caller's cart by `choices`.
pub async fn choose(tx: &mut Tx, shop: &Shop, caller: &Caller, id: &CartId, choices: Vec<Choice>) -> Result<Cart, FlowError> {
    let held = carts::hold(tx, &caller.standing, id).await?.ok_or(CartError::NotFound)?;
    held.open()?;

    let mut cart = held.clone();
    for choice in choices {
        let method = method(tx, shop, (&held, caller.locale), choice).await?;
        cart.choose_shipping(method)?;
    }
    settle(tx, shop, caller, (&held, cart, Event::ShippingMethodChosen)).await
}

async fn method(tx: &mut Tx, shop: &Shop, (cart, asker): (&Cart, Locale), choice: Choice) -> Result<ShippingMethod, FlowError> {
    let option = cart.eligible_options(shop).find(|option| option.id == choice.option).ok_or(CartError::ShippingOption)?;
    let price = offers::shipping_price(tx, &option.id, (&cart.region, cart.currency)).await?;
    let region = shop.region(&cart.region).ok_or(CartError::NoRegion)?;
    Ok(ShippingMethod {
        id: tx.mint(),
        option: option.id.clone(),
        profile: option.profile.clone(),
        name: option.name.get(cart.language(asker)).to_owned(),
        amount: price.ok_or(CartError::ShippingOption)?,
        tax_mode: region.tax_mode,
        data: choice.data.unwrap_or_else(|| json!({})),
        tax_lines: Vec::new(),
        created_at: tx.now(),
        updated_at: tx.now(),
    })
}

/// Keeps the methods that still serve the cart, at the price that they have there now.
pub(super) async fn follow(
    tx: &mut Tx,
    shop: &Shop,
    region: &Region,
    (cart, asker): (&mut Cart, Locale),
) -> Result<(), FlowError> {
    let mut kept = Vec::new();
    for method in cart.serving_methods(shop) {
        let price = offers::shipping_price(tx, &method.option, (&cart.region, cart.currency)).await?;
        let (Some(amount), Some(option)) = (price, shop.shipping_option(&method.option)) else { continue };
        let name = option.name.get(cart.language(asker)).to_owned();
        kept.push(ShippingMethod { amount, tax_mode: region.tax_mode, name, ..method });
    }
    cart.shipping_methods = kept;
    Ok(())
}

/// A way to send, as a cart may choose it.
#[derive(Clone, Copy, Debug)]
pub struct Offered<'s> {
    /// Which.
    pub option: &'s ShippingOption,
    /// What it costs here.
    pub price: &'s Price,
    /// Whether the place that it starts from has everything in the cart.
    pub is_stocked: bool,
}

/// The ways in which a cart can be sent.
pub async fn offered<'s>(tx: &mut Tx, shop: &'s Shop, cart: &'s Cart) -> Result<Vec<Offered<'s>>, FlowError> {
    let mut needed: Vec<(Level, i64)> = Vec::new();
    for line in &cart.lines {
        let managed =
            shop.catalog.variant(&line.goods.variant).filter(|(_, held)| held.manages_inventory && !held.allows_backorder);
        if managed.is_some() {
            let levels = stock::levels(tx, &line.goods.variant, &cart.channel).await?;
            needed.extend(levels.into_iter().map(|level| (level, line.goods.quantity.get())));
        }
    }

    let offered = |option: &'s ShippingOption| {
        let price = option.prices.choose(cart.currency, &cart.region)?;
        Some(Offered { option, price, is_stocked: has_all(&option.zone.location.id, &needed) })
    };
    Ok(cart.eligible_options(shop).filter_map(offered).collect())
}

/// Whether a location has of every item what all lines together need of it.
fn has_all(location: &LocationId, needed: &[(Level, i64)]) -> bool {
    needed.iter().all(|(level, _)| {
        let of_item = needed.iter().filter(|(other, _)| other.item == level.item && other.location.as_ref() == Some(location));
        let wanted: i64 = of_item.clone().map(|(other, count)| other.required.saturating_mul(*count)).sum();
        of_item.map(|(other, _)| other.left).next().is_some_and(|left| left >= wanted)
    })
}
