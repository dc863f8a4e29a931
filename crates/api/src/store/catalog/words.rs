//! `/store/product-tags` and `/store/product-types`: words that group products.

use std::collections::HashSet;
use std::hash::Hash;

use axum::response::Response;
use serde_json::{Value, json};
use wufi_domain::catalog::{Product, ProductType, Tag};
use wufi_domain::fault::Reason;
use wufi_domain::ids::{Id as _, TagId, TypeId};
use wufi_domain::locale::Locale;
use wufi_domain::localized::Localized;
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

/// A word that groups products.
pub(super) trait Word: Sized + Send + Sync + 'static {
    /// Its id.
    type WordId: wufi_domain::ids::Id + PartialEq + Eq + Hash + Send + 'static;
    /// What many of them and one of them are called in Medusa's envelopes.
    const NAMES: (&'static str, &'static str);

    /// Its id.
    fn word_id(&self) -> &Self::WordId;

    /// The word.
    fn value(&self) -> &Localized;

    /// When it was made.
    fn created_at(&self) -> Moment;

    /// The words of a product.
    fn of(product: &Product) -> &[Self];
}

impl Word for Tag {
    type WordId = TagId;
    const NAMES: (&'static str, &'static str) = ("product_tags", "product_tag");

    fn word_id(&self) -> &TagId {
        &self.id
    }

    fn value(&self) -> &Localized {
        &self.value
    }

    fn created_at(&self) -> Moment {
        self.created_at
    }

    fn of(product: &Product) -> &[Self] {
        &product.tags
    }
}

impl Word for ProductType {
    type WordId = TypeId;
    const NAMES: (&'static str, &'static str) = ("product_types", "product_type");

    fn word_id(&self) -> &TypeId {
        &self.id
    }

    fn value(&self) -> &Localized {
        &self.value
    }

    fn created_at(&self) -> Moment {
        self.created_at
    }

    fn of(product: &Product) -> &[Self] {
        product.kind.as_slice()
    }
}

pub(super) fn routes() -> Vec<Route<App>> {
    let routes = [
        Route::get("/store/product-tags", list::<Tag>)
            .summary("Lists the tags of the products that are sold.")
            .query::<Asked<Tag>>()
            .answers(&["product_tags", "count", "offset", "limit"]),
        Route::get("/store/product-tags/{id}", show::<Tag>).summary("Shows a tag.").query::<One<Tag>>().answers(&["product_tag"]),
        Route::get("/store/product-types", list::<ProductType>)
            .summary("Lists the types of the products that are sold.")
            .query::<Asked<ProductType>>()
            .answers(&["product_types", "count", "offset", "limit"]),
        Route::get("/store/product-types/{id}", show::<ProductType>)
            .summary("Shows a type.")
            .query::<One<ProductType>>()
            .answers(&["product_type"]),
    ];
    routes.into_iter().map(|route| route.fields(&FIELDS)).collect()
}

async fn list<W: Word>(visit: Visit, Query(asked): Query<Asked<W>>) -> Result<Response, Problem> {
    visit.answer(|front| Ok(asked.answer(front)))
}

async fn show<W: Word>(visit: Visit, Id(id): Id<W::WordId>, Query(one): Query<One<W>>) -> Result<Response, Problem> {
    visit.answer(|front| {
        let word = all::<W>(front).find(|word| *word.word_id() == id).ok_or(Problem::new(Reason::NotFound))?;
        Ok(json!({ W::NAMES.1: view(word, front, &one.pick) }))
    })
}

impl<W: Word> Listed for W {
    type Id = W::WordId;
    const LIMIT: i64 = 50;
    const ORDER: &'static [&'static str] = &["id", "value", "created_at", "updated_at"];

    fn rules() -> &'static FieldRules {
        &FIELDS
    }

    fn id(&self) -> &W::WordId {
        self.word_id()
    }

    fn dates(&self) -> (Moment, Moment) {
        (self.created_at(), self.created_at())
    }

    fn mentions(&self, word: &str) -> bool {
        says(self.value(), word)
    }

    fn key(&self, _: &str, locale: Locale) -> Key {
        Key::text(self.value().get(locale))
    }
}

/// What a list of words can be asked.
pub(super) struct Asked<W: Word> {
    listing: Listing<W>,
    values: Vec<String>,
}

impl<W: Word> Shape for Asked<W> {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let values = fields.or("value", one_or_many(text(Kind::Line, 200), MOST), Vec::new());
        Some(Self { listing: Listing::read(fields), values })
    }
}

impl<W: Word> Asked<W> {
    /// The page that is asked for.
    pub(super) fn answer(&self, front: Front<'_>) -> Value {
        let found = all::<W>(front).filter(|word| admits(&self.values, &word.value().get(front.locale).to_owned()));
        self.listing.page(W::NAMES.0, found, front.locale, |word, pick| view(word, front, pick))
    }
}

/// Every word that a product of this storefront has, once.
fn all<'s, W: Word>(front: Front<'s>) -> impl Iterator<Item = &'s W> {
    let mut seen: HashSet<&'s W::WordId> = HashSet::new();
    front.products().flat_map(W::of).filter(move |word| seen.insert(word.word_id()))
}

fn view<W: Word>(word: &W, front: Front<'_>, pick: &Pick) -> Value {
    let products = |pick: &Pick| {
        let marked = front.products().filter(|product| W::of(product).iter().any(|one| one.word_id() == word.word_id()));
        marked.map(|product| products::plain(product, front, pick)).collect()
    };
    fields(word, front, pick).relation("products", products).done()
}

/// A word's own fields.
pub(super) fn fields<'p, W: Word>(word: &W, front: Front<'_>, pick: &'p Pick) -> Object<'p> {
    pick.object()
        .always("id", word.word_id().as_str())
        .put_with("value", || front.text(word.value()))
        .put("metadata", Value::Null)
        .put("external_id", Value::Null)
        .put_with("created_at", || word.created_at().to_string())
        .put_with("updated_at", || word.created_at().to_string())
        .put("deleted_at", Value::Null)
}
