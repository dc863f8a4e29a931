//! Making a cart.

use wufi_domain::address::Address;
use wufi_domain::audit::Event;
use wufi_domain::cart::{Buyer, Cart, CartAddress, CartError};
use wufi_domain::email::Email;
use wufi_domain::ids::{RegionId, SalesChannelId};
use wufi_domain::locale::Locale;
use wufi_domain::metadata::Metadata;
use wufi_domain::money::Currency;
use wufi_domain::owner::Owner;
use wufi_domain::region::Region;
use wufi_domain::shop::Shop;
use wufi_store::{Tx, carts, customers};

use super::line_items::NewLine;
use super::{offer, settle};
use crate::{Caller, FlowError};

/// What a new cart is to be.
#[derive(Clone, Debug, Default)]
pub struct NewCart {
    /// Where it is bought; the shop's default when missing.
    pub region: Option<RegionId>,
    /// What it is paid in: the region's, or else refused.
    pub currency: Option<Currency>,
    /// Where to write to.
    pub email: Option<Email>,
    /// The language of its texts.
    pub locale: Option<Locale>,
    /// Through which channel; the key's only one when missing.
    pub channel: Option<SalesChannelId>,
    /// Promotion codes; the shop has no promotions yet, so each is unknown.
    pub promo_codes: Vec<String>,
    /// What is in it from the start.
    pub items: Vec<NewLine>,
    /// Where to send to.
    pub shipping_address: Option<Address>,
    /// Whom to bill.
    pub billing_address: Option<Address>,
    /// The client's own facts.
    pub metadata: Option<Metadata>,
}

/// Makes a cart for the caller.
pub async fn create(tx: &mut Tx, shop: &Shop, caller: &Caller, new: NewCart) -> Result<Cart, FlowError> {
    let region = shop.region_or_default(new.region.as_ref()).ok_or(CartError::NoRegion)?;
    if new.currency.is_some_and(|currency| currency != region.currency) {
        return Err(CartError::OtherCurrency.into());
    }
    if !new.promo_codes.is_empty() {
        return Err(CartError::UnknownPromotion.into());
    }

    let empty = empty(tx, caller, region, &new)?;
    carts::create(tx, &empty).await?;
    let mut cart = empty.clone();
    write_to(tx, caller, &mut cart, new.email).await?;
    for (at, item) in new.items.into_iter().enumerate() {
        put_in(tx, shop, (&mut cart, caller), item).await.map_err(|error| of_item(at, error))?;
    }
    settle(tx, shop, caller, (&empty, cart, Event::CartCreated)).await
}

/// A customer's cart is their account's from the start; a guest's record comes with an e-mail.
async fn write_to(tx: &mut Tx, caller: &Caller, cart: &mut Cart, email: Option<Email>) -> Result<(), FlowError> {
    cart.customer = match (&cart.owner, &email) {
        (Owner::Customer(_), _) => Some(caller.account(tx).await?),
        (Owner::Guest(_) | Owner::Bearer, Some(email)) => {
            Some(Buyer { id: customers::create_guest(tx, email).await?, email: email.clone() })
        }
        (Owner::Guest(_) | Owner::Bearer, None) => None,
    };
    cart.email = email.or_else(|| cart.customer.as_ref().map(|buyer| buyer.email.clone()));
    Ok(())
}

async fn put_in(tx: &mut Tx, shop: &Shop, (cart, caller): (&mut Cart, &Caller), item: NewLine) -> Result<(), FlowError> {
    let offer = offer::find(tx, shop, (cart, caller.locale), &item.variant).await?;
    cart.add(offer, item.quantity, item.metadata, (tx.mint(), tx.now()))?;
    Ok(())
}

/// Says which of the things is refused.
fn of_item(at: usize, error: FlowError) -> FlowError {
    match error {
        FlowError::Cart(fault) => FlowError::Item { at, fault },
        other => other,
    }
}

fn empty(tx: &Tx, caller: &Caller, region: &Region, new: &NewCart) -> Result<Cart, CartError> {
    // Where there is only one country to choose, it is chosen, so that taxes are known.
    let mut address = new.shipping_address.clone().or_else(|| region.only_country().map(|_| Address::default()));
    if let Some(address) = &mut address {
        address.country_code = address.country_code.or(region.only_country());
    }
    Ok(Cart {
        id: tx.mint(),
        owner: caller.standing.owner(),
        region: region.id.clone(),
        currency: region.currency,
        channel: channel(caller, new.channel.as_ref())?,
        customer: None,
        email: None,
        // Fixed from the start, so that all its texts are in one language.
        locale: Some(new.locale.unwrap_or(caller.locale)),
        shipping_address: placed(tx, region, address)?,
        // A bill may go to any country; only what is sent is bound to the region.
        billing_address: unplaced(tx, new.billing_address.clone()),
        metadata: new.metadata.clone(),
        completed_at: None,
        created_at: tx.now(),
        updated_at: tx.now(),
        lines: Vec::new(),
        shipping_methods: Vec::new(),
        payment: None,
    })
}

/// An address that the region serves, with an id of its own.
pub(super) fn placed(tx: &Tx, region: &Region, address: Option<Address>) -> Result<Option<CartAddress>, CartError> {
    match address.as_ref().and_then(|address| address.country_code) {
        Some(country) if !region.serves(country) => Err(CartError::CountryNotInRegion),
        _ => Ok(unplaced(tx, address)),
    }
}

/// An address with an id of its own.
pub(super) fn unplaced(tx: &Tx, address: Option<Address>) -> Option<CartAddress> {
    address.map(|address| CartAddress { id: tx.mint(), address })
}

/// The channel that is named, when the key opens it, or the key's only one.
pub(super) fn channel(caller: &Caller, named: Option<&SalesChannelId>) -> Result<SalesChannelId, CartError> {
    match (named, caller.channels.as_slice()) {
        (Some(named), channels) if channels.contains(named) => Ok(named.clone()),
        (Some(_), _) => Err(CartError::ChannelNotOfKey),
        (None, [only]) => Ok(only.clone()),
        (None, _) => Err(CartError::ChannelAmbiguous),
    }
}
