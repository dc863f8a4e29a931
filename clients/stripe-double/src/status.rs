//! The states of a payment intent: what may be done in which, and where that leads.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The state of a payment intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody has said yet with what it is paid, or that failed.
    RequiresPaymentMethod,
    /// It is known with what it is paid; it waits for the word.
    RequiresConfirmation,
    /// The bank wants to hear from its customer (3-D Secure).
    RequiresAction,
    /// The bank has not decided yet.
    Processing,
    /// The money is held and waits to be taken.
    RequiresCapture,
    /// The money is taken.
    Succeeded,
    /// It is over, without money.
    Canceled,
}

impl Status {
    /// The state as Stripe writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RequiresPaymentMethod => "requires_payment_method",
            Self::RequiresConfirmation => "requires_confirmation",
            Self::RequiresAction => "requires_action",
            Self::Processing => "processing",
            Self::RequiresCapture => "requires_capture",
            Self::Succeeded => "succeeded",
            Self::Canceled => "canceled",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// When the money of an intent is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptureMethod {
    /// As soon as it is approved.
    Automatic,
    /// The same; Stripe tells of it a little later, and the double does not.
    AutomaticAsync,
    /// When the shop says so.
    Manual,
}

/// Something that is done to an intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Another value for the field of that name. What is not asked about may change at any time.
    Change(&'static str),
    Confirm,
    Authenticate,
    Settle,
    Capture,
    Cancel,
    Expire,
}

impl Action {
    /// The states in which it may be done, in the order in which Stripe lists them.
    pub(crate) const fn allowed_in(self) -> &'static [Status] {
        match self {
            Self::Change(_) | Self::Confirm => {
                &[Status::RequiresPaymentMethod, Status::RequiresConfirmation, Status::RequiresAction]
            }
            Self::Authenticate => &[Status::RequiresAction],
            Self::Settle => &[Status::Processing],
            Self::Capture | Self::Expire => &[Status::RequiresCapture],
            Self::Cancel => &[
                Status::RequiresPaymentMethod,
                Status::RequiresCapture,
                Status::RequiresConfirmation,
                Status::RequiresAction,
                Status::Processing,
            ],
        }
    }

    /// What Stripe says when it may not.
    pub(crate) fn refusal(self, status: Status) -> String {
        let allowed: Vec<_> = self.allowed_in().iter().map(|allowed| allowed.as_str()).collect();
        let allowed = allowed.join(", ");
        let only = format!("Only a PaymentIntent with one of the following statuses may be {}: {allowed}.", self.done());
        match (self, status) {
            (Self::Confirm, Status::Succeeded) => {
                "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed."
                    .to_owned()
            }
            (Self::Capture, Status::Succeeded) => {
                "This PaymentIntent could not be captured because it has already been captured.".to_owned()
            }
            (Self::Change(field), _) => format!(
                "This PaymentIntent's {field} could not be updated because it has a status of {status}. You may only update the \
                 {field} of a PaymentIntent with one of the following statuses: {allowed}."
            ),
            (Self::Confirm, _) => format!("You cannot confirm this PaymentIntent because it has a status of {status}. {only}"),
            (Self::Cancel, _) => format!("You cannot cancel this PaymentIntent because it has a status of {status}. {only}"),
            (_, _) => {
                format!("This PaymentIntent could not be {} because it has a status of {status}. {only}", self.done())
            }
        }
    }

    const fn done(self) -> &'static str {
        match self {
            Self::Change(_) => "updated",
            Self::Confirm => "confirmed",
            Self::Authenticate => "authenticated",
            Self::Settle => "settled",
            Self::Capture => "captured",
            Self::Cancel => "canceled",
            Self::Expire => "expired",
        }
    }
}

/// Something that came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// It is known with what is paid, or something changed after the bank was asked.
    Readied,
    Approved(CaptureMethod),
    Challenged,
    Pending,
    Refused,
    Captured,
    Canceled,
}

impl Step {
    /// The state that it leads to.
    pub(crate) const fn leads_to(self) -> Status {
        match self {
            Self::Readied => Status::RequiresConfirmation,
            Self::Approved(CaptureMethod::Manual) => Status::RequiresCapture,
            Self::Approved(CaptureMethod::Automatic | CaptureMethod::AutomaticAsync) | Self::Captured => Status::Succeeded,
            Self::Challenged => Status::RequiresAction,
            Self::Pending => Status::Processing,
            Self::Refused => Status::RequiresPaymentMethod,
            Self::Canceled => Status::Canceled,
        }
    }
}
