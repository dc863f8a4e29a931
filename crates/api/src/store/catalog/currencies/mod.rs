//! `/store/currencies`: what the shop's regions pay in.

mod facts;

use std::borrow::Cow;

use axum::response::Response;
use serde_json::{Value, json};
use wufi_domain::fault::Reason;
use wufi_domain::money::Currency;
use wufi_domain::text::{Kind, fold};

use super::front::Front;
use super::listing::{MOST, admits, envelope};
use super::visit::Visit;
use crate::app::App;
use crate::extract::readers::{ignored, one_or_many, text, word};
use crate::extract::{Direction, FieldRules, Fields, Order, Paging, Pick, Query, Segment, Shape, order};
use crate::policy::Route;
use crate::problem::Problem;

static FIELDS: FieldRules = FieldRules::new(&["code", "name", "symbol", "symbol_native", "decimal_digits", "rounding"], &[], 3);

pub(super) fn routes() -> Vec<Route<App>> {
    vec![
        Route::get("/store/currencies", list)
            .summary("Lists the currencies of the shop's regions.")
            .query::<Asked>()
            .fields(&FIELDS)
            .answers(&["currencies", "count", "offset", "limit"]),
        Route::get("/store/currencies/{code}", show)
            .summary("Shows a currency.")
            .query::<One>()
            .fields(&FIELDS)
            .answers(&["currency"]),
    ]
}

async fn list(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    visit.answer(|front| Ok(asked.answer(front)))
}

async fn show(visit: Visit, Segment(code): Segment, Query(One(pick)): Query<One>) -> Result<Response, Problem> {
    visit.answer(|front| {
        let paid_in = all(front);
        let currency = paid_in.iter().find(|currency| currency.code().eq_ignore_ascii_case(&code));
        let currency = currency.ok_or(Problem::new(Reason::NotFound))?;
        Ok(json!({ "currency": view(*currency, &pick) }))
    })
}

/// The fields of one currency.
#[derive(Clone, Debug)]
struct One(Cow<'static, Pick>);

impl Shape for One {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self(Pick::read(fields, &FIELDS)))
    }
}

/// What a list of currencies can be asked.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    search: String,
    codes: Vec<String>,
    order: Option<Order>,
    paging: Paging,
    pick: Cow<'static, Pick>,
}

impl Shape for Asked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.optional("with_deleted", ignored());
        Some(Self {
            search: fold(&fields.optional("q", text(Kind::Line, 200)).unwrap_or_default()),
            codes: fields.or("code", one_or_many(word(3), MOST), Vec::new()),
            order: fields.optional("order", order(&["code"])),
            paging: Paging::read(fields, 50),
            pick: Pick::read(fields, &FIELDS),
        })
    }
}

impl Asked {
    /// The page that is asked for.
    pub(super) fn answer(&self, front: Front<'_>) -> Value {
        let mut paid_in = all(front);
        if self.order.is_some_and(|order| order.direction == Direction::Descending) {
            paid_in.reverse();
        }
        let is_asked_for = |currency: &&Currency| {
            let is_named = facts::of(**currency).is_some_and(|facts| fold(facts.name).contains(&self.search));
            admits(&self.codes, &currency.code().to_owned()) && (is_named || currency.code().contains(&self.search))
        };
        let found: Vec<&Currency> = paid_in.iter().filter(is_asked_for).collect();
        envelope("currencies", &found, self.paging, |currency| view(*currency, &self.pick))
    }
}

/// Every currency that a region pays in, once, by code.
fn all(front: Front<'_>) -> Vec<Currency> {
    let mut all: Vec<Currency> = front.shop.regions.iter().map(|region| region.currency).collect();
    all.sort_unstable_by(|one, other| one.code().cmp(other.code()));
    all.dedup();
    all
}

/// A currency as Medusa shows it; one that we know nothing of goes by its code.
fn view(currency: Currency, pick: &Pick) -> Value {
    let code = currency.code().to_uppercase();
    let facts = facts::of(currency);
    pick.object()
        .always("code", currency.code())
        .put("name", facts.map_or(code.as_str(), |facts| facts.name))
        .put("symbol", facts.map_or(code.as_str(), |facts| facts.symbol))
        .put("symbol_native", facts.map_or(code.as_str(), |facts| facts.symbol_native))
        .put("decimal_digits", currency.exponent())
        .put("rounding", 0)
        .done()
}
