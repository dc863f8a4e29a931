//! Customers: their records and their address books.

mod addresses;
mod changed;
mod error;
mod filter;

use crate::email::Email;
use crate::ids::CustomerId;
use crate::metadata::Metadata;
use crate::moment::Moment;
use crate::patch::Patch;

pub use addresses::{AddressChanges, CustomerAddress};
pub use changed::Changed;
pub use error::CustomerError;
pub use filter::AddressFilter;

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Of the customer.
    pub id: CustomerId,
    /// Where to write to; it changes with the login alone.
    pub email: Email,
    /// Company.
    pub company_name: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// The client's own facts.
    pub metadata: Option<Metadata>,
    /// Whether there is a login to it; a guest's record has none.
    pub has_account: bool,
    /// When it was made.
    pub created_at: Moment,
    /// When it changed last; the address book has moments of its own.
    pub updated_at: Moment,
    /// Where they have things sent and billed, oldest first.
    pub addresses: Vec<CustomerAddress>,
}

/// What a new customer says of themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewCustomer {
    /// Company.
    pub company_name: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// The client's own facts.
    pub metadata: Option<Metadata>,
}

/// What is to change in a record; what is kept is not named.
#[derive(Clone, Debug, Default)]
pub struct CustomerChanges {
    /// Company.
    pub company_name: Patch<String>,
    /// Given name.
    pub first_name: Patch<String>,
    /// Family name.
    pub last_name: Patch<String>,
    /// Telephone.
    pub phone: Patch<String>,
    /// The client's own facts, laid over those that are there.
    pub metadata: Patch<Metadata>,
}

impl Customer {
    /// How many addresses a book holds.
    pub const MAX_ADDRESSES: usize = 100;

    /// Opens an account for whoever holds the address.
    #[must_use]
    pub fn open(id: CustomerId, email: Email, new: NewCustomer, now: Moment) -> Self {
        Self {
            id,
            email,
            company_name: new.company_name,
            first_name: new.first_name,
            last_name: new.last_name,
            phone: new.phone,
            metadata: new.metadata,
            has_account: true,
            created_at: now,
            updated_at: now,
            addresses: Vec::new(),
        }
    }

    /// Changes the record; answers the names of what is different now.
    pub fn update(&mut self, changes: CustomerChanges, now: Moment) -> Result<Changed, CustomerError> {
        let mut different = Changed::default();
        // First: what is refused changes nothing.
        different.lay_over(&mut self.metadata, changes.metadata)?;
        different.apply("company_name", &mut self.company_name, changes.company_name);
        different.apply("first_name", &mut self.first_name, changes.first_name);
        different.apply("last_name", &mut self.last_name, changes.last_name);
        different.apply("phone", &mut self.phone, changes.phone);

        if !different.is_empty() {
            self.updated_at = now;
        }
        Ok(different)
    }
}

#[cfg(test)]
mod tests;
