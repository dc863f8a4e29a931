//! Why an order refuses.

use std::borrow::Cow;

use crate::fault::{Fault, Reason};

/// A refusal to show an order, to let it change hands, or to be worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// There is none, or none that the caller may see.
    #[error("no such order")]
    NotFound,
    /// Whoever asks for it has it.
    #[error("the order is the customer's own already")]
    AlreadyYours,
    /// The token opens no transfer of that order: wrong, used, replaced or too old, or there is no such order.
    #[error("the token opens no transfer of that order")]
    TransferToken,
    /// It was called off.
    #[error("the order was called off")]
    Canceled,
    /// It is done with.
    #[error("the order is done with")]
    Completed,
    /// Goods of it are taken out of stock.
    #[error("goods of the order are taken out of stock")]
    Fulfilled,
    /// A line that is none of its.
    #[error("thing {at} is no line of the order")]
    NoLine {
        /// Its place in the list.
        at: usize,
    },
    /// More of a line than is left to send.
    #[error("thing {at}: more than is left to send")]
    MoreThanOrdered {
        /// Its place in the list.
        at: usize,
    },
    /// Less of it is in stock than is to leave, or less of it is reserved at that place.
    #[error("thing {at}: not in stock there")]
    NotInStock {
        /// Its place in the list.
        at: usize,
    },
    /// Nothing is to leave.
    #[error("nothing is to leave")]
    Nothing,
    /// There is no such place.
    #[error("no such place")]
    NoLocation,
    /// The fulfilment was called off.
    #[error("the fulfilment was called off")]
    FulfillmentCanceled,
    /// The fulfilment left, or arrived.
    #[error("the fulfilment has left or arrived")]
    FulfillmentGone,
    /// The shipment is not of what its fulfilment holds.
    #[error("the shipment is not of what the fulfilment holds")]
    NotWhole,
}

impl Fault for OrderError {
    fn reason(&self) -> Reason {
        match self {
            Self::NotFound => Reason::NotFound,
            Self::AlreadyYours => Reason::OrderAlreadyYours,
            Self::TransferToken => Reason::TransferTokenInvalid,
            Self::Canceled => Reason::OrderCanceled,
            Self::Completed => Reason::OrderCompleted,
            Self::Fulfilled => Reason::OrderFulfilled,
            Self::NoLine { .. } | Self::NoLocation => Reason::NotAnId,
            Self::Nothing => Reason::Empty,
            Self::MoreThanOrdered { .. } => Reason::MoreThanOrdered,
            Self::NotInStock { .. } => Reason::InsufficientInventory,
            Self::FulfillmentCanceled => Reason::FulfillmentCanceled,
            Self::FulfillmentGone => Reason::FulfillmentGone,
            Self::NotWhole => Reason::ShipmentNotWhole,
        }
    }

    fn path(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::NoLine { at } => Some(Cow::Owned(format!("items[{at}].id"))),
            Self::MoreThanOrdered { at } | Self::NotInStock { at } => Some(Cow::Owned(format!("items[{at}].quantity"))),
            Self::NoLocation => Some(Cow::Borrowed("location_id")),
            Self::Nothing | Self::NotWhole => Some(Cow::Borrowed("items")),
            Self::NotFound
            | Self::AlreadyYours
            | Self::TransferToken
            | Self::Canceled
            | Self::Completed
            | Self::Fulfilled
            | Self::FulfillmentCanceled
            | Self::FulfillmentGone => None,
        }
    }
}
