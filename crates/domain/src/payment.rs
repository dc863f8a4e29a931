//! Payments: what is to be paid, and how far it got.

use serde_json::Value;

use crate::ids::{PaymentCollectionId, PaymentId, PaymentSessionId};
use crate::moment::Moment;
use crate::money::{Amount, Currency};

/// The provider that takes payments by hand: invoice, cash at the counter.
pub const MANUAL_PROVIDER: &str = "pp_system_default";

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
        self.sessions.iter().find(|session| !matches!(session.status, SessionStatus::Error | SessionStatus::Canceled))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_no_state_is_none() {
        assert_eq!(SessionStatus::parse("authorized"), Some(SessionStatus::Authorized));
        assert_eq!(CollectionStatus::parse("paid"), None);
    }
}
