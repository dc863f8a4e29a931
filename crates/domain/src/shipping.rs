//! How things are sent: options, and whom they serve.

use serde_json::Value;

use crate::country::Country;
use crate::ids::{
    FulfillmentSetId, LocationId, SalesChannelId, ServiceZoneId, ShippingOptionId, ShippingProfileId, ShippingTypeId,
};
use crate::localized::Localized;
use crate::moment::Moment;
use crate::price::PriceSet;

/// A way to send, as the shop offers it.
#[derive(Clone, Debug)]
pub struct ShippingOption {
    /// Of the option.
    pub id: ShippingOptionId,
    /// For people.
    pub name: Localized,
    /// Where it goes and from where.
    pub zone: ServiceZone,
    /// What it may carry.
    pub profile: ShippingProfileId,
    /// Who carries it out.
    pub provider_id: String,
    /// What it costs.
    pub prices: PriceSet,
    /// What kind of sending it is.
    pub kind: ShippingKind,
    /// The provider's own facts.
    pub data: Option<Value>,
    /// When it was made.
    pub created_at: Moment,
}

/// A kind of sending, such as a parcel locker.
#[derive(Clone, Debug)]
pub struct ShippingKind {
    /// Of the kind.
    pub id: ShippingTypeId,
    /// For people.
    pub label: Localized,
    /// More for people.
    pub description: Option<Localized>,
    /// For programs: `parcel_locker`, `courier`, `pickup`.
    pub code: String,
}

/// Where an option goes, and the place it starts from.
#[derive(Clone, Debug)]
pub struct ServiceZone {
    /// Of the zone.
    pub id: ServiceZoneId,
    /// The countries it covers.
    pub countries: Vec<Country>,
    /// The set it belongs to.
    pub set: FulfillmentSetId,
    /// `shipping` or `pickup`.
    pub set_type: String,
    /// Where it starts.
    pub location: Location,
}

/// A place with stock.
#[derive(Clone, Debug)]
pub struct Location {
    /// Of the place.
    pub id: LocationId,
    /// Of its address.
    pub address_id: String,
    /// Its address, as Medusa shows it.
    pub address: Value,
    /// The channels that it serves.
    pub channels: Vec<SalesChannelId>,
    /// When it was made.
    pub created_at: Moment,
}

impl ShippingOption {
    /// Whether the option sends to `country` what is sold in `channel`.
    #[must_use]
    pub fn serves(&self, country: Country, channel: &SalesChannelId) -> bool {
        self.zone.countries.contains(&country) && self.zone.location.channels.contains(channel)
    }
}
