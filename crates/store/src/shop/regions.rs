//! Regions with their countries and providers, and the tax rates of countries.

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::country::Country;
use wufi_domain::ids::{RegionId, TaxRateId};
use wufi_domain::metadata::Metadata;
use wufi_domain::money::Currency;
use wufi_domain::region::Region;
use wufi_domain::shop::TaxRate;
use wufi_domain::tax::{Rate, TaxMode};

use crate::db::{StoreError, Tx};

#[derive(FromRow)]
struct RegionRow {
    id: String,
    name: String,
    currency_code: String,
    has_automatic_taxes: bool,
    is_tax_inclusive: bool,
    metadata: Option<String>,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

#[derive(FromRow)]
struct RateRow {
    country_code: String,
    id: String,
    code: String,
    name: String,
    rate_ppm: i64,
}

/// Every region, oldest first.
pub(super) async fn list(tx: &mut Tx) -> Result<Vec<Region>, StoreError> {
    let rows: Vec<RegionRow> = tx
        .query(
            "SELECT id, name, currency_code, has_automatic_taxes, is_tax_inclusive, metadata, created_at, updated_at
               FROM region
              ORDER BY created_at, id",
        )
        .all()
        .await?;
    let countries: Vec<(String, String)> = tx.query("SELECT region_id, iso_2 FROM region_country ORDER BY iso_2").all().await?;
    let providers: Vec<(String, String)> =
        tx.query("SELECT region_id, provider_id FROM region_payment_provider ORDER BY provider_id").all().await?;
    rows.into_iter().map(|row| region(row, &countries, &providers)).collect()
}

fn region(row: RegionRow, countries: &[(String, String)], providers: &[(String, String)]) -> Result<Region, StoreError> {
    let broken = |detail| StoreError::Broken { table: "region", detail };
    let of_region = |(region, _): &&(String, String)| *region == row.id;
    let countries = countries.iter().filter(of_region).map(|(_, iso_2)| Country::new(iso_2).ok_or(broken("country")));
    Ok(Region {
        countries: countries.collect::<Result<_, _>>()?,
        payment_providers: providers.iter().filter(of_region).map(|(_, provider)| provider.clone()).collect(),
        currency: Currency::new(&row.currency_code).ok_or(broken("currency_code"))?,
        has_automatic_taxes: row.has_automatic_taxes,
        tax_mode: TaxMode::from_inclusive(row.is_tax_inclusive),
        metadata: row.metadata.as_deref().map(Metadata::stored),
        created_at: row.created_at.into(),
        updated_at: row.updated_at.into(),
        id: RegionId::stored(row.id),
        name: row.name,
    })
}

/// The rate that holds in each country as a whole.
pub(super) async fn taxes(tx: &mut Tx) -> Result<Vec<(Country, TaxRate)>, StoreError> {
    let rows: Vec<RateRow> = tx
        .query(
            "SELECT tax_region.country_code, tax_rate.id, tax_rate.code, tax_rate.name, tax_rate.rate_ppm
               FROM tax_rate
               JOIN tax_region ON tax_region.id = tax_rate.tax_region_id
              WHERE tax_rate.is_default AND tax_region.province_code = ''
              ORDER BY tax_region.country_code, tax_rate.id",
        )
        .all()
        .await?;
    rows.into_iter().map(rate).collect()
}

fn rate(row: RateRow) -> Result<(Country, TaxRate), StoreError> {
    let broken = |detail| StoreError::Broken { table: "tax_rate", detail };
    let country = Country::new(&row.country_code).ok_or(broken("country_code"))?;
    let rate = Rate::from_ppm(row.rate_ppm).ok_or(broken("rate_ppm"))?;
    Ok((country, TaxRate { id: TaxRateId::stored(row.id), code: row.code, name: row.name, rate }))
}
