//! Payments: what is to be paid, and how far it got.

mod binding;
pub mod brake;
mod decline;
mod intent;
mod refund;
mod step;

pub use binding::{Binding, Checkout, PaymentFault, Sealed, Verdict};
pub use decline::{Decline, DeclineClass};
pub use intent::{Intent, IntentStatus, Marks};
pub use refund::{Captured, Refund, RefundError, RefundState};
pub use step::{Advance, IllegalStep, Step};

use serde_json::Value;

use crate::ids::{PaymentCollectionId, PaymentId, PaymentSessionId};
use crate::moment::Moment;
use crate::money::{Amount, Currency};

/// The provider that takes payments by hand: invoice, cash at the counter.
pub const MANUAL_PROVIDER: &str = "pp_system_default";
/// The provider that takes cards, through Stripe.
pub const STRIPE_PROVIDER: &str = "pp_stripe_stripe";

/// Declares a state with the word that the wire and the database use.
macro_rules! states {
    ($(#[$doc:meta])* $name:ident { $($(#[$state_doc:meta])* $state:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$state_doc])* $state,)+
        }

        impl $name {
            /// The word on the wire and in the database.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$state => $word,)+
                }
            }

            /// Reads the word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$state),)+
                    _ => None,
                }
            }
        }
    };
}
use states;

states! {
    /// How far a collection got.
    CollectionStatus {
        /// Nothing yet.
        NotPaid = "not_paid",
        /// A session is open.
        Awaiting = "awaiting",
        /// The money is promised.
        Authorized = "authorized",
        /// The money is here.
        Completed = "completed",
        /// Called off.
        Canceled = "canceled",
    }
}

states! {
    /// How far a session got.
    SessionStatus {
        /// Nothing yet.
        Pending = "pending",
        /// The shopper has to do something more.
        RequiresMore = "requires_more",
        /// The money is promised.
        Authorized = "authorized",
        /// The money is here.
        Captured = "captured",
        /// It failed.
        Error = "error",
        /// Called off.
        Canceled = "canceled",
    }
}

/// What a cart is to be paid with.
#[derive(Clone, Debug, PartialEq)]
pub struct PaymentCollection {
    /// Of the collection.
    pub id: PaymentCollectionId,
    /// In what.
    pub currency: Currency,
    /// How much: the cart's total.
    pub amount: Amount,
    /// How far it got.
    pub status: CollectionStatus,
    /// How much is promised; none before anything is.
    pub authorized: Option<Amount>,
    /// The attempts; at most one is open.
    pub sessions: Vec<PaymentSession>,
    /// The payments that came of them.
    pub payments: Vec<Payment>,
    /// When it was made.
    pub created_at: Moment,
    /// When it changed last.
    pub updated_at: Moment,
}

/// One attempt to pay with one provider.
#[derive(Clone, Debug, PartialEq)]
pub struct PaymentSession {
    /// Of the session.
    pub id: PaymentSessionId,
    /// Who takes the money.
    pub provider_id: String,
    /// In what.
    pub currency: Currency,
    /// How much.
    pub amount: Amount,
    /// How far it got.
    pub status: SessionStatus,
    /// The provider's own facts, for the shopper's browser.
    pub data: Value,
    /// What it is bound to: cart, owner, amount and currency as they were when it was brought up to date last.
    pub binding: Binding,
    /// When the money was promised.
    pub authorized_at: Option<Moment>,
    /// When it was made.
    pub created_at: Moment,
    /// When it changed last.
    pub updated_at: Moment,
}

/// A payment that a provider authorised.
#[derive(Clone, Debug, PartialEq)]
pub struct Payment {
    /// Of the payment.
    pub id: PaymentId,
    /// The session it came of.
    pub session: PaymentSessionId,
    /// Who takes the money.
    pub provider_id: String,
    /// In what.
    pub currency: Currency,
    /// How much.
    pub amount: Amount,
    /// The provider's own facts.
    pub data: Value,
    /// How much of it was given back, or is on its way back.
    pub refunded: Amount,
    /// The money that was taken: all of it, once.
    pub captures: Vec<Captured>,
    /// What was given back, is on its way back, or could not be given back.
    pub refunds: Vec<Refund>,
    /// When the money came.
    pub captured_at: Option<Moment>,
    /// When it was called off.
    pub canceled_at: Option<Moment>,
    /// When it was made.
    pub created_at: Moment,
    /// When it changed last.
    pub updated_at: Moment,
}

impl PaymentCollection {
    /// The session that pays: the first that a completion may use.
    #[must_use]
    pub fn payable_session(&self) -> Option<&PaymentSession> {
        self.sessions.iter().find(|session| session.binding.step.is_live())
    }

    /// The session of that id.
    #[must_use]
    pub fn session(&self, id: &PaymentSessionId) -> Option<&PaymentSession> {
        self.sessions.iter().find(|session| session.id == *id)
    }

    /// The session of that id, to be changed.
    pub fn session_mut(&mut self, id: &PaymentSessionId) -> Option<&mut PaymentSession> {
        self.sessions.iter_mut().find(|session| session.id == *id)
    }

    /// How much was taken.
    #[must_use]
    pub fn captured(&self) -> Amount {
        let taken = self.payments.iter().filter(|payment| payment.captured_at.is_some()).map(|payment| payment.amount);
        Amount::sum(taken).unwrap_or_default()
    }

    /// How much of that was given back, or is on its way back.
    #[must_use]
    pub fn refunded(&self) -> Amount {
        Amount::sum(self.payments.iter().map(|payment| payment.refunded)).unwrap_or_default()
    }

    /// The payment of that id.
    #[must_use]
    pub fn payment(&self, id: &PaymentId) -> Option<&Payment> {
        self.payments.iter().find(|payment| payment.id == *id)
    }

    /// Whether a provider holds money for the cart.
    #[must_use]
    pub fn holds_money(&self) -> bool {
        self.sessions.iter().any(|session| session.binding.step == Step::Held)
    }
}

#[cfg(test)]
mod tests;
