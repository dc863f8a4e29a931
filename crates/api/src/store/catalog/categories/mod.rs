//! `/store/product-categories`: the shop's tree.

mod asked;
mod view;

use axum::response::Response;
use serde_json::json;
use wufi_domain::catalog::Category;
use wufi_domain::fault::Reason;
use wufi_domain::ids::CategoryId;
use wufi_domain::locale::Locale;
use wufi_domain::moment::Moment;
use wufi_domain::text::fold;

pub(super) use asked::Asked;
use asked::OneAsked;
pub(super) use view::fields;

use super::listing::{Key, Listed, says};
use super::visit::Visit;
use crate::app::App;
use crate::extract::{FieldRules, Id, Query};
use crate::policy::Route;
use crate::problem::Problem;

static FIELDS: FieldRules = FieldRules::new(
    &[
        "id",
        "name",
        "description",
        "handle",
        "rank",
        "external_id",
        "parent_category_id",
        "created_at",
        "updated_at",
        "metadata",
        "parent_category.*",
        "category_children.*",
    ],
    &[
        "parent_category.id",
        "parent_category.name",
        "parent_category.handle",
        "parent_category.parent_category",
        "parent_category.parent_category.parent_category",
        "category_children.id",
        "category_children.name",
        "category_children.handle",
        "category_children.category_children",
        "category_children.category_children.category_children",
        "products",
        "products.id",
        "products.title",
        "products.handle",
        "products.thumbnail",
    ],
    3,
);

pub(super) fn routes() -> Vec<Route<App>> {
    vec![
        Route::get("/store/product-categories", list)
            .summary("Lists the categories.")
            .query::<Asked>()
            .fields(&FIELDS)
            .answers(&["product_categories", "count", "offset", "limit"]),
        Route::get("/store/product-categories/{id}", show)
            .summary("Shows a category.")
            .query::<OneAsked>()
            .fields(&FIELDS)
            .answers(&["product_category"]),
    ]
}

async fn list(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    visit.answer(|front| Ok(asked.answer(front)))
}

async fn show(visit: Visit, Id(id): Id<CategoryId>, Query(asked): Query<OneAsked>) -> Result<Response, Problem> {
    visit.answer(|front| {
        let category = front.shop.catalog.category(&id).ok_or(Problem::new(Reason::NotFound))?;
        Ok(json!({ "product_category": asked.view(category, front) }))
    })
}

impl Listed for Category {
    type Id = CategoryId;
    const LIMIT: i64 = 50;
    const ORDER: &'static [&'static str] = &["id", "name", "handle", "rank", "created_at", "updated_at"];

    fn rules() -> &'static FieldRules {
        &FIELDS
    }

    fn id(&self) -> &CategoryId {
        &self.id
    }

    fn dates(&self) -> (Moment, Moment) {
        (self.created_at, self.updated_at)
    }

    fn mentions(&self, word: &str) -> bool {
        says(&self.name, word) || says(&self.description, word) || fold(&self.handle).contains(word)
    }

    fn key(&self, field: &str, locale: Locale) -> Key {
        match field {
            "rank" => Key::Rank(self.rank),
            "handle" => Key::text(&self.handle),
            _ => Key::text(self.name.get(locale)),
        }
    }
}
