//! Regions with their countries and providers, and the tax rates of countries.

use wufi_domain::country::Country;
use wufi_domain::ids::{Id, TaxRegionId};
use wufi_domain::metadata::Metadata;
use wufi_domain::region::Region;
use wufi_domain::shop::TaxRate;

use crate::db::{StoreError, Tx};

/// Writes a region with its countries and its payment providers.
pub async fn put_region(tx: &mut Tx, region: &Region) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO region (id, name, currency_code, has_automatic_taxes, is_tax_inclusive, metadata, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (id) DO UPDATE
            SET name = excluded.name, currency_code = excluded.currency_code,
                has_automatic_taxes = excluded.has_automatic_taxes, is_tax_inclusive = excluded.is_tax_inclusive,
                metadata = excluded.metadata, updated_at = excluded.updated_at",
    )
    .bind(region.id.as_str())
    .bind(region.name.as_str())
    .bind(region.currency.code())
    .bind(region.has_automatic_taxes)
    .bind(region.tax_mode.is_inclusive())
    .bind(region.metadata.as_ref().map(Metadata::to_text))
    .bind(region.created_at)
    .bind(region.updated_at)
    .write_one()
    .await?;
    put_countries(tx, region).await?;
    put_providers(tx, region).await
}

async fn put_countries(tx: &mut Tx, region: &Region) -> Result<(), StoreError> {
    tx.query("DELETE FROM region_country WHERE region_id = $1").bind(region.id.as_str()).execute().await?;
    for country in &region.countries {
        tx.query("INSERT INTO region_country (iso_2, region_id) VALUES ($1, $2)")
            .bind(country.iso_2())
            .bind(region.id.as_str())
            .write_one()
            .await?;
    }
    Ok(())
}

async fn put_providers(tx: &mut Tx, region: &Region) -> Result<(), StoreError> {
    tx.query("DELETE FROM region_payment_provider WHERE region_id = $1").bind(region.id.as_str()).execute().await?;
    for provider in &region.payment_providers {
        tx.query("INSERT INTO region_payment_provider (region_id, provider_id) VALUES ($1, $2)")
            .bind(region.id.as_str())
            .bind(provider.as_str())
            .write_one()
            .await?;
    }
    Ok(())
}

/// Writes the rate that holds in a country as a whole; another that it had goes.
pub async fn put_tax(tx: &mut Tx, country: Country, tax: &TaxRate) -> Result<(), StoreError> {
    let (region, now) = (tax_region(tx, country).await?, tx.now());
    tx.query("DELETE FROM tax_rate WHERE tax_region_id = $1 AND is_default").bind(region.as_str()).execute().await?;
    tx.query(
        "INSERT INTO tax_rate (id, tax_region_id, name, code, rate_ppm, is_default, created_at)
         VALUES ($1, $2, $3, $4, $5, TRUE, $6)",
    )
    .bind(tax.id.as_str())
    .bind(region.as_str())
    .bind(tax.name.as_str())
    .bind(tax.code.as_str())
    .bind(i64::from(tax.rate.ppm()))
    .bind(now)
    .write_one()
    .await
}

/// The tax region of a whole country, made when there is none.
async fn tax_region(tx: &mut Tx, country: Country) -> Result<TaxRegionId, StoreError> {
    let (fresh, now) = (tx.mint::<TaxRegionId>(), tx.now());
    tx.query(
        "INSERT INTO tax_region (id, country_code, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (country_code, province_code) DO NOTHING",
    )
    .bind(fresh.as_str())
    .bind(country.iso_2())
    .bind(now)
    .execute()
    .await?;

    let (id,): (String,) =
        tx.query("SELECT id FROM tax_region WHERE country_code = $1 AND province_code = ''").bind(country.iso_2()).one().await?;
    Ok(TaxRegionId::stored(id))
}
