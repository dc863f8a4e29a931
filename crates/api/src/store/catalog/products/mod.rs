//! `/store/products`: what is sold, and for how much.

mod asked;
mod price;
mod rules;
mod stock;
mod variant;
mod view;

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use wufi_domain::catalog::Product;
use wufi_domain::fault::Reason;
use wufi_domain::ids::ProductId;
use wufi_domain::locale::Locale;
use wufi_domain::moment::Moment;

pub(super) use asked::{Asked, OneAsked};
pub(in crate::store) use price::calculated;
pub(super) use view::plain;
pub(in crate::store) use view::{in_line, unpriced};

use super::front::Front;
use super::listing::{Key, Listed};
use super::visit::Visit;
use crate::app::App;
use crate::extract::{FieldRules, Id, Query};
use crate::policy::Route;
use crate::problem::Problem;

pub(super) fn routes() -> Vec<Route<App>> {
    vec![
        Route::get("/store/products", list)
            .summary("Lists products, with their prices in a region.")
            .query::<Asked>()
            .fields(&rules::FIELDS)
            .answers(&["products", "count", "offset", "limit"]),
        Route::get("/store/products/{id}", show)
            .summary("Shows a product, with its prices in a region.")
            .query::<OneAsked>()
            .fields(&rules::FIELDS)
            .answers(&["product"]),
    ]
}

async fn list(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    if !stock::is_asked(asked.pick()) {
        return visit.answer(|front| asked.answer(front));
    }

    let mut answer = asked.answer(visit.front())?;
    if let Some(Value::Array(products)) = answer.get_mut("products") {
        stock::add(&app.db, visit.front(), products).await?;
    }
    visit.answer_as_of_now(&answer)
}

async fn show(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<ProductId>,
    Query(asked): Query<OneAsked>,
) -> Result<Response, Problem> {
    let view = |front: Front<'_>| {
        let product = front.shop.catalog.product(&id).filter(|product| front.sells(product));
        asked.view(product.ok_or(Problem::new(Reason::NotFound))?, front)
    };
    if !stock::is_asked(&asked.pick) {
        return visit.answer(|front| Ok(json!({ "product": view(front)? })));
    }

    let mut shown = view(visit.front())?;
    stock::add(&app.db, visit.front(), std::slice::from_mut(&mut shown)).await?;
    visit.answer_as_of_now(&json!({ "product": shown }))
}

impl Listed for Product {
    type Id = ProductId;
    const LIMIT: i64 = 50;
    const ORDER: &'static [&'static str] = &["id", "title", "subtitle", "handle", "created_at", "updated_at"];

    fn rules() -> &'static FieldRules {
        &rules::FIELDS
    }

    fn id(&self) -> &ProductId {
        &self.id
    }

    fn dates(&self) -> (Moment, Moment) {
        (self.created_at, self.updated_at)
    }

    fn mentions(&self, word: &str) -> bool {
        self.searchable.contains(word)
    }

    fn key(&self, field: &str, locale: Locale) -> Key {
        Key::text(match field {
            "handle" => &self.handle,
            "subtitle" => self.subtitle.as_ref().map_or("", |text| text.get(locale)),
            _ => self.title.get(locale),
        })
    }
}
