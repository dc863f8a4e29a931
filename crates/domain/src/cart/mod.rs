//! Carts: what a shopper means to buy.

mod completion;
mod error;
mod line_items;
mod payment;
mod shipping;
mod taxes;
mod totals;

pub use completion::Unready;
pub use error::CartError;
pub use line_items::{Line, Offer, Stock};
pub use shipping::ShippingMethod;
pub use taxes::{Asking, Taxed};
pub use totals::{LineTotals, Sum, Totals};

use crate::address::Address;
use crate::country::Country;
use crate::email::Email;
use crate::ids::{CartAddressId, CartId, CustomerId, RegionId, SalesChannelId};
use crate::locale::Locale;
use crate::metadata::Metadata;
use crate::moment::Moment;
use crate::money::Currency;
use crate::owner::Owner;
use crate::payment::PaymentCollection;

/// A cart with all that belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Cart {
    /// Of the cart.
    pub id: CartId,
    /// Whose it is.
    pub owner: Owner,
    /// Where it is bought.
    pub region: RegionId,
    /// What it is paid in.
    pub currency: Currency,
    /// Through which channel.
    pub channel: SalesChannelId,
    /// The account's record, or a guest's own one once there is an e-mail.
    pub customer: Option<Buyer>,
    /// Where to write to; may be another address than the record's.
    pub email: Option<Email>,
    /// The language that its texts are in.
    pub locale: Option<Locale>,
    /// Where to send to.
    pub shipping_address: Option<CartAddress>,
    /// Whom to bill.
    pub billing_address: Option<CartAddress>,
    /// The client's own facts.
    pub metadata: Option<Metadata>,
    /// When it became an order.
    pub completed_at: Option<Moment>,
    /// When it was made.
    pub created_at: Moment,
    /// When it changed last.
    pub updated_at: Moment,
    /// What is in it, in the order it was put in.
    pub lines: Vec<Line>,
    /// How it is to be sent: one method per shipping profile.
    pub shipping_methods: Vec<ShippingMethod>,
    /// How it is to be paid.
    pub payment: Option<PaymentCollection>,
}

/// The record of who buys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buyer {
    /// Of the customer.
    pub id: CustomerId,
    /// The e-mail address on the record.
    pub email: Email,
}

/// An address on a cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartAddress {
    /// Of the address on this cart.
    pub id: CartAddressId,
    /// The address.
    pub address: Address,
}

impl Cart {
    /// Refuses when the cart is an order already.
    pub fn open(&self) -> Result<(), CartError> {
        if self.completed_at.is_some() { Err(CartError::Completed) } else { Ok(()) }
    }

    /// The country it is sent to.
    #[must_use]
    pub fn country(&self) -> Option<Country> {
        self.shipping_address.as_ref().and_then(|held| held.address.country_code)
    }

    /// The language of its texts: its own, or else that of whoever asks.
    #[must_use]
    pub fn language(&self, asker: Locale) -> Locale {
        self.locale.unwrap_or(asker)
    }

    /// Whether anything in it has to be sent.
    #[must_use]
    pub fn needs_shipping(&self) -> bool {
        self.lines.iter().any(|line| line.goods.snapshot.requires_shipping)
    }
}

#[cfg(test)]
impl Cart {
    /// A cart with nothing in it, for tests of what is about carts.
    pub(crate) fn empty_for_tests(owner: Owner) -> Self {
        use crate::chance::Chance;
        use crate::ids::Id;

        let now = Moment::from_millis(1_000);
        Self {
            id: CartId::fresh(now, &Chance::System),
            owner,
            region: RegionId::fresh(now, &Chance::System),
            currency: Currency::EUR,
            channel: SalesChannelId::fresh(now, &Chance::System),
            customer: None,
            email: None,
            locale: None,
            shipping_address: None,
            billing_address: None,
            metadata: None,
            completed_at: None,
            created_at: now,
            updated_at: now,
            lines: Vec::new(),
            shipping_methods: Vec::new(),
            payment: None,
        }
    }
}

#[cfg(test)]
mod tests;
