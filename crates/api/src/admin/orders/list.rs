//! `GET /admin/orders`: the orders that somebody of the shop looks for.

use std::borrow::Cow;

use axum::extract::State;
use axum::response::Response;
use serde_json::json;
use wufi_domain::ids::CustomerId;
use wufi_domain::moment::Moment;
use wufi_flow::order::{self, Sought, Wanted};

use super::super::ALL;
use super::rules;
use crate::answer;
use crate::app::App;
use crate::extract::readers::{date, email, id, one_or_many, shape};
use crate::extract::{Fields, Language, Pick, Query, Shape};
use crate::policy::{Route, Who};
use crate::problem::Problem;
use crate::store::orders::inside;
use crate::store::orders::wanted::{MOST, wanted};

/// The line of the route table.
pub(super) fn route() -> Route<App> {
    Route::get("/admin/orders", list)
        .who(Who::Staff(ALL))
        .query::<Asked>()
        .fields(&rules::LISTED)
        .answers(&["orders", "count", "offset", "limit"])
        .summary("Lists orders, newest first.")
}

/// What the list can be asked.
#[derive(Clone, Debug)]
struct Asked {
    sought: Sought,
    pick: Cow<'static, Pick>,
}

/// From when to when.
#[derive(Clone, Copy, Debug, Default)]
struct Between {
    from: Option<Moment>,
    to: Option<Moment>,
}

impl Shape for Between {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let next = |moment: Moment| Moment::from_millis(moment.millis().saturating_add(1));
        let (gt, gte) = (fields.optional("$gt", date()).map(next), fields.optional("$gte", date()));
        let (lt, lte) = (fields.optional("$lt", date()), fields.optional("$lte", date()).map(next));
        let to = match (lt, lte) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Some(Self { from: gt.max(gte), to })
    }
}

impl Shape for Asked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let wanted = wanted(fields);
        let between = fields.or("created_at", shape::<Between>(), Between::default());
        Some(Self {
            sought: Sought {
                wanted,
                customers: fields.or("customer_id", one_or_many(id::<CustomerId>(), MOST), Vec::new()),
                email: fields.optional("email", email()),
                from: between.from,
                to: between.to,
            },
            pick: Pick::read(fields, &rules::LISTED),
        })
    }
}

async fn list(State(app): State<App>, Language(locale): Language, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let mut tx = app.db.read().await?;
    let page = order::search(&mut tx, &asked.sought).await?;
    drop(tx);

    let shop = app.shop();
    let each = |order| inside(order, (&app, &shop), locale, &asked.pick);
    let orders = page.orders.iter().map(each).collect::<Result<Vec<_>, _>>()?;
    let Wanted { offset, limit, .. } = asked.sought.wanted;
    answer::ok(&json!({ "orders": orders, "count": page.count, "offset": offset, "limit": limit }))
}
