//! `/store/orders`: what was bought.

mod list;
mod rules;
mod transfers;
mod view;
pub(crate) mod wanted;

use std::borrow::Cow;

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use wufi_domain::ids::OrderId;
use wufi_domain::locale::Locale;
use wufi_domain::order::Order;
use wufi_domain::shop::Shop;
use wufi_flow::{Caller, order};

use super::caller::Calling;
use super::catalog::Front;
use super::parts::{fulfillment, payment};
use crate::answer;
use crate::app::App;
use crate::extract::{FieldRules, Fields, Id, Pick, Query, Shape};
use crate::policy::{Route, Who};
use crate::problem::Problem;

/// The lines of the route table under `/store/orders`.
pub(super) fn routes() -> Vec<Route<App>> {
    let one = Route::get("/store/orders/{id}", show).who(Who::Owner).summary("Shows an order.");
    let shown = [one].into_iter().chain(transfers::routes());
    let shown = shown.map(|route| route.query::<Asked>().fields(&rules::FIELDS).answers(&["order"]));
    [list::route()].into_iter().chain(shown).collect()
}

/// Which fields of an order can be picked, for the route that makes one.
pub(super) fn fields() -> &'static FieldRules {
    &rules::FIELDS
}

/// What can be asked of an order's answer.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) pick: Cow<'static, Pick>,
}

impl Shape for Asked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self { pick: Pick::read(fields, &rules::FIELDS) })
    }
}

async fn show(
    State(app): State<App>,
    Id(id): Id<OrderId>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let mut tx = app.db.read().await?;
    let order = order::find(&mut tx, &caller, &id).await?;

    let mut shown = view(&order, (&app, &app.shop()), &caller, &asked.pick)?;
    add_progress(&mut shown, &order);
    if let Some(members) = shown.as_object_mut() {
        let fulfillments: Vec<Value> = order.fulfillments.iter().map(|one| fulfillment::shown(&order, one)).collect();
        members.insert("fulfillments".to_owned(), json!(fulfillments));
    }
    answer::told(&json!({ "order": shown }), order.language(caller.locale))
}

/// How far the order got: Medusa always adds this to orders that are asked for, and not to one just placed.
fn add_progress(shown: &mut Value, order: &Order) {
    if let Some(members) = shown.as_object_mut() {
        members.insert("version".to_owned(), json!(1));
        members.insert("payment_status".to_owned(), json!(payment::status(order.payment.as_ref())));
        members.insert("fulfillment_status".to_owned(), json!(order.fulfillment_status().word()));
    }
}

/// An order as its storefront sees it.
pub(super) fn view(order: &Order, of: (&App, &Shop), caller: &Caller, pick: &Pick) -> Result<Value, Problem> {
    picked(order, of, caller.locale, pick)
}

fn picked(order: &Order, of: (&App, &Shop), locale: Locale, pick: &Pick) -> Result<Value, Problem> {
    let front = Front::of_one(of, &order.channel, order.language(locale));
    view::order(order, front, pick).map_err(Problem::internal)
}

/// An order as the shop's own people see it.
pub(crate) fn inside(order: &Order, of: (&App, &Shop), locale: Locale, pick: &Pick) -> Result<Value, Problem> {
    let mut shown = picked(order, of, locale, pick)?;
    add_progress(&mut shown, order);
    if let Some(members) = shown.as_object_mut() {
        let fulfillments: Vec<Value> = order.fulfillments.iter().map(|one| fulfillment::inside(order, one)).collect();
        members.insert("fulfillments".to_owned(), json!(fulfillments));
    }
    Ok(shown)
}

#[cfg(test)]
mod tests;
