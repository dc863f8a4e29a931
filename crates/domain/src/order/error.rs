//! Why an order refuses.

use crate::fault::{Fault, Reason};

/// A refusal to show an order or to let it change hands.
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
}

impl Fault for OrderError {
    fn reason(&self) -> Reason {
        match self {
            Self::NotFound => Reason::NotFound,
            Self::AlreadyYours => Reason::OrderAlreadyYours,
            Self::TransferToken => Reason::TransferTokenInvalid,
        }
    }
}
