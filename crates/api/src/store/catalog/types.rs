//! `/store/product-types`: what kinds of things products are.

use std::collections::HashSet;

use axum::response::Response;
use serde_json::{Value, json};
use wufi_domain::catalog::ProductType;
use wufi_domain::fault::Reason;
use wufi_domain::ids::{Id as _, TypeId};
use wufi_domain::locale::Locale;
use wufi_domain::moment::Moment;
use wufi_domain::text::Kind;

use super::front::Front;
use super::listing::{Key, Listed, Listing, MOST, One, admits, says};
use super::products;
use super::visit::Visit;
use crate::app::App;
use crate::extract::readers::{one_or_many, text};
use crate::extract::{FieldRules, Fields, Id, Object, Pick, Query, Shape};
use crate::policy::Route;
use crate::problem::Problem;

static FIELDS: FieldRules = FieldRules::new(
    &["id", "value", "external_id", "created_at", "updated_at", "metadata", "products.*"],
    &["deleted_at", "products.id", "products.title", "products.handle", "products.thumbnail"],
    3,
);

pub(super) fn routes() -> Vec<Route<App>> {
    vec![
        Route::get("/store/product-types", list)
            .summary("Lists the types of the products that are sold.")
            .query::<Asked>()
            .fields(&FIELDS)
            .answers(&["product_types", "count", "offset", "limit"]),
        Route::get("/store/product-types/{id}", show)
            .summary("Shows a type.")
            .query::<One<ProductType>>()
            .fields(&FIELDS)
            .answers(&["product_type"]),
    ]
}

async fn list(visit: Visit, Query(asked): Query<Asked>) -> Response {
    visit.answer(&asked.answer(visit.front()))
}

async fn show(visit: Visit, Id(id): Id<TypeId>, Query(one): Query<One<ProductType>>) -> Result<Response, Problem> {
    let front = visit.front();
    let kind = all(front).find(|kind| kind.id == id).ok_or(Problem::new(Reason::NotFound))?;
    Ok(visit.answer(&json!({ "product_type": view(kind, front, &one.pick) })))
}

impl Listed for ProductType {
    type Id = TypeId;
    const LIMIT: i64 = 50;
    const ORDER: &'static [&'static str] = &["id", "value", "created_at", "updated_at"];

    fn rules() -> &'static FieldRules {
        &FIELDS
    }

    fn id(&self) -> &TypeId {
        &self.id
    }

    fn dates(&self) -> (Moment, Moment) {
        (self.created_at, self.created_at)
    }

    fn mentions(&self, word: &str) -> bool {
        says(&self.value, word)
    }

    fn key(&self, _: &str, locale: Locale) -> Key {
        Key::text(self.value.get(locale))
    }
}

/// What a list of types can be asked.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    listing: Listing<ProductType>,
    values: Vec<String>,
}

impl Shape for Asked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let values = fields.or("value", one_or_many(text(Kind::Line, 200), MOST), Vec::new());
        Some(Self { listing: Listing::read(fields), values })
    }
}

impl Asked {
    /// The page that is asked for.
    pub(super) fn answer(&self, front: Front<'_>) -> Value {
        let found = all(front).filter(|kind| admits(&self.values, &kind.value.get(front.locale).to_owned()));
        self.listing.page("product_types", found, front.locale, |kind, pick| view(kind, front, pick))
    }
}

/// Every type that a product of this storefront is of, once.
fn all<'s>(front: Front<'s>) -> impl Iterator<Item = &'s ProductType> {
    let mut seen: HashSet<&'s TypeId> = HashSet::new();
    front.products().filter_map(|product| product.kind.as_ref()).filter(move |kind| seen.insert(&kind.id))
}

fn view(kind: &ProductType, front: Front<'_>, pick: &Pick) -> Value {
    let products = |pick: &Pick| {
        let of_it = front.products().filter(|product| product.kind.as_ref().is_some_and(|one| one.id == kind.id));
        of_it.map(|product| products::plain(product, front, pick)).collect()
    };
    fields(kind, front, pick).relation("products", products).done()
}

/// A type's own fields.
pub(super) fn fields<'p>(kind: &ProductType, front: Front<'_>, pick: &'p Pick) -> Object<'p> {
    pick.object()
        .always("id", kind.id.as_str())
        .put_with("value", || front.text(&kind.value))
        .put("metadata", Value::Null)
        .put("external_id", Value::Null)
        .put_with("created_at", || kind.created_at.to_string())
        .put_with("updated_at", || kind.created_at.to_string())
        .put("deleted_at", Value::Null)
}
