//! Why a customer's record or address book refuses.

use std::borrow::Cow;

use super::Customer;
use crate::fault::{Fault, Param, Reason};
use crate::metadata::Metadata;

/// A refusal to do something to a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CustomerError {
    /// Nobody is logged in whose record it could be.
    #[error("no customer is logged in")]
    NotLoggedIn,
    /// The e-mail address has an account.
    #[error("the e-mail address has an account already")]
    Exists,
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
            Self::NotLoggedIn => Reason::TokenMissing,
            Self::Exists => Reason::CustomerExists,
            Self::AddressNotFound => Reason::NotFound,
            Self::BookFull => Reason::AddressBookFull,
            Self::MetadataUnfit => Reason::MetadataUnfit,
        }
    }

    fn path(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::MetadataUnfit => Some(Cow::Borrowed("metadata")),
            Self::NotLoggedIn | Self::Exists | Self::AddressNotFound | Self::BookFull => None,
        }
    }

    fn params(&self) -> Vec<Param> {
        match self {
            Self::BookFull => vec![Param { name: "max", value: i64::try_from(Customer::MAX_ADDRESSES).unwrap_or(i64::MAX) }],
            Self::MetadataUnfit => Metadata::LIMITS.to_vec(),
            Self::NotLoggedIn | Self::Exists | Self::AddressNotFound => Vec::new(),
        }
    }
}
