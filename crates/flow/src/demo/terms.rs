//! On which terms the demo shop sells: `shop.toml`.

use serde::Deserialize;
use wufi_domain::country::Country;
use wufi_domain::ids::{
    FulfillmentSetId, LocationId, RegionId, SalesChannelId, ServiceZoneId, ShippingOptionId, ShippingProfileId, TaxRateId,
};
use wufi_domain::money::Currency;
use wufi_domain::tax::{Rate, TaxMode};

use super::ids::Key;
use super::prices::{Prices, currencies, currency, rate, tax_mode};
use super::text::Text;

/// The store itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// Its name.
    pub name: String,
    /// What its publishable key is called.
    pub publishable_key_title: String,
    /// The currencies in which everything has a price; the first is the store's own.
    #[serde(deserialize_with = "currencies")]
    pub currencies: Vec<Currency>,
    /// The region of whoever has not said where they are.
    pub default_region: Key<RegionId>,
    /// Through which it sells.
    pub default_sales_channel: Key<SalesChannelId>,
    /// Where its stock lies.
    pub default_location: Key<LocationId>,
}

/// A sales channel.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SalesChannel {
    /// Its short name.
    pub key: Key<SalesChannelId>,
    /// Its name.
    pub name: Text,
    /// What is sold through it.
    pub description: Text,
}

/// A stock location.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Location {
    /// Its short name.
    pub key: Key<LocationId>,
    /// Its name.
    pub name: Text,
    /// Where it is.
    pub address: Address,
}

/// Where a stock location is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// The company there.
    pub company: String,
    /// Street and number.
    pub address_1: String,
    /// Door or floor.
    pub address_2: Option<String>,
    /// The postal code.
    pub postal_code: String,
    /// The town.
    pub city: String,
    /// The county.
    pub province: String,
    /// The country.
    pub country: Country,
    /// The telephone.
    pub phone: String,
}

/// A region: a currency and the countries that pay in it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Its short name.
    pub key: Key<RegionId>,
    /// Its name.
    pub name: Text,
    /// Its currency.
    #[serde(deserialize_with = "currency")]
    pub currency: Currency,
    /// Whether its prices have the tax inside.
    #[serde(deserialize_with = "tax_mode")]
    pub tax_mode: TaxMode,
    /// Whether taxes are worked out with every change of a cart.
    pub automatic_taxes: bool,
    /// Its countries.
    pub countries: Vec<Country>,
    /// How its shoppers can pay.
    pub payment_providers: Vec<String>,
}

/// The standard rate of a country.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxRate {
    /// Its code.
    pub code: Key<TaxRateId>,
    /// Where it holds.
    pub country: Country,
    /// How much.
    #[serde(rename = "rate_ppm", deserialize_with = "rate")]
    pub rate: Rate,
    /// What stands on the receipt.
    pub name: Text,
}

/// A shipping profile: things that can be sent in the same ways.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShippingProfile {
    /// Its short name.
    pub key: Key<ShippingProfileId>,
    /// Its name.
    pub name: Text,
    /// Its type, as Medusa has it: `default` or another word.
    #[serde(rename = "type")]
    pub kind: String,
}

/// A way of sending, such as a parcel locker. Each option has its own copy of it in the database.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShippingType {
    /// Its code, by which rules know it: `parcel_locker`, `courier`, `pickup`.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// What to expect of it.
    pub description: Text,
}

/// Whether things are sent or fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FulfillmentKind {
    /// Sent.
    Shipping,
    /// Fetched.
    Pickup,
}

impl FulfillmentKind {
    /// As Medusa writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shipping => "shipping",
            Self::Pickup => "pickup",
        }
    }
}

/// The ways in which a location gives its stock out.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FulfillmentSet {
    /// Its short name.
    pub key: Key<FulfillmentSetId>,
    /// Its name.
    pub name: Text,
    /// Whether things are sent or fetched.
    #[serde(rename = "type")]
    pub kind: FulfillmentKind,
    /// From where.
    pub location: Key<LocationId>,
    /// To where.
    pub zones: Vec<ServiceZone>,
}

/// Countries that are served alike.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceZone {
    /// Its short name.
    pub key: Key<ServiceZoneId>,
    /// Its name.
    pub name: Text,
    /// Its countries.
    pub countries: Vec<Country>,
    /// How things get there.
    pub options: Vec<ShippingOption>,
}

/// A shipping option: what a shopper chooses, at a flat price.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShippingOption {
    /// Its short name.
    pub key: Key<ShippingOptionId>,
    /// Its name.
    pub name: Text,
    /// The code of its [`ShippingType`].
    #[serde(rename = "type")]
    pub kind: String,
    /// What it can carry.
    pub profile: Key<ShippingProfileId>,
    /// What it costs, in the currencies of its zone's countries.
    pub prices: Prices,
}
