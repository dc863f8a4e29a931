//! Orders that change hands: a customer asks, and whoever placed the order says yes or no.

use super::{Order, OrderError};
use crate::cart::Buyer;
use crate::ids::{CustomerId, OrderId, TransferId};
use crate::moment::Moment;
use crate::owner::Owner;

/// A customer's open request to take over an order; an order has one at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Of the request.
    pub id: TransferId,
    /// What is asked for.
    pub order: OrderId,
    /// Who asks for it.
    pub customer: CustomerId,
    /// What they ask for besides the order, and why.
    pub wish: Wish,
    /// From when on nobody can say yes.
    pub expires_at: Moment,
}

/// What a customer says when asking for an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Why they should have it.
    pub description: Option<String>,
    /// Whether the shop is to write about the order to them from then on.
    pub takes_email: bool,
}

impl Transfer {
    /// Seconds for which a request can be answered: seven days.
    pub const LIFE_SECS: i64 = 604_800;
}

impl Order {
    /// Refuses to be asked for by the customer who has it.
    pub fn askable_by(&self, customer: &CustomerId) -> Result<(), OrderError> {
        if self.owner.is_customer(customer) { Err(OrderError::AlreadyYours) } else { Ok(()) }
    }

    /// The order as it is once `buyer` has it: whoever had it before has not.
    #[must_use]
    pub fn passed_to(self, buyer: Buyer, wish: &Wish, now: Moment) -> Self {
        Self {
            owner: Owner::Customer(buyer.id.clone()),
            email: if wish.takes_email { buyer.email } else { self.email },
            customer: Some(buyer.id),
            updated_at: now,
            ..self
        }
    }
}
