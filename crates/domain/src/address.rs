//! Postal addresses, as carts and orders carry them.

use serde::{Deserialize, Serialize};

use crate::country::Country;

/// A postal address; every part may be missing, as in Medusa.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Street and house.
    pub address_1: Option<String>,
    /// Flat, floor, anything more.
    pub address_2: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Country, ISO 3166-1 alpha-2 in lower case.
    pub country_code: Option<Country>,
    /// County or state.
    pub province: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// The client's own facts.
    pub metadata: Option<serde_json::Map<String, serde_json::Value>>,
}

impl Address {
    /// An address of which only the country is known.
    #[must_use]
    pub fn in_country(country: Country) -> Self {
        Self { country_code: Some(country), ..Self::default() }
    }
}

/// The longest parts of an address, in characters (contract §9).
pub mod limits {
    /// Names of people and companies.
    pub const NAME: usize = 100;
    /// A line of the address.
    pub const LINE: usize = 200;
    /// Town and province.
    pub const CITY: usize = 100;
    /// Postal code.
    pub const POSTAL_CODE: usize = 16;
    /// Telephone.
    pub const PHONE: usize = 32;
}
