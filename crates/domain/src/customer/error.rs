//! Why a customer's record or address book refuses.

use std::borrow::Cow;

use super::Customer;
use crate::fault::{Fault, Param, Reason};
use crate::metadata::Metadata;

/// A refusal to do something to a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CustomerError {
    /// No such address, or none in this customer's book.
    #[error("no such address")]
    AddressNotFound,
    /// The book holds no more.
    #[error("more addresses than a book may have")]
    BookFull,
    /// Facts that do not fit beside those that are there.
    #[error("more metadata than fits")]
    MetadataUnfit,
}

impl Fault for CustomerError {
    fn reason(&self) -> Reason {
        match self {
            Self::AddressNotFound => Reason::NotFound,
            Self::BookFull => Reason::AddressBookFull,
            Self::MetadataUnfit => Reason::MetadataUnfit,
        }
    }

    fn path(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::MetadataUnfit => Some(Cow::Borrowed("metadata")),
            Self::AddressNotFound | Self::BookFull => None,
        }
    }

    fn params(&self) -> Vec<Param> {
        match self {
            Self::BookFull => vec![Param { name: "max", value: i64::try_from(Customer::MAX_ADDRESSES).unwrap_or(i64::MAX) }],
            Self::MetadataUnfit => Metadata::LIMITS.to_vec(),
            Self::AddressNotFound => Vec::new(),
        }
    }
}
