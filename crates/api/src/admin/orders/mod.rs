//! `/admin/orders`: orders as the shop's own people see them and work on them.

mod fulfillments;
mod list;
mod rules;

use std::borrow::Cow;

use axum::extract::State;
use axum::response::Response;
use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::ids::OrderId;
use wufi_domain::locale::Locale;
use wufi_domain::order::Order;
use wufi_flow::order;

use super::clerk::Working;
use super::{ALL, WORKERS};
use crate::answer;
use crate::app::App;
use crate::extract::{Fields, Id, Language, NoBody, Pick, Query, Shape};
use crate::policy::{Route, Who};
use crate::problem::Problem;
use crate::store::orders::inside;

/// The lines of the route table.
pub(super) fn routes() -> Vec<Route<App>> {
    let own = [
        Route::get("/admin/orders/{id}", show).who(Who::Staff(ALL)).summary("Shows an order."),
        Route::post("/admin/orders/{id}/cancel", cancel)
            .who(Who::Staff(WORKERS))
            .writes(&[Event::OrderCanceled, Event::RefundAsked, Event::Refunded])
            .summary("Calls an order off: stock goes back, money that is held is let go, money that was taken is given back."),
        Route::post("/admin/orders/{id}/complete", complete)
            .who(Who::Staff(WORKERS))
            .writes(&[Event::OrderCompleted])
            .summary("Says that an order is done with."),
    ];
    let one = own.into_iter().chain(fulfillments::routes());
    let one = one.map(|route| route.query::<Asked>().fields(&rules::FIELDS).answers(&["order"]));
    [list::route()].into_iter().chain(one).collect()
}

/// What can be asked of an order's answer.
#[derive(Clone, Debug)]
struct Asked {
    pick: Cow<'static, Pick>,
}

impl Shape for Asked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self { pick: Pick::read(fields, &rules::FIELDS) })
    }
}

async fn show(
    State(app): State<App>,
    Id(id): Id<OrderId>,
    Language(locale): Language,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let mut tx = app.db.read().await?;
    let order = order::any(&mut tx, &id).await?;
    drop(tx);

    shown(&app, &order, locale, &asked)
}

async fn cancel(
    State(app): State<App>,
    (Id(id), Working(clerk)): (Id<OrderId>, Working),
    Language(locale): Language,
    Query(asked): Query<Asked>,
    _: NoBody,
) -> Result<Response, Problem> {
    let order = order::cancel(&app.till, &clerk, &id).await?;

    shown(&app, &order, locale, &asked)
}

async fn complete(
    State(app): State<App>,
    (Id(id), Working(clerk)): (Id<OrderId>, Working),
    Language(locale): Language,
    Query(asked): Query<Asked>,
    _: NoBody,
) -> Result<Response, Problem> {
    let mut tx = app.db.begin().await?;
    let order = order::complete(&mut tx, &clerk, &id).await?;
    tx.commit().await?;

    shown(&app, &order, locale, &asked)
}

/// The answer of every route about one order.
fn shown(app: &App, order: &Order, locale: Locale, asked: &Asked) -> Result<Response, Problem> {
    answer::ok(&json!({ "order": inside(order, (app, &app.shop()), locale, &asked.pick)? }))
}
