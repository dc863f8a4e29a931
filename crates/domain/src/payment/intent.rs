//! Intents: what the provider says of a payment that it holds for the shop.

use serde_json::Value;

use super::{Decline, states};
use crate::ids::{CartId, Id, IntentId, PaymentSessionId};
use crate::money::{Amount, Currency};
use crate::owner::Owner;

states! {
    /// How far an intent got, in Stripe's words.
    IntentStatus {
        /// Nothing to pay with yet, or what there was did not work.
        RequiresPaymentMethod = "requires_payment_method",
        /// Something to pay with is chosen.
        RequiresConfirmation = "requires_confirmation",
        /// The shopper's bank asks for something more (3-D Secure).
        RequiresAction = "requires_action",
        /// On its way.
        Processing = "processing",
        /// The money is held for the shop.
        RequiresCapture = "requires_capture",
        /// The money is the shop's.
        Succeeded = "succeeded",
        /// Called off.
        Canceled = "canceled",
    }
}

impl IntentStatus {
    /// Whether the provider holds or has taken money for it.
    #[must_use]
    pub const fn has_money(self) -> bool {
        matches!(self, Self::RequiresCapture | Self::Succeeded)
    }
}

/// An intent as the provider tells of it at one moment. Amounts are in the currency's minor units.
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    /// Of the intent.
    pub id: IntentId,
    /// How far it got.
    pub status: IntentStatus,
    /// How much it is over.
    pub amount: Amount,
    /// In what.
    pub currency: Currency,
    /// How much may still be taken.
    pub capturable: Amount,
    /// How much was taken.
    pub received: Amount,
    /// How much of that was given back.
    pub refunded: Amount,
    /// Whether the shopper's bank asks for it back.
    pub is_disputed: bool,
    /// Whether it is about real money.
    pub is_live: bool,
    /// What the shop wrote on it.
    pub marks: Marks,
    /// Why the last try to pay it was declined.
    pub decline: Option<Decline>,
    /// What the shopper's browser needs in order to pay it.
    pub for_browser: Value,
}

/// What the shop writes on an intent, so that whoever looks at it at the provider knows what it is for,
/// and so that an intent that somebody else made or edited is told from ours. Never anything that a client sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// `cart_id`.
    pub cart: Option<String>,
    /// `customer_id`, of customers.
    pub customer: Option<String>,
    /// `guest_id`, of guests: the digest of their proof.
    pub guest: Option<String>,
    /// `session_id`, as in Medusa: the payment session, never a login.
    pub session: Option<String>,
    /// `wufi_binding`: a MAC over all of it and the amount.
    pub seal: Option<String>,
}

impl Marks {
    /// The names under which they stand, in the order of [`Marks::named`].
    pub const NAMES: [&'static str; 5] = ["cart_id", "customer_id", "guest_id", "session_id", "wufi_binding"];

    /// What an intent is marked with, but for the seal.
    #[must_use]
    pub fn of(cart: &CartId, owner: &Owner, session: &PaymentSessionId) -> Self {
        let (customer, guest) = match owner {
            Owner::Customer(id) => (Some(id.as_str().to_owned()), None),
            Owner::Guest(digest) => (None, Some(digest.clone())),
            Owner::Bearer => (None, None),
        };
        let (cart, session) = (Some(cart.as_str().to_owned()), Some(session.as_str().to_owned()));
        Self { cart, customer, guest, session, seal: None }
    }

    /// Each by its name; what is missing is to be missing on the intent too.
    #[must_use]
    pub fn named(&self) -> [(&'static str, Option<&str>); 5] {
        let [cart, customer, guest, session, seal] = Self::NAMES;
        [
            (cart, self.cart.as_deref()),
            (customer, self.customer.as_deref()),
            (guest, self.guest.as_deref()),
            (session, self.session.as_deref()),
            (seal, self.seal.as_deref()),
        ]
    }

    /// Takes them from whatever is written on an intent; other entries are not looked at.
    pub fn read<'v>(mut entry: impl FnMut(&'static str) -> Option<&'v str>) -> Self {
        let [cart, customer, guest, session, seal] = Self::NAMES.map(|name| entry(name).map(str::to_owned));
        Self { cart, customer, guest, session, seal }
    }

    /// Whether they are the same but for the seal.
    #[must_use]
    pub fn agree(&self, other: &Self) -> bool {
        Self { seal: None, ..self.clone() } == Self { seal: None, ..other.clone() }
    }
}
