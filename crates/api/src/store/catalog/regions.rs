//! `/store/regions`: where the shop sells, and in which currency.

use axum::response::Response;
use serde_json::{Value, json};
use wufi_domain::country::Country;
use wufi_domain::fault::Reason;
use wufi_domain::ids::{Id as _, RegionId};
use wufi_domain::locale::Locale;
use wufi_domain::moment::Moment;
use wufi_domain::region::Region;
use wufi_domain::text::{Kind, fold};

use super::front::{Front, metadata};
use super::listing::{Key, Listed, Listing, MOST, One, admits};
use super::visit::Visit;
use crate::app::App;
use crate::extract::readers::{one_or_many, text, word};
use crate::extract::{FieldRules, Fields, Id, Pick, Query, Shape};
use crate::policy::Route;
use crate::problem::Problem;

static FIELDS: FieldRules = FieldRules::new(
    &["id", "name", "currency_code", "created_at", "updated_at", "deleted_at", "metadata", "countries.*"],
    &[
        "automatic_taxes",
        "countries.iso_2",
        "countries.iso_3",
        "countries.num_code",
        "countries.name",
        "countries.display_name",
        "countries.region_id",
        "payment_providers",
    ],
    3,
);

pub(super) fn routes() -> Vec<Route<App>> {
    vec![
        Route::get("/store/regions", list)
            .summary("Lists the regions that the shop sells in.")
            .query::<Asked>()
            .fields(&FIELDS)
            .answers(&["regions", "count", "offset", "limit"]),
        Route::get("/store/regions/{id}", show)
            .summary("Shows a region.")
            .query::<One<Region>>()
            .fields(&FIELDS)
            .answers(&["region"]),
    ]
}

async fn list(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    visit.answer(|front| Ok(asked.answer(front)))
}

async fn show(visit: Visit, Id(id): Id<RegionId>, Query(one): Query<One<Region>>) -> Result<Response, Problem> {
    visit.answer(|front| {
        let region = front.shop.region(&id).ok_or(Problem::new(Reason::NotFound))?;
        Ok(json!({ "region": view(region, &one.pick) }))
    })
}

impl Listed for Region {
    type Id = RegionId;
    const LIMIT: i64 = 50;
    const ORDER: &'static [&'static str] = &["id", "name", "currency_code", "created_at", "updated_at"];

    fn rules() -> &'static FieldRules {
        &FIELDS
    }

    fn id(&self) -> &RegionId {
        &self.id
    }

    fn dates(&self) -> (Moment, Moment) {
        (self.created_at, self.updated_at)
    }

    fn mentions(&self, word: &str) -> bool {
        fold(&self.name).contains(word) || self.currency.code().contains(word)
    }

    fn key(&self, field: &str, _: Locale) -> Key {
        Key::text(if field == "currency_code" { self.currency.code() } else { &self.name })
    }
}

/// What a list of regions can be asked.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    listing: Listing<Region>,
    names: Vec<String>,
    currencies: Vec<String>,
}

impl Shape for Asked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            listing: Listing::read(fields),
            names: fields.or("name", one_or_many(text(Kind::Line, 100), MOST), Vec::new()),
            currencies: fields.or("currency_code", one_or_many(word(3), MOST), Vec::new()),
        })
    }
}

impl Asked {
    /// The page that is asked for.
    pub(super) fn answer(&self, front: Front<'_>) -> Value {
        let found =
            front.shop.regions.iter().filter(|region| {
                admits(&self.names, &region.name) && admits(&self.currencies, &region.currency.code().to_owned())
            });
        self.listing.page("regions", found, front.locale, view)
    }
}

/// A region as Medusa shows it.
pub(in crate::store) fn view(region: &Region, pick: &Pick) -> Value {
    pick.object()
        .always("id", region.id.as_str())
        .put("name", region.name.as_str())
        .put("currency_code", region.currency.code())
        .put("automatic_taxes", region.has_automatic_taxes)
        .put_with("created_at", || region.created_at.to_string())
        .put_with("updated_at", || region.updated_at.to_string())
        .put("deleted_at", Value::Null)
        .put_with("metadata", || metadata(region.metadata.as_ref()))
        .relation("countries", |pick| region.countries.iter().map(|at| country(*at, region, pick)).collect())
        .relation("payment_providers", |_| {
            region.payment_providers.iter().map(|id| json!({ "id": id, "is_enabled": true })).collect()
        })
        .done()
}

/// A country of a region; it is as old as the region, since countries have no story of their own here.
fn country(country: Country, region: &Region, pick: &Pick) -> Value {
    pick.object()
        .always("iso_2", country.iso_2())
        .put("iso_3", country.iso_3())
        .put("num_code", country.num_code())
        .put_with("name", || country.name().to_uppercase())
        .put("display_name", country.name())
        .put("region_id", region.id.as_str())
        .put("metadata", Value::Null)
        .put_with("created_at", || region.created_at.to_string())
        .put_with("updated_at", || region.updated_at.to_string())
        .put("deleted_at", Value::Null)
        .done()
}
