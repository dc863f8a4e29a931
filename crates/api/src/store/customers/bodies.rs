//! What can be said of customers and their addresses.

use wufi_domain::address::limits;
use wufi_domain::customer::{AddressChanges, CustomerChanges, NewCustomer};
use wufi_domain::email::Email;
use wufi_domain::text::Kind;

use crate::extract::readers::{boolean, country, email, metadata, text};
use crate::extract::{Fields, Shape};

/// Makes a customer of a registered e-mail address; without one, it is the registered one.
#[derive(Clone, Debug)]
pub(super) struct CreateCustomer(pub(super) Option<Email>, pub(super) NewCustomer);

impl Shape for CreateCustomer {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let name = text(Kind::Name, limits::NAME);
        let email = fields.optional("email", email());
        let new = NewCustomer {
            company_name: fields.optional("company_name", name),
            first_name: fields.optional("first_name", name),
            last_name: fields.optional("last_name", name),
            phone: fields.optional("phone", text(Kind::Name, limits::PHONE)),
            metadata: fields.optional("metadata", metadata()),
        };
        Some(Self(email, new))
    }
}

/// Changes a customer's record; the e-mail address is changed with the password, elsewhere.
#[derive(Clone, Debug)]
pub(super) struct ChangeCustomer(pub(super) CustomerChanges);

impl Shape for ChangeCustomer {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let name = text(Kind::Name, limits::NAME);
        Some(Self(CustomerChanges {
            company_name: fields.patch("company_name", name),
            first_name: fields.patch("first_name", name),
            last_name: fields.patch("last_name", name),
            phone: fields.patch("phone", text(Kind::Name, limits::PHONE)),
            metadata: fields.patch("metadata", metadata()),
        }))
    }
}

/// A new address, or what is to change in one.
#[derive(Clone, Debug)]
pub(super) struct PutAddress(pub(super) AddressChanges);

impl Shape for PutAddress {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let name = text(Kind::Name, limits::NAME);
        let line = text(Kind::Name, limits::LINE);
        let city = text(Kind::Name, limits::CITY);
        Some(Self(AddressChanges {
            name: fields.patch("address_name", name),
            first_name: fields.patch("first_name", name),
            last_name: fields.patch("last_name", name),
            company: fields.patch("company", name),
            address_1: fields.patch("address_1", line),
            address_2: fields.patch("address_2", line),
            city: fields.patch("city", city),
            country_code: fields.patch("country_code", country()),
            province: fields.patch("province", city),
            postal_code: fields.patch("postal_code", text(Kind::Name, limits::POSTAL_CODE)),
            phone: fields.patch("phone", text(Kind::Name, limits::PHONE)),
            metadata: fields.patch("metadata", metadata()),
            is_default_shipping: fields.optional("is_default_shipping", boolean()),
            is_default_billing: fields.optional("is_default_billing", boolean()),
        }))
    }
}
