//! Whether a payment, a cart and an owner belong together.
//!
//! Our own row is the authority; what the provider says is held against it. The decision is a function
//! of facts, made inside the unit of work that makes the order (contract §7; OWASP ASVS 8.2.2, 2.3.3).

use super::{Intent, IntentStatus, MANUAL_PROVIDER, Marks, PaymentSession, Step};
use crate::cart::Cart;
use crate::fault::{Fault, Reason};
use crate::ids::{IntentId, OrderId};
use crate::money::Amount;
use crate::owner::Owner;

/// What a payment session is bound to, beside its amount and currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Whose the cart was.
    pub owner: Owner,
    /// How often it was bound: it moves whenever it follows what its cart comes to, and is a part of what is sealed.
    pub revision: i64,
    /// The intent at the provider, once it is known. One intent pays one session.
    pub intent: Option<IntentId>,
    /// Whether the intent is about real money.
    pub is_live: bool,
    /// How far it got.
    pub step: Step,
    /// The order that it paid for.
    pub order: Option<OrderId>,
}

impl Binding {
    /// What a session begins with, at that step.
    #[must_use]
    pub const fn begun(owner: Owner, step: Step) -> Self {
        Self { owner, revision: 1, intent: None, is_live: false, step, order: None }
    }
}

impl PaymentSession {
    /// Whether the money is somebody's outside of the shop, who has to be asked.
    #[must_use]
    pub fn is_outside(&self) -> bool {
        self.provider_id != MANUAL_PROVIDER
    }

    /// What its intent is to be marked with, but for the seal.
    #[must_use]
    pub fn marks(&self, cart: &Cart) -> Marks {
        Marks::of(&cart.id, &self.binding.owner, &self.id)
    }

    /// Whether it is over what the cart comes to, in its currency.
    #[must_use]
    pub fn is_over(&self, total: Amount, cart: &Cart) -> bool {
        self.amount == total && self.currency == cart.currency
    }

    /// The same, and for the cart's owner.
    #[must_use]
    pub fn fits(&self, cart: &Cart, total: Amount) -> bool {
        self.is_over(total, cart) && self.binding.owner == cart.owner
    }
}

/// The facts about one payment at the moment when its cart is to become an order.
#[derive(Clone, Copy, Debug)]
pub struct Checkout<'f> {
    /// The cart, held.
    pub cart: &'f Cart,
    /// What it comes to.
    pub total: Amount,
    /// The session that is to pay it.
    pub session: &'f PaymentSession,
    /// What the provider says of its intent.
    pub intent: &'f Intent,
    /// Over which facts the seal on the intent holds.
    pub sealed: Sealed,
}

/// Over which facts the seal on an intent holds. Only the shop can make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Over the session's own.
    pub session: bool,
    /// Over the same with the amount and currency of the intent: the shop asked for that much once.
    pub intent: bool,
}

/// Why a payment does not pay for a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaymentFault {
    /// The client names another intent than that of the cart's session.
    #[error("another intent than the cart's own was named")]
    OtherIntent,
    /// What is written on the intent is not what we wrote, or it is of the other mode (test, live).
    #[error("the provider's facts about the intent are not ours")]
    Foreign,
    /// The cart changed hands after the payment was begun.
    #[error("the cart changed hands after the payment was begun")]
    OwnerChanged,
    /// The intent paid for an order already.
    #[error("the intent paid for an order already")]
    Consumed,
    /// The intent is over another amount than we asked for.
    #[error("the intent is over another amount or currency than we asked for")]
    AmountAltered,
    /// The cart comes to something else than when the payment was begun.
    #[error("the cart comes to something else than when the payment was begun")]
    AmountStale,
    /// Only a part is there, or some of it was given back or is disputed.
    #[error("the money of the intent is not all there")]
    Incomplete,
    /// The shopper has not paid yet, or it did not work.
    #[error("the intent does not pay: {}", .0.word())]
    Unpaid(IntentStatus),
    /// The provider was asked for an intent and its answer is not known yet.
    #[error("there is no intent yet")]
    NoIntent,
}

