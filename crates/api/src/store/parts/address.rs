//! Postal addresses, read and shown.

use serde_json::Value;
use wufi_domain::address::{Address, limits};
use wufi_domain::text::Kind;

use crate::extract::readers::{country, ignored, metadata, text};
use crate::extract::{Fields, Object, Shape};

/// An address in a body.
#[derive(Clone, Debug)]
pub(in crate::store) struct NewAddress(pub(in crate::store) Address);

impl Shape for NewAddress {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        // Medusa's storefronts send the id of the address that they edit; ours is the cart's own.
        fields.optional("id", ignored());
        let name = text(Kind::Name, limits::NAME);
        let line = text(Kind::Name, limits::LINE);
        let city = text(Kind::Name, limits::CITY);
        let facts = fields.optional("metadata", metadata());
        Some(Self(Address {
            first_name: fields.optional("first_name", name),
            last_name: fields.optional("last_name", name),
            company: fields.optional("company", name),
            address_1: fields.optional("address_1", line),
            address_2: fields.optional("address_2", line),
            city: fields.optional("city", city),
            country_code: fields.optional("country_code", country()),
            province: fields.optional("province", city),
            postal_code: fields.optional("postal_code", text(Kind::Name, limits::POSTAL_CODE)),
            phone: fields.optional("phone", text(Kind::Name, limits::PHONE)),
            metadata: facts.and_then(|facts| facts.to_json().as_object().cloned()),
        }))
    }
}

/// Adds the parts of an address.
pub(in crate::store) fn parts<'p>(object: Object<'p>, address: &Address) -> Object<'p> {
    object
        .put("first_name", address.first_name.clone())
        .put("last_name", address.last_name.clone())
        .put("company", address.company.clone())
        .put("address_1", address.address_1.clone())
        .put("address_2", address.address_2.clone())
        .put("city", address.city.clone())
        .put("postal_code", address.postal_code.clone())
        .put("country_code", address.country_code.map(wufi_domain::country::Country::iso_2))
        .put("province", address.province.clone())
        .put("phone", address.phone.clone())
        .put_with("metadata", || address.metadata.clone().map_or(Value::Null, Value::Object))
}
