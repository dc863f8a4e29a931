//! Ways to send, with where they go and where they start.

use wufi_domain::ids::{GeoZoneId, Id, ShippingProfileId};
use wufi_domain::localized::Localized;
use wufi_domain::shipping::{ServiceZone, ShippingOption};

use super::{prices, texts};
use crate::db::{StoreError, Tx};

/// A shipping profile: things that can be sent in the same ways.
#[derive(Clone, Debug)]
pub struct ShippingProfile<'p> {
    /// Of the profile.
    pub id: &'p ShippingProfileId,
    /// For staff.
    pub name: &'p str,
    /// `default`, or another word.
    pub kind: &'p str,
}

/// Writes a shipping profile.
pub async fn put_profile(tx: &mut Tx, profile: &ShippingProfile<'_>) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query(
        "INSERT INTO shipping_profile (id, name, type, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, type = excluded.type",
    )
    .bind(profile.id.as_str())
    .bind(profile.name)
    .bind(profile.kind)
    .bind(now)
    .write_one()
    .await
}

/// Writes a way to send with its zone and its set, at its place among the others; its location and profile must be there.
pub async fn put_option(tx: &mut Tx, option: &ShippingOption, rank: i64) -> Result<(), StoreError> {
    put_zone(tx, &option.zone).await?;
    put_row(tx, option, rank).await?;
    prices::put(tx, &option.prices).await?;

    texts::put(tx, option.id.as_str(), &[("name", Some(&option.name))]).await?;
    let kind = &option.kind;
    texts::put(tx, kind.id.as_str(), &[("label", Some(&kind.label)), ("description", kind.description.as_ref())]).await
}

async fn put_row(tx: &mut Tx, option: &ShippingOption, rank: i64) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO shipping_option (id, name, price_type, service_zone_id, shipping_profile_id, provider_id, price_set_id,
                                      type_id, type_label, type_description, type_code, data, rank, created_at)
         VALUES ($1, $2, 'flat', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (id) DO UPDATE
            SET name = excluded.name, service_zone_id = excluded.service_zone_id,
                shipping_profile_id = excluded.shipping_profile_id, provider_id = excluded.provider_id,
                price_set_id = excluded.price_set_id, type_id = excluded.type_id, type_label = excluded.type_label,
                type_description = excluded.type_description, type_code = excluded.type_code,
                data = excluded.data, rank = excluded.rank",
    )
    .bind(option.id.as_str())
    .bind(option.name.base())
    .bind(option.zone.id.as_str())
    .bind(option.profile.as_str())
    .bind(option.provider_id.as_str())
    .bind(option.prices.id.as_str())
    .bind(option.kind.id.as_str())
    .bind(option.kind.label.base())
    .bind(option.kind.description.as_ref().map(Localized::base))
    .bind(option.kind.code.as_str())
    .bind(option.data.as_ref().map(ToString::to_string))
    .bind(rank)
    .bind(option.created_at)
    .write_one()
    .await
}

/// Writes a zone with its set and its countries.
///
/// Shoppers never see what sets and zones are called: they are named by what they are.
async fn put_zone(tx: &mut Tx, zone: &ServiceZone) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query(
        "INSERT INTO fulfillment_set (id, name, type, stock_location_id, created_at) VALUES ($1, $2, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE
            SET name = excluded.name, type = excluded.type, stock_location_id = excluded.stock_location_id",
    )
    .bind(zone.set.as_str())
    .bind(zone.set_type.as_str())
    .bind(zone.location.id.as_str())
    .bind(now)
    .write_one()
    .await?;

    let codes: Vec<&str> = zone.countries.iter().map(|country| country.iso_2()).collect();
    tx.query(
        "INSERT INTO service_zone (id, fulfillment_set_id, name, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET fulfillment_set_id = excluded.fulfillment_set_id, name = excluded.name",
    )
    .bind(zone.id.as_str())
    .bind(zone.set.as_str())
    .bind(codes.join(", "))
    .bind(now)
    .write_one()
    .await?;
    put_countries(tx, zone, &codes).await
}

async fn put_countries(tx: &mut Tx, zone: &ServiceZone, codes: &[&str]) -> Result<(), StoreError> {
    tx.query("DELETE FROM geo_zone WHERE service_zone_id = $1").bind(zone.id.as_str()).execute().await?;
    for code in codes {
        let fresh = tx.mint::<GeoZoneId>();
        tx.query("INSERT INTO geo_zone (id, service_zone_id, country_code) VALUES ($1, $2, $3)")
            .bind(fresh.as_str())
            .bind(zone.id.as_str())
            .bind(*code)
            .write_one()
            .await?;
    }
    Ok(())
}
