//! What a cart is to be paid with follows what it comes to.

use super::{Cart, CartError};
use crate::money::{Amount, Currency};
use crate::payment::{PaymentCollection, PaymentSession};

impl Cart {
    /// Brings the payment collection to the cart's total, and tells that.
    ///
    /// As in Medusa, promises over another amount are void: they are taken away, so that nothing can be
    /// paid that is not what is bought. An intent at a provider stays and is brought up to date when the
    /// shopper is about to pay. Once its money is held, what it is held for is fixed.
    pub fn settle_payment(&mut self, held: &Self) -> Result<Amount, CartError> {
        let total = self.totals()?.all.total;
        let currency = self.currency;
        let is_fixed = held.payment.as_ref().is_some_and(PaymentCollection::holds_money);
        if is_fixed && !self.is_sold_as(held, total)? {
            return Err(CartError::LockedByPayment);
        }
        if let Some(payment) = &mut self.payment {
            payment.follow(total, currency);
        }
        Ok(total)
    }

    /// Refuses to let the cart change hands while money is held for it.
    pub fn may_change_hands(&self) -> Result<(), CartError> {
        let is_fixed = self.payment.as_ref().is_some_and(PaymentCollection::holds_money);
        if is_fixed { Err(CartError::LockedByPayment) } else { Ok(()) }
    }

    /// Whether it is still the same purchase: so much, of the same things, to the same place. Where no place
    /// was known yet, one may still be named.
    fn is_sold_as(&self, held: &Self, total: Amount) -> Result<bool, CartError> {
        let goods =
            |cart: &Self| -> Vec<_> { cart.lines.iter().map(|line| (line.goods.variant.clone(), line.goods.quantity)).collect() };
        let goes_elsewhere = held.shipping_address.as_ref().is_some_and(|before| {
            before.address.address_1.is_some() && self.shipping_address.as_ref().map(|now| &now.address) != Some(&before.address)
        });
        let is_same = total == held.totals()?.all.total && self.currency == held.currency && goods(self) == goods(held);
        Ok(is_same && !goes_elsewhere && self.owner == held.owner)
    }
}

impl PaymentCollection {
    fn follow(&mut self, total: Amount, currency: Currency) {
        if self.amount != total || self.currency != currency {
            self.amount = total;
            self.currency = currency;
            self.sessions.retain(PaymentSession::is_outside);
        }
    }
}
