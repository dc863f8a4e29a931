//! Ways to send, with where they go and where they start.

use std::collections::HashMap;

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::country::Country;
use wufi_domain::ids::{
    FulfillmentSetId, LocationId, SalesChannelId, ServiceZoneId, ShippingOptionId, ShippingProfileId, ShippingTypeId,
};
use wufi_domain::shipping::{Location, ServiceZone, ShippingKind, ShippingOption};

use super::texts::{Prices, Texts, gather};
use crate::db::{StoreError, Tx};
use crate::json;

#[derive(FromRow)]
struct OptionRow {
    id: String,
    name: String,
    shipping_profile_id: String,
    provider_id: String,
    price_set_id: String,
    type_id: String,
    type_label: String,
    type_description: Option<String>,
    type_code: String,
    data: Option<String>,
    created_at: OffsetDateTime,
    zone_id: String,
    set_id: String,
    set_type: String,
    location_id: String,
    address_id: String,
    address: String,
    located_at: OffsetDateTime,
}

/// Every way to send, by rank.
pub(super) async fn list(tx: &mut Tx, texts: &Texts, prices: &mut Prices) -> Result<Vec<ShippingOption>, StoreError> {
    let rows: Vec<OptionRow> = tx
        .query(
            "SELECT option.id, option.name, option.shipping_profile_id, option.provider_id, option.price_set_id, option.type_id,
                    option.type_label, option.type_description, option.type_code, option.data, option.created_at,
                    zone.id AS zone_id, sent.id AS set_id, sent.type AS set_type,
                    location.id AS location_id, location.address_id, location.address, location.created_at AS located_at
               FROM shipping_option option
               JOIN service_zone zone ON zone.id = option.service_zone_id
               JOIN fulfillment_set sent ON sent.id = zone.fulfillment_set_id
               JOIN stock_location location ON location.id = sent.stock_location_id
              ORDER BY option.rank, option.id",
        )
        .all()
        .await?;
    let countries: Vec<(String, String)> =
        tx.query("SELECT service_zone_id, country_code FROM geo_zone ORDER BY service_zone_id, country_code").all().await?;
    let channels: Vec<(String, String)> = tx
        .query("SELECT stock_location_id, sales_channel_id FROM location_in_channel ORDER BY stock_location_id, sales_channel_id")
        .all()
        .await?;
    let around = Around { countries: gather(countries), channels: gather(channels) };
    rows.into_iter().map(|row| option(row, &around, texts, prices)).collect()
}

/// What lies around the options: the zones' countries and the locations' channels.
struct Around {
    countries: HashMap<String, Vec<String>>,
    channels: HashMap<String, Vec<String>>,
}

fn option(row: OptionRow, around: &Around, texts: &Texts, prices: &mut Prices) -> Result<ShippingOption, StoreError> {
    let kind = ShippingKind {
        label: texts.of(&row.type_id, "label", row.type_label),
        description: row.type_description.map(|text| texts.of(&row.type_id, "description", text)),
        id: ShippingTypeId::stored(row.type_id),
        code: row.type_code,
    };
    let channels = around.channels.get(&row.location_id).cloned().unwrap_or_default();
    let location = Location {
        channels: channels.into_iter().map(SalesChannelId::stored).collect(),
        id: LocationId::stored(row.location_id),
        address_id: row.address_id,
        address: json::value(&row.address),
        created_at: row.located_at.into(),
    };
    Ok(ShippingOption {
        name: texts.of(&row.id, "name", row.name),
        zone: ServiceZone {
            countries: countries(around.countries.get(&row.zone_id).map_or(&[][..], Vec::as_slice))?,
            id: ServiceZoneId::stored(row.zone_id),
            set: FulfillmentSetId::stored(row.set_id),
            set_type: row.set_type,
            location,
        },
        profile: ShippingProfileId::stored(row.shipping_profile_id),
        provider_id: row.provider_id,
        prices: prices.take(row.price_set_id),
        kind,
        data: row.data.as_deref().map(json::value),
        created_at: row.created_at.into(),
        id: ShippingOptionId::stored(row.id),
    })
}

fn countries(codes: &[String]) -> Result<Vec<Country>, StoreError> {
    let broken = || StoreError::Broken { table: "geo_zone", detail: "country_code" };
    codes.iter().map(|code| Country::new(code).ok_or_else(broken)).collect()
}
