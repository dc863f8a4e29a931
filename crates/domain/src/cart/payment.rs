//! What a cart is to be paid with follows what it comes to.

use super::Cart;
use crate::money::{Amount, Currency, OutOfRange};
use crate::payment::PaymentCollection;

impl Cart {
    /// Brings the payment collection to the cart's total, and tells that.
    ///
    /// As in Medusa, sessions over another amount are void: they are taken away, so
    /// that nothing can be paid that is not what is bought.
    pub fn settle_payment(&mut self) -> Result<Amount, OutOfRange> {
        let total = self.totals()?.all.total;
        let currency = self.currency;
        if let Some(payment) = &mut self.payment {
            payment.follow(total, currency);
        }
        Ok(total)
    }
}

impl PaymentCollection {
    fn follow(&mut self, total: Amount, currency: Currency) {
        if self.amount != total || self.currency != currency {
            self.amount = total;
            self.currency = currency;
            self.sessions.clear();
        }
    }
}
