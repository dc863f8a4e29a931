//! The addresses that a customer keeps, and which of them stand in when none is named.

use super::{Changed, Customer, CustomerError};
use crate::address::Address;
use crate::country::Country;
use crate::ids::AddressId;
use crate::metadata::Metadata;
use crate::moment::Moment;
use crate::patch::Patch;

/// An address in a customer's book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerAddress {
    /// Of the address.
    pub id: AddressId,
    /// What the customer calls it, such as "Suvila".
    pub name: Option<String>,
    /// The address, whose own facts are kept beside it.
    pub address: Address,
    /// The client's own facts.
    pub metadata: Option<Metadata>,
    /// Whether things go here when nothing else is said; true of at most one in a book.
    pub is_default_shipping: bool,
    /// Whether bills go here when nothing else is said; true of at most one in a book.
    pub is_default_billing: bool,
    /// When it was made.
    pub created_at: Moment,
    /// When it changed last.
    pub updated_at: Moment,
}

/// What an address is to be, over what it is; a new one is nothing yet.
#[derive(Clone, Debug, Default)]
pub struct AddressChanges {
    /// What the customer calls it.
    pub name: Patch<String>,
    /// Given name.
    pub first_name: Patch<String>,
    /// Family name.
    pub last_name: Patch<String>,
    /// Company.
    pub company: Patch<String>,
    /// Street and house.
    pub address_1: Patch<String>,
    /// Flat, floor, anything more.
    pub address_2: Patch<String>,
    /// Town.
    pub city: Patch<String>,
    /// Country.
    pub country_code: Patch<Country>,
    /// County or state.
    pub province: Patch<String>,
    /// Postal code.
    pub postal_code: Patch<String>,
    /// Telephone.
    pub phone: Patch<String>,
    /// The client's own facts, laid over those that are there.
    pub metadata: Patch<Metadata>,
    /// Whether things are to go here when nothing else is said.
    pub is_default_shipping: Option<bool>,
    /// Whether bills are to go here when nothing else is said.
    pub is_default_billing: Option<bool>,
}

impl CustomerAddress {
    fn empty(id: AddressId, now: Moment) -> Self {
        Self {
            id,
            name: None,
            address: Address::default(),
            metadata: None,
            is_default_shipping: false,
            is_default_billing: false,
            created_at: now,
            updated_at: now,
        }
    }

    fn apply(&mut self, changes: AddressChanges) -> Result<Changed, CustomerError> {
        let mut different = Changed::default();
        let address = &mut self.address;
        different.apply("address_name", &mut self.name, changes.name);
        different.apply("first_name", &mut address.first_name, changes.first_name);
        different.apply("last_name", &mut address.last_name, changes.last_name);
        different.apply("company", &mut address.company, changes.company);
        different.apply("address_1", &mut address.address_1, changes.address_1);
        different.apply("address_2", &mut address.address_2, changes.address_2);
        different.apply("city", &mut address.city, changes.city);
        different.apply("country_code", &mut address.country_code, changes.country_code);
        different.apply("province", &mut address.province, changes.province);
        different.apply("postal_code", &mut address.postal_code, changes.postal_code);
        different.apply("phone", &mut address.phone, changes.phone);
        different.lay_over(&mut self.metadata, changes.metadata)?;
        different.set("is_default_shipping", &mut self.is_default_shipping, changes.is_default_shipping);
        different.set("is_default_billing", &mut self.is_default_billing, changes.is_default_billing);
        Ok(different)
    }
}

impl Customer {
    /// The address of this book that has the id.
    pub fn address(&self, id: &AddressId) -> Result<&CustomerAddress, CustomerError> {
        self.addresses.iter().find(|address| address.id == *id).ok_or(CustomerError::AddressNotFound)
    }

    /// Puts an address into the book; answers the names of what is in it.
    pub fn add_address(&mut self, new: AddressChanges, (id, now): (AddressId, Moment)) -> Result<Changed, CustomerError> {
        if self.addresses.len() >= Self::MAX_ADDRESSES {
            return Err(CustomerError::BookFull);
        }

        let mut address = CustomerAddress::empty(id, now);
        let different = address.apply(new)?;
        self.yield_to(&address, now);
        self.addresses.push(address);
        Ok(different)
    }

    /// Changes an address; answers the names of what is different now.
    pub fn change_address(&mut self, id: &AddressId, changes: AddressChanges, now: Moment) -> Result<Changed, CustomerError> {
        let mut address = self.address(id)?.clone();
        let different = address.apply(changes)?;
        if different.is_empty() {
            return Ok(different);
        }

        address.updated_at = now;
        self.yield_to(&address, now);
        self.addresses.iter_mut().filter(|held| held.id == *id).for_each(|held| *held = address.clone());
        Ok(different)
    }

    /// Takes an address out of the book; no other takes its place as the default.
    pub fn remove_address(&mut self, id: &AddressId) -> Result<(), CustomerError> {
        let kept = self.addresses.len();
        self.addresses.retain(|address| address.id != *id);
        if self.addresses.len() < kept { Ok(()) } else { Err(CustomerError::AddressNotFound) }
    }

    /// Every other address stops being what `chosen` is the default for.
    fn yield_to(&mut self, chosen: &CustomerAddress, now: Moment) {
        for other in self.addresses.iter_mut().filter(|other| other.id != chosen.id) {
            let shipping = other.is_default_shipping && !chosen.is_default_shipping;
            let billing = other.is_default_billing && !chosen.is_default_billing;
            if (shipping, billing) != (other.is_default_shipping, other.is_default_billing) {
                (other.is_default_shipping, other.is_default_billing) = (shipping, billing);
                other.updated_at = now;
            }
        }
    }
}