/// What is to become of the intent of a payment that does not pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The shopper may still pay with it.
    Wait,
    /// It is ours and no order can come of it: what is held is let go.
    Release,
    /// The provider called it off.
    Gone,
    /// Its facts are not ours: a person has to look, and until then nothing is done to it.
    Disown,
    /// It is about something else that the client named; ours is as it was.
    Ignore,
}

impl PaymentFault {
    /// What is to become of the intent.
    #[must_use]
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::OtherIntent | Self::Consumed => Verdict::Ignore,
            Self::Foreign | Self::AmountAltered | Self::Incomplete => Verdict::Disown,
            Self::OwnerChanged | Self::AmountStale => Verdict::Release,
            Self::Unpaid(IntentStatus::Canceled) => Verdict::Gone,
            Self::Unpaid(_) | Self::NoIntent => Verdict::Wait,
        }
    }

    /// The word for it on record.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::OtherIntent => "other_intent",
            Self::Foreign => "foreign",
            Self::OwnerChanged => "owner_changed",
            Self::Consumed => "consumed",
            Self::AmountAltered => "amount_altered",
            Self::AmountStale => "amount_stale",
            Self::Incomplete => "incomplete",
            Self::Unpaid(_) => "unpaid",
            Self::NoIntent => "no_intent",
        }
    }

    /// Whether it is a sign of an attack, or of somebody else at work in the shop's account at the provider.
    #[must_use]
    pub const fn is_anomaly(self) -> bool {
        matches!(self, Self::OtherIntent | Self::Foreign | Self::Consumed | Self::AmountAltered | Self::Incomplete)
    }
}

impl Fault for PaymentFault {
    fn reason(&self) -> Reason {
        match self {
            Self::OtherIntent | Self::Foreign | Self::OwnerChanged => Reason::PaymentIntentMismatch,
            Self::Consumed => Reason::PaymentIntentConsumed,
            Self::AmountAltered | Self::AmountStale => Reason::PaymentAmountMismatch,
            Self::Incomplete | Self::Unpaid(_) | Self::NoIntent => Reason::PaymentNotAuthorized,
        }
    }
}

impl Checkout<'_> {
    /// Whether the payment pays for the cart; otherwise the first reason why not, in the order of contract §7:
    /// whose and which it is, whether it is used up, how much it is over, how far it got.
    pub fn decide(&self) -> Result<(), PaymentFault> {
        self.ours()?;
        if self.session.binding.step.is_consumed() {
            return Err(PaymentFault::Consumed);
        }
        self.amount()?;
        self.paid()
    }

    fn ours(&self) -> Result<(), PaymentFault> {
        let (binding, intent) = (&self.session.binding, self.intent);
        let is_ours = binding.intent.as_ref() == Some(&intent.id)
            && binding.is_live == intent.is_live
            && (self.sealed.session || self.sealed.intent)
            && intent.marks.agree(&self.session.marks(self.cart));
        if !is_ours {
            Err(PaymentFault::Foreign)
        } else if binding.owner != self.cart.owner {
            Err(PaymentFault::OwnerChanged)
        } else {
            Ok(())
        }
    }

    fn amount(&self) -> Result<(), PaymentFault> {
        let (session, intent) = (self.session, self.intent);
        let is_as_asked = (intent.amount, intent.currency) == (session.amount, session.currency);
        if !is_as_asked && !self.sealed.intent {
            Err(PaymentFault::AmountAltered)
        } else if !is_as_asked || !session.fits(self.cart, self.total) {
            Err(PaymentFault::AmountStale)
        } else {
            Ok(())
        }
    }

    /// All of the money is held, or all of it was taken and nothing given back.
    fn paid(&self) -> Result<(), PaymentFault> {
        let intent = self.intent;
        let there = match intent.status {
            IntentStatus::RequiresCapture => intent.capturable,
            IntentStatus::Succeeded => intent.received,
            other => return Err(PaymentFault::Unpaid(other)),
        };
        let is_whole = there == intent.amount && intent.refunded == Amount::ZERO && !intent.is_disputed;
        if is_whole { Ok(()) } else { Err(PaymentFault::Incomplete) }
    }
}
