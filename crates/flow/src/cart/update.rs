//! Changing a cart.

use wufi_domain::address::Address;
use wufi_domain::audit::Event;
use wufi_domain::cart::{Buyer, Cart, CartAddress, CartError, Line};
use wufi_domain::email::Email;
use wufi_domain::ids::{CartId, RegionId, SalesChannelId};
use wufi_domain::locale::Locale;
use wufi_domain::metadata::Metadata;
use wufi_domain::owner::Owner;
use wufi_domain::patch::Patch;
use wufi_domain::region::Region;
use wufi_domain::shop::Shop;
use wufi_store::{Tx, carts, customers};

use super::{create, offer, settle};
use crate::{Caller, FlowError};

/// What is to change; what is kept is not named.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Where it is bought.
    pub region: Option<RegionId>,
    /// Where to write to.
    pub email: Patch<Email>,
    /// The language of its texts.
    pub locale: Patch<Locale>,
    /// Through which channel.
    pub channel: Option<SalesChannelId>,
    /// The whole set of promotion codes.
    pub promo_codes: Vec<String>,
    /// Where to send to.
    pub shipping_address: Patch<Address>,
    /// Whom to bill.
    pub billing_address: Patch<Address>,
    /// Laid over the facts that are there.
    pub metadata: Patch<Metadata>,
}

/// Changes the caller's cart.
pub async fn update(tx: &mut Tx, shop: &Shop, caller: &Caller, id: &CartId, changes: Changes) -> Result<Cart, FlowError> {
    let held = carts::hold(tx, &caller.standing, id).await?.ok_or(CartError::NotFound)?;
    held.open()?;
    if !changes.promo_codes.is_empty() {
        return Err(CartError::UnknownPromotion.into());
    }

    let mut cart = held.clone();
    if changes.channel.is_some() {
        cart.channel = create::channel(caller, changes.channel.as_ref())?;
    }
    let region = move_region(shop, &mut cart, changes.region.as_ref(), tx)?;
    changes.locale.apply(&mut cart.locale);
    remember(&mut cart, changes.metadata)?;
    place(tx, region, &mut cart, (changes.shipping_address, changes.billing_address))?;
    write_to(tx, &mut cart, changes.email).await?;

    if cart.region != held.region || cart.channel != held.channel {
        reprice(tx, shop, caller, &mut cart).await?;
    } else if cart.locale != held.locale {
        retitle(shop, caller, &mut cart);
    }
    settle(tx, shop, caller, (&held, cart, Event::CartUpdated)).await
}

/// Another region brings its currency, and an address only where it has one country.
fn move_region<'s>(shop: &'s Shop, cart: &mut Cart, to: Option<&RegionId>, tx: &Tx) -> Result<&'s Region, CartError> {
    let region = shop.region(to.unwrap_or(&cart.region)).ok_or(CartError::NoRegion)?;
    if region.id != cart.region {
        cart.region = region.id.clone();
        cart.currency = region.currency;
        cart.shipping_address = create::unplaced(tx, region.only_country().map(Address::in_country));
    }
    Ok(region)
}

fn remember(cart: &mut Cart, metadata: Patch<Metadata>) -> Result<(), CartError> {
    match metadata {
        Patch::Keep => {}
        Patch::Clear => cart.metadata = None,
        Patch::Set(newer) => {
            let all = cart.metadata.take().unwrap_or_default().with(newer);
            cart.metadata = Some(all.ok_or(CartError::MetadataUnfit)?);
        }
    }
    Ok(())
}

/// New addresses; one that was there keeps its id.
fn place(tx: &Tx, region: &Region, cart: &mut Cart, to: (Patch<Address>, Patch<Address>)) -> Result<(), CartError> {
    let (shipping, billing) = to;
    match shipping {
        Patch::Keep => {}
        Patch::Clear => cart.shipping_address = None,
        Patch::Set(mut address) => {
            // An address without a country stays in the one that it was in, or that there is.
            let known = cart.country().filter(|at| region.serves(*at)).or_else(|| region.only_country());
            address.country_code = address.country_code.or(known);
            let placed = create::placed(tx, region, Some(address))?;
            cart.shipping_address = keeping_id(cart.shipping_address.take(), placed);
        }
    }
    match billing {
        Patch::Keep => {}
        Patch::Clear => cart.billing_address = None,
        Patch::Set(address) => {
            cart.billing_address = keeping_id(cart.billing_address.take(), create::unplaced(tx, Some(address)));
        }
    }
    Ok(())
}

fn keeping_id(held: Option<CartAddress>, new: Option<CartAddress>) -> Option<CartAddress> {
    new.map(|new| CartAddress { id: held.map_or(new.id, |held| held.id), ..new })
}

/// A guest's record comes with the first e-mail and follows it; an account's is never touched from a cart.
async fn write_to(tx: &mut Tx, cart: &mut Cart, email: Patch<Email>) -> Result<(), FlowError> {
    let email = match email {
        Patch::Keep => return Ok(()),
        Patch::Clear => None,
        Patch::Set(email) => Some(email),
    };
    if let (Some(email), Owner::Guest(_) | Owner::Bearer) = (&email, &cart.owner) {
        cart.customer = Some(guest(tx, cart.customer.take(), email).await?);
    }
    cart.email = email;
    Ok(())
}

/// The guest's own record, under this e-mail address.
async fn guest(tx: &mut Tx, held: Option<Buyer>, email: &Email) -> Result<Buyer, FlowError> {
    let id = match held {
        None => customers::create_guest(tx, email).await?,
        Some(held) if held.email == *email => held.id,
        Some(held) => {
            customers::move_guest(tx, &held.id, email).await?;
            held.id
        }
    };
    Ok(Buyer { id, email: email.clone() })
}

/// Every line takes the price and the texts that hold where the cart is now.
///
/// What is not sold there at all goes: it could not be bought. What is sold and has no
/// price there is refused, by its place, so that nothing is lost unseen.
async fn reprice(tx: &mut Tx, shop: &Shop, caller: &Caller, cart: &mut Cart) -> Result<(), FlowError> {
    let mut kept = Vec::new();
    for (at, line) in cart.lines.clone().into_iter().enumerate() {
        match offer::find(tx, shop, (cart, caller.locale), &line.goods.variant).await {
            Ok(offer) => {
                let mut line = line;
                line.reprice(&offer);
                line.goods.snapshot = offer.snapshot;
                kept.push(Line { updated_at: tx.now(), ..line });
            }
            Err(FlowError::Cart(CartError::VariantNotAvailable)) => {}
            Err(FlowError::Cart(fault)) => return Err(FlowError::Item { at, fault }),
            Err(other) => return Err(other),
        }
    }
    cart.lines = kept;
    Ok(())
}

/// Every line takes its texts in the cart's language; what is no longer shown keeps those it has.
fn retitle(shop: &Shop, caller: &Caller, cart: &mut Cart) {
    let locale = cart.language(caller.locale);
    for line in &mut cart.lines {
        if let Some(variant) = shop.catalog.variant(&line.goods.variant) {
            line.goods.snapshot = offer::snapshot(&shop.catalog, variant, locale);
        }
    }
}
