//! Why a flow did not do what it was asked.

use std::borrow::Cow;

use wufi_domain::cart::{CartError, Unready};
use wufi_domain::customer::CustomerError;
use wufi_domain::fault::{Fault, Param, Reason};
use wufi_domain::money::OutOfRange;
use wufi_domain::order::OrderError;
use wufi_domain::payment::{IllegalStep, PaymentFault, RefundError};
use wufi_domain::stock::StockError;
use wufi_outbound::stripe::StripeError;
use wufi_store::StoreError;

/// A refusal, or a failure underneath.
#[derive(Debug, thiserror::Error)]
pub enum FlowError {
    /// The cart refuses.
    #[error(transparent)]
    Cart(#[from] CartError),
    /// One of the things that a cart holds or was to hold is refused.
    #[error("thing {at}: {fault}")]
    Item {
        /// Its place in the list.
        at: usize,
        /// Why.
        fault: CartError,
    },
    /// The cart is not ready to become an order.
    #[error(transparent)]
    Unready(#[from] Unready),
    /// Something in it is sold out.
    #[error("thing {at}: {fault}")]
    Stock {
        /// Its place among the lines.
        at: usize,
        /// Why.
        fault: StockError,
    },
    /// More money than can be counted.
    #[error(transparent)]
    Amount(#[from] OutOfRange),
    /// The region does not offer that payment provider.
    #[error("the region does not offer that payment provider")]
    ProviderNotOffered,
    /// The payment does not pay for the cart.
    #[error(transparent)]
    Payment(#[from] PaymentFault),
    /// The payment provider did not do what it was asked.
    #[error("the payment provider: {0}")]
    Provider(#[from] StripeError),
    /// The payment provider answers, and is not done yet.
    #[error("the payment provider is not done yet")]
    ProviderUnsettled,
    /// A payment went where it cannot go.
    #[error(transparent)]
    Step(#[from] IllegalStep),
    /// Something about the session asks for the password before a payment.
    #[error("the password is asked for again")]
    StepUpRequired,
    /// So much was declined that whoever begins a payment gives the password first.
    #[error("the password is asked for again before a payment: {own} of theirs were declined")]
    BrakeStepUp {
        /// How many declines of their own that is about; 0 when it is others'.
        own: i64,
    },
    /// So much was declined that whoever begins a payment waits.
    #[error("payments wait {secs} s: {own} of theirs were declined")]
    BrakeWait {
        /// How long.
        secs: u32,
        /// How many declines of their own that is about; 0 when it is others'.
        own: i64,
    },
    /// The order refuses.
    #[error(transparent)]
    Order(#[from] OrderError),
    /// Money of an order is not taken or given back.
    #[error(transparent)]
    Refund(#[from] RefundError),
    /// The customer's record or address book refuses.
    #[error(transparent)]
    Customer(#[from] CustomerError),
    /// Only for a customer who is logged in.
    #[error("nobody is logged in")]
    NotLoggedIn,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Fault for FlowError {
    fn reason(&self) -> Reason {
        match self {
            Self::Cart(error) | Self::Item { fault: error, .. } => error.reason(),
            Self::Unready(error) => error.reason(),
            Self::Stock { fault, .. } => fault.reason(),
            Self::Amount(_) | Self::Provider(StripeError::Unchargeable) => Reason::AmountOutOfRange,
            Self::ProviderNotOffered => Reason::ProviderNotOffered,
            Self::Payment(fault) => fault.reason(),
            Self::Provider(StripeError::NoSuchIntent) => Reason::PaymentIntentMismatch,
            Self::Provider(_) | Self::ProviderUnsettled => Reason::PaymentProviderUnavailable,
            Self::Step(_) => Reason::InternalError,
            Self::StepUpRequired => Reason::StepUpRequired,
            Self::BrakeStepUp { .. } => Reason::PaymentStepUp,
            Self::BrakeWait { .. } => Reason::PaymentsSlowed,
            Self::Order(error) => error.reason(),
            Self::Refund(error) => error.reason(),
            Self::Customer(error) => error.reason(),
            Self::NotLoggedIn => Reason::TokenMissing,
            Self::Store(error) => error.reason(),
        }
    }

    fn path(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::Cart(error) => error.path(),
            Self::Item { at, fault } => fault.path().map(|path| Cow::Owned(format!("items[{at}].{path}"))),
            Self::Stock { at, .. } => Some(Cow::Owned(format!("items[{at}].quantity"))),
            Self::ProviderNotOffered => Some(Cow::Borrowed("provider_id")),
            Self::Order(error) => error.path(),
            Self::Refund(error) => error.path(),
            Self::Customer(error) => error.path(),
            Self::Unready(_)
            | Self::Amount(_)
            | Self::Payment(_)
            | Self::Provider(_)
            | Self::ProviderUnsettled
            | Self::Step(_)
            | Self::StepUpRequired
            | Self::BrakeStepUp { .. }
            | Self::BrakeWait { .. }
            | Self::NotLoggedIn
            | Self::Store(_) => None,
        }
    }

    fn params(&self) -> Vec<Param> {
        match self {
            Self::Cart(error) | Self::Item { fault: error, .. } => error.params(),
            Self::Order(error) => error.params(),
            Self::Refund(error) => error.params(),
            Self::Customer(error) => error.params(),
            Self::BrakeWait { secs, .. } => vec![Param { name: "secs", value: i64::from(*secs) }],
            Self::Unready(_)
            | Self::Stock { .. }
            | Self::Amount(_)
            | Self::ProviderNotOffered
            | Self::Payment(_)
            | Self::Provider(_)
            | Self::ProviderUnsettled
            | Self::Step(_)
            | Self::StepUpRequired
            | Self::BrakeStepUp { .. }
            | Self::NotLoggedIn
            | Self::Store(_) => Vec::new(),
        }
    }
}
