//! Whether a cart is ready to become an order.

use super::Cart;
use crate::fault::{Fault, Reason};
use crate::ids::Id;
use crate::money::{Amount, OutOfRange};
use crate::region::Region;

/// What still stops a cart from becoming an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unready {
    /// Nothing in it.
    #[error("the cart is empty")]
    Empty,
    /// Nothing to pay with.
    #[error("no payment collection")]
    NoPayment,
    /// No attempt to pay.
    #[error("no payment session")]
    NoSession,
    /// Nobody to write to.
    #[error("no e-mail address")]
    NoEmail,
    /// Nowhere to send to.
    #[error("no shipping address")]
    NoAddress,
    /// No way to send.
    #[error("no shipping method")]
    NoShipping,
    /// Something that no chosen method carries.
    #[error("a shipping profile without a method")]
    ProfileUnserved,
    /// More money than can be counted.
    #[error(transparent)]
    Amount(#[from] OutOfRange),
}

impl Fault for Unready {
    fn reason(&self) -> Reason {
        match self {
            Self::Empty => Reason::CartEmpty,
            Self::NoPayment => Reason::PaymentCollectionMissing,
            Self::NoSession => Reason::PaymentSessionMissing,
            Self::NoEmail => Reason::EmailMissing,
            Self::NoAddress => Reason::ShippingAddressMissing,
            Self::NoShipping => Reason::ShippingMethodMissing,
            Self::ProfileUnserved => Reason::ShippingProfileUnserved,
            Self::Amount(_) => Reason::AmountOutOfRange,
        }
    }
}

impl Cart {
    /// Whether the tax of what is bought can be known: where it comes by itself, a country says which.
    pub fn taxable(&self, region: &Region) -> Result<(), Unready> {
        let is_known = !region.has_automatic_taxes || self.country().is_some();
        if is_known { Ok(()) } else { Err(Unready::NoAddress) }
    }

    /// The first thing that stops the cart from becoming an order, in Medusa's order:
    /// goods, payment, then whom and where to send. A total of nothing needs no payment.
    pub fn ready(&self) -> Result<(), Unready> {
        if self.lines.is_empty() {
            return Err(Unready::Empty);
        }
        let total = self.totals()?.all.total;
        if total > Amount::ZERO {
            let payment = self.payment.as_ref().ok_or(Unready::NoPayment)?;
            // A promise of anything else is none: what is paid is what is bought. What a provider holds is looked at later.
            let session = payment.payable_session().filter(|open| open.is_outside() || open.is_over(total, self));
            session.ok_or(Unready::NoSession)?;
        }
        if self.email.is_none() {
            return Err(Unready::NoEmail);
        }
        self.ready_to_send()
    }

    fn ready_to_send(&self) -> Result<(), Unready> {
        if !self.needs_shipping() {
            return Ok(());
        }
        if self.shipping_methods.is_empty() {
            return Err(Unready::NoShipping);
        }
        if self.shipping_address.as_ref().is_none_or(|held| held.address.address_1.is_none()) {
            return Err(Unready::NoAddress);
        }

        let is_served = |profile: &str| self.shipping_methods.iter().any(|method| method.profile.as_str() == profile);
        let mut sent = self.lines.iter().filter(|line| line.goods.snapshot.requires_shipping);
        let all_served = sent.all(|line| line.goods.snapshot.shipping_profile_id.as_deref().is_none_or(is_served));
        if all_served { Ok(()) } else { Err(Unready::ProfileUnserved) }
    }
}
