//! Money of an order: taken once, and given back in parts.

use super::states;
use crate::fault::{Fault, Reason};
use crate::ids::{CaptureId, RefundId};
use crate::moment::Moment;
use crate::money::Amount;

/// Money that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captured {
    /// Of the capture.
    pub id: CaptureId,
    /// How much.
    pub amount: Amount,
    /// The member of staff or the key; none when it was taken by itself.
    pub by: Option<String>,
    /// When.
    pub created_at: Moment,
}

states! {
    /// How far a refund got.
    RefundState {
        /// The provider is being asked; what it does is not known yet.
        Asked = "asked",
        /// The money was given back.
        Done = "done",
        /// The provider will not give it back.
        Failed = "failed",
    }
}

/// Money that is given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Of the refund.
    pub id: RefundId,
    /// How much.
    pub amount: Amount,
    /// How far it got.
    pub state: RefundState,
    /// What whoever gave it back wrote down.
    pub note: Option<String>,
    /// The member of staff or the key.
    pub by: Option<String>,
    /// When it was asked for.
    pub created_at: Moment,
    /// When it changed last.
    pub updated_at: Moment,
}

/// Why money is not taken or given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefundError {
    /// There is no such payment.
    #[error("no such payment")]
    NoPayment,
    /// It was called off.
    #[error("the payment was called off")]
    CalledOff,
    /// Nothing was taken that could be given back.
    #[error("nothing was taken")]
    NotTaken,
    /// More than was taken and not given back.
    #[error("more than was taken and not given back")]
    TooMuch,
    /// More decimals than the currency has.
    #[error("more than {0} decimals")]
    TooFine(u8),
    /// The provider will not do it.
    #[error("the provider will not give it back")]
    Refused,
}

impl Fault for RefundError {
    fn reason(&self) -> Reason {
        match self {
            Self::NoPayment => Reason::NotFound,
            Self::CalledOff => Reason::PaymentNotCapturable,
            Self::NotTaken => Reason::RefundWithoutCapture,
            Self::TooMuch => Reason::RefundTooLarge,
            Self::TooFine(_) => Reason::TooManyDecimals,
            Self::Refused => Reason::RefundRefused,
        }
    }

    fn path(&self) -> Option<std::borrow::Cow<'static, str>> {
        match self {
            Self::TooMuch | Self::TooFine(_) => Some("amount".into()),
            Self::NoPayment | Self::CalledOff | Self::NotTaken | Self::Refused => None,
        }
    }

    fn params(&self) -> Vec<crate::fault::Param> {
        match self {
            Self::TooFine(decimals) => vec![crate::fault::Param { name: "max", value: i64::from(*decimals) }],
            Self::NoPayment | Self::CalledOff | Self::NotTaken | Self::TooMuch | Self::Refused => Vec::new(),
        }
    }
}
