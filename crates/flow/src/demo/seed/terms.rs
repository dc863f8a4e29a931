//! On which terms the demo shop sells, as the database keeps them.

use serde_json::json;
use wufi_domain::ids::{Id, SalesChannelId};
use wufi_domain::moment::Moment;
use wufi_domain::region::Region;
use wufi_domain::shipping::{Location, ServiceZone, ShippingKind, ShippingOption};
use wufi_domain::shop::TaxRate;
use wufi_store::admin::{self, SalesChannel, ShippingProfile};
use wufi_store::{StoreError, Tx};

use super::{minutes_before, price_set};
use crate::demo::data::Shop;
use crate::demo::ids::demo_id;
use crate::demo::terms;

/// Medusa's provider for what people send by hand.
const PROVIDER: &str = "manual_manual";

/// Writes channels, regions, taxes, locations and ways to send.
pub(super) async fn put(tx: &mut Tx, shop: &Shop) -> Result<(), StoreError> {
    for channel in &shop.sales_channels {
        let (id, name, description) = (&channel.key.id(), channel.name.et.as_str(), Some(channel.description.et.as_str()));
        admin::put_channel(tx, &SalesChannel { id, name, description }).await?;
    }
    for (at, entry) in shop.regions.iter().rev().enumerate() {
        let made = minutes_before(tx.now(), at);
        admin::put_region(tx, &region(entry, made)).await?;
    }
    for entry in &shop.tax_rates {
        admin::put_tax(tx, entry.country, &tax(entry)).await?;
    }
    put_shipping(tx, shop).await
}

async fn put_shipping(tx: &mut Tx, shop: &Shop) -> Result<(), StoreError> {
    for profile in &shop.shipping_profiles {
        let (id, name, kind) = (&profile.key.id(), profile.name.et.as_str(), profile.kind.as_str());
        admin::put_profile(tx, &ShippingProfile { id, name, kind }).await?;
    }

    let (channel, now) = (shop.store.default_sales_channel.id(), tx.now());
    for entry in &shop.locations {
        admin::put_location(tx, &location(entry, &channel, now), &entry.name.et).await?;
    }
    for (rank, option) in (0..).zip(options(shop, &channel, now)) {
        admin::put_option(tx, &option, rank).await?;
    }
    Ok(())
}

/// The first region of the file is the oldest, and so the first that shoppers see.
fn region(entry: &terms::Region, made: Moment) -> Region {
    Region {
        id: entry.key.id(),
        name: entry.name.et.clone(),
        currency: entry.currency,
        has_automatic_taxes: entry.automatic_taxes,
        tax_mode: entry.tax_mode,
        countries: entry.countries.clone(),
        payment_providers: entry.payment_providers.clone(),
        metadata: None,
        created_at: made,
        updated_at: made,
    }
}

fn tax(entry: &terms::TaxRate) -> TaxRate {
    TaxRate { id: entry.code.id(), code: entry.code.as_str().to_owned(), name: entry.name.et.clone(), rate: entry.rate }
}

fn location(entry: &terms::Location, channel: &SalesChannelId, now: Moment) -> Location {
    let (id, place) = (entry.key.id(), &entry.address);
    Location {
        address_id: id.as_str().replacen("sloc_", "laddr_", 1),
        id,
        address: json!({
            "company": place.company,
            "address_1": place.address_1,
            "address_2": place.address_2,
            "postal_code": place.postal_code,
            "city": place.city,
            "province": place.province,
            "country_code": place.country,
            "phone": place.phone,
        }),
        channels: vec![channel.clone()],
        created_at: now,
    }
}

/// Every way to send whose location and kind the files describe, which is all of them.
fn options(shop: &Shop, channel: &SalesChannelId, now: Moment) -> Vec<ShippingOption> {
    let mut options = Vec::new();
    for set in &shop.fulfillment_sets {
        let Some(place) = shop.locations.iter().find(|place| place.key == set.location) else { continue };
        for zone in &set.zones {
            let from = ServiceZone {
                id: zone.key.id(),
                countries: zone.countries.clone(),
                set: set.key.id(),
                set_type: set.kind.as_str().to_owned(),
                location: location(place, channel, now),
            };
            options.extend(zone.options.iter().filter_map(|entry| option(shop, entry, &from, now)));
        }
    }
    options
}

fn option(shop: &Shop, entry: &terms::ShippingOption, zone: &ServiceZone, now: Moment) -> Option<ShippingOption> {
    let kind = shop.shipping_types.iter().find(|kind| kind.code == entry.kind)?;
    let name = entry.key.as_str();
    Some(ShippingOption {
        id: entry.key.id(),
        name: (&entry.name).into(),
        zone: zone.clone(),
        profile: entry.profile.id(),
        provider_id: PROVIDER.to_owned(),
        prices: price_set(&entry.prices, name, now),
        kind: ShippingKind {
            id: demo_id(name),
            label: (&kind.label).into(),
            description: Some((&kind.description).into()),
            code: kind.code.clone(),
        },
        data: None,
        created_at: now,
    })
}
