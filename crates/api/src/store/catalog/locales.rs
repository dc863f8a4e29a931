//! `/store/locales`: the languages that the shop speaks.

use axum::response::Response;
use serde_json::{Value, json};
use wufi_domain::locale::Locale;
use wufi_domain::shop::Shop;

use super::visit::Visit;
use crate::app::App;
use crate::extract::{Fields, Query, Shape};
use crate::policy::Route;
use crate::problem::Problem;

pub(super) fn routes() -> Vec<Route<App>> {
    vec![Route::get("/store/locales", list).summary("Lists the languages that the shop speaks.").answers(&["locales"])]
}

/// Nothing can be asked of it.
#[derive(Clone, Copy, Debug)]
struct Nothing;

impl Shape for Nothing {
    fn read(_: &mut Fields<'_>) -> Option<Self> {
        Some(Self)
    }
}

async fn list(visit: Visit, Query(Nothing): Query<Nothing>) -> Result<Response, Problem> {
    visit.answer(|_| Ok(answer()))
}

/// Every language, with the code under which js-sdk sends it back.
pub(super) fn answer() -> Value {
    let locale = |locale: Locale| json!({ "code": locale.medusa_code(), "name": locale.name() });
    json!({ "locales": Shop::locales().map(locale) })
}
