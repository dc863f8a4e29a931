//! The shop as shoppers find it: what changes rarely and is read always.
//!
//! One immutable value per node, replaced as a whole when its version moves.
//! Prices and stock of a *write* do not come from here but from the database.

use std::collections::HashMap;

use crate::catalog::Catalog;
use crate::country::Country;
use crate::ids::{RegionId, SalesChannelId, ShippingOptionId, TaxRateId};
use crate::locale::Locale;
use crate::region::Region;
use crate::shipping::ShippingOption;
use crate::tax::Rate;

/// Everything that shoppers read and nobody sells by.
#[derive(Clone, Debug, Default)]
pub struct Shop {
    /// Moves with every change of anything in here.
    pub version: i64,
    /// The region of a cart that names none.
    pub default_region: Option<RegionId>,
    /// The channel of a key that has none.
    pub default_channel: Option<SalesChannelId>,
    /// Publishable keys by the digest of their token.
    pub keys: HashMap<String, PublishableKey>,
    /// Every region, by name.
    pub regions: Vec<Region>,
    /// Tax rates by country.
    pub taxes: Vec<(Country, TaxRate)>,
    /// Every way to send, by rank.
    pub shipping: Vec<ShippingOption>,
    /// What is sold.
    pub catalog: Catalog,
}

/// What a publishable key opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishableKey {
    /// The channels it names; none means the shop's default.
    pub channels: Vec<SalesChannelId>,
}

/// A country's tax rate.
#[derive(Clone, Debug)]
pub struct TaxRate {
    /// Of the rate.
    pub id: TaxRateId,
    /// For programs.
    pub code: String,
    /// For people.
    pub name: String,
    /// How much.
    pub rate: Rate,
}

impl Shop {
    /// One region.
    #[must_use]
    pub fn region(&self, id: &RegionId) -> Option<&Region> {
        self.regions.iter().find(|region| region.id == *id)
    }

    /// The region of a cart that names `wanted`, or none.
    #[must_use]
    pub fn region_or_default(&self, wanted: Option<&RegionId>) -> Option<&Region> {
        wanted.or(self.default_region.as_ref()).and_then(|id| self.region(id))
    }

    /// The rates that hold in `country`.
    pub fn tax_rates(&self, country: Country) -> impl Iterator<Item = &TaxRate> {
        self.taxes.iter().filter(move |(of, _)| *of == country).map(|(_, rate)| rate)
    }

    /// One way to send.
    #[must_use]
    pub fn shipping_option(&self, id: &ShippingOptionId) -> Option<&ShippingOption> {
        self.shipping.iter().find(|option| option.id == *id)
    }

    /// The languages that the shop has texts in.
    #[must_use]
    pub const fn locales() -> [Locale; 2] {
        Locale::ALL
    }
}
