//! `/store/collections`: products that the shop shows together.

use axum::response::Response;
use serde_json::{Value, json};
use wufi_domain::catalog::Collection;
use wufi_domain::fault::Reason;
use wufi_domain::ids::{CollectionId, Id as _};
use wufi_domain::locale::Locale;
use wufi_domain::moment::Moment;
use wufi_domain::text::{Kind, fold};

use super::front::{Front, metadata};
use super::listing::{Key, Listed, Listing, MOST, One, admits, says};
use super::products;
use super::visit::Visit;
use crate::app::App;
use crate::extract::readers::{one_or_many, text};
use crate::extract::{FieldRules, Fields, Id, Object, Pick, Query, Shape};
use crate::policy::Route;
use crate::problem::Problem;

static FIELDS: FieldRules = FieldRules::new(
    &["id", "title", "handle", "external_id", "created_at", "updated_at"],
    &["metadata", "deleted_at", "products", "products.id", "products.title", "products.handle", "products.thumbnail"],
    3,
);

pub(super) fn routes() -> Vec<Route<App>> {
    vec![
        Route::get("/store/collections", list)
            .summary("Lists the collections, newest first.")
            .query::<Asked>()
            .fields(&FIELDS)
            .answers(&["collections", "count", "offset", "limit"]),
        Route::get("/store/collections/{id}", show)
            .summary("Shows a collection.")
            .query::<One<Collection>>()
            .fields(&FIELDS)
            .answers(&["collection"]),
    ]
}

async fn list(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    visit.answer(|front| Ok(asked.answer(front)))
}

async fn show(visit: Visit, Id(id): Id<CollectionId>, Query(one): Query<One<Collection>>) -> Result<Response, Problem> {
    visit.answer(|front| {
        let collection = front.shop.catalog.collection(&id).ok_or(Problem::new(Reason::NotFound))?;
        Ok(json!({ "collection": view(collection, front, &one.pick) }))
    })
}

impl Listed for Collection {
    type Id = CollectionId;
    const LIMIT: i64 = 10;
    const ORDER: &'static [&'static str] = &["id", "title", "handle", "created_at", "updated_at"];

    fn rules() -> &'static FieldRules {
        &FIELDS
    }

    fn id(&self) -> &CollectionId {
        &self.id
    }

    fn dates(&self) -> (Moment, Moment) {
        (self.created_at, self.updated_at)
    }

    fn mentions(&self, word: &str) -> bool {
        says(&self.title, word) || fold(&self.handle).contains(word)
    }

    fn key(&self, field: &str, locale: Locale) -> Key {
        Key::text(if field == "handle" { &self.handle } else { self.title.get(locale) })
    }
}

/// What a list of collections can be asked.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    listing: Listing<Collection>,
    handles: Vec<String>,
    titles: Vec<String>,
}

impl Shape for Asked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            listing: Listing::read(fields),
            handles: fields.or("handle", one_or_many(text(Kind::Line, 200), MOST), Vec::new()),
            titles: fields.or("title", one_or_many(text(Kind::Line, 200), MOST), Vec::new()),
        })
    }
}

impl Asked {
    /// The page that is asked for.
    pub(super) fn answer(&self, front: Front<'_>) -> Value {
        let found = front.shop.catalog.collections().iter().filter(|collection| {
            let title = collection.title.get(front.locale).to_owned();
            admits(&self.handles, &collection.handle) && admits(&self.titles, &title)
        });
        self.listing.page("collections", found, front.locale, |collection, pick| view(collection, front, pick))
    }
}

/// A collection as Medusa shows it, with its products when they were asked for.
fn view(collection: &Collection, front: Front<'_>, pick: &Pick) -> Value {
    let products = |pick: &Pick| {
        let inside = front.products().filter(|product| product.collection.as_ref() == Some(&collection.id));
        inside.map(|product| products::plain(product, front, pick)).collect()
    };
    fields(collection, front, pick).relation("products", products).done()
}

/// A collection's own fields.
pub(super) fn fields<'p>(collection: &Collection, front: Front<'_>, pick: &'p Pick) -> Object<'p> {
    pick.object()
        .always("id", collection.id.as_str())
        .put_with("title", || front.text(&collection.title))
        .put("handle", collection.handle.as_str())
        .put_with("metadata", || metadata(collection.metadata.as_ref()))
        .put("external_id", Value::Null)
        .put_with("created_at", || collection.created_at.to_string())
        .put_with("updated_at", || collection.updated_at.to_string())
        .put("deleted_at", Value::Null)
}
