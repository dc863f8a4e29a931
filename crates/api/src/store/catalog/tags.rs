//! `/store/product-tags`: the words that products are marked with.

use std::collections::HashSet;

use axum::response::Response;
use serde_json::{Value, json};
use wufi_domain::catalog::Tag;
use wufi_domain::fault::Reason;
use wufi_domain::ids::{Id as _, TagId};
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
        Route::get("/store/product-tags", list)
            .summary("Lists the tags of the products that are sold.")
            .query::<Asked>()
            .fields(&FIELDS)
            .answers(&["product_tags", "count", "offset", "limit"]),
        Route::get("/store/product-tags/{id}", show)
            .summary("Shows a tag.")
            .query::<One<Tag>>()
            .fields(&FIELDS)
            .answers(&["product_tag"]),
    ]
}

async fn list(visit: Visit, Query(asked): Query<Asked>) -> Response {
    visit.answer(&asked.answer(visit.front()))
}

async fn show(visit: Visit, Id(id): Id<TagId>, Query(one): Query<One<Tag>>) -> Result<Response, Problem> {
    let front = visit.front();
    let tag = all(front).find(|tag| tag.id == id).ok_or(Problem::new(Reason::NotFound))?;
    Ok(visit.answer(&json!({ "product_tag": view(tag, front, &one.pick) })))
}

impl Listed for Tag {
    type Id = TagId;
    const LIMIT: i64 = 50;
    const ORDER: &'static [&'static str] = &["id", "value", "created_at", "updated_at"];

    fn rules() -> &'static FieldRules {
        &FIELDS
    }

    fn id(&self) -> &TagId {
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

/// What a list of tags can be asked.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    listing: Listing<Tag>,
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
        let found = all(front).filter(|tag| admits(&self.values, &tag.value.get(front.locale).to_owned()));
        self.listing.page("product_tags", found, front.locale, |tag, pick| view(tag, front, pick))
    }
}

/// Every tag that a product of this storefront has, once.
fn all<'s>(front: Front<'s>) -> impl Iterator<Item = &'s Tag> {
    let mut seen: HashSet<&'s TagId> = HashSet::new();
    front.products().flat_map(|product| &product.tags).filter(move |tag| seen.insert(&tag.id))
}

fn view(tag: &Tag, front: Front<'_>, pick: &Pick) -> Value {
    let products = |pick: &Pick| {
        let marked = front.products().filter(|product| product.tags.iter().any(|one| one.id == tag.id));
        marked.map(|product| products::plain(product, front, pick)).collect()
    };
    fields(tag, front, pick).relation("products", products).done()
}

/// A tag's own fields.
pub(super) fn fields<'p>(tag: &Tag, front: Front<'_>, pick: &'p Pick) -> Object<'p> {
    pick.object()
        .always("id", tag.id.as_str())
        .put_with("value", || front.text(&tag.value))
        .put("metadata", Value::Null)
        .put("external_id", Value::Null)
        .put_with("created_at", || tag.created_at.to_string())
        .put_with("updated_at", || tag.created_at.to_string())
        .put("deleted_at", Value::Null)
}
