//! Regions: a currency and the countries that pay in it.

use crate::country::Country;
use crate::ids::RegionId;
use crate::metadata::Metadata;
use crate::moment::Moment;
use crate::money::Currency;
use crate::tax::TaxMode;

/// A region.
#[derive(Clone, Debug)]
pub struct Region {
    /// Of the region.
    pub id: RegionId,
    /// For people.
    pub name: String,
    /// What is paid in.
    pub currency: Currency,
    /// Whether tax is worked out without being asked for.
    pub has_automatic_taxes: bool,
    /// Whether this region's prices have their tax inside.
    pub tax_mode: TaxMode,
    /// Where it sends to, by code.
    pub countries: Vec<Country>,
    /// Ids of the payment providers that it offers.
    pub payment_providers: Vec<String>,
    /// The shop's own facts.
    pub metadata: Option<Metadata>,
    /// When it was made.
    pub created_at: Moment,
    /// When it changed last.
    pub updated_at: Moment,
}

impl Region {
    /// Whether the region sends to `country`.
    #[must_use]
    pub fn serves(&self, country: Country) -> bool {
        self.countries.contains(&country)
    }

    /// The country, when there is only one to choose.
    #[must_use]
    pub fn only_country(&self) -> Option<Country> {
        match self.countries.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// Whether a payment provider may be used here.
    #[must_use]
    pub fn offers(&self, provider: &str) -> bool {
        self.payment_providers.iter().any(|offered| offered == provider)
    }
}
