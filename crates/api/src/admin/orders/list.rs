//! `GET /admin/orders`: the orders that somebody of the shop looks for.

use std::borrow::Cow;

use axum::extract::State;
use axum::response::Response;
use serde_json::json;
use wufi_domain::ids::{CustomerId, OrderId};
use wufi_domain::moment::Moment;
use wufi_flow::order::{self, By, Sought, Wanted, Way};

use super::super::ALL;
use super::rules;
use crate::answer;
use crate::app::App;
use crate::extract::readers::{date, email, id, one_of, one_or_many, shape};
use crate::extract::{Direction, Fields, Language, Order, Paging, Pick, Query, Shape, order as ordered};
use crate::policy::{Route, Who};
use crate::problem::Problem;
use crate::store::orders::inside;

/// How many orders a page has when nobody says.
const LIMIT: i64 = 50;
/// How many values one filter takes.
const MOST: usize = 100;
/// Medusa's words for how far an order got; not all of them happen here.
const STATUSES: &[&str] = &["pending", "completed", "draft", "archived", "canceled", "requires_action"];
/// By which fields orders sort.
const ORDER: &[&str] = &["created_at", "updated_at", "display_id", "id"];

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
        let order = fields.optional("order", ordered(ORDER));
        let paging = Paging::read(fields, LIMIT);
        let (by, way) = sorting(order);
        let between = fields.or("created_at", shape::<Between>(), Between::default());
        Some(Self {
            sought: Sought {
                wanted: Wanted {
                    ids: fields.or("id", one_or_many(id::<OrderId>(), MOST), Vec::new()),
                    statuses: fields.or("status", one_or_many(one_of(STATUSES), MOST), Vec::new()),
                    by,
                    way,
                    limit: paging.limit,
                    offset: paging.offset,
                },
                customers: fields.or("customer_id", one_or_many(id::<CustomerId>(), MOST), Vec::new()),
                email: fields.optional("email", email()),
                from: between.from,
                to: between.to,
            },
            pick: Pick::read(fields, &rules::LISTED),
        })
    }
}

fn sorting(order: Option<Order>) -> (By, Way) {
    let Some(order) = order else { return (By::CreatedAt, Way::Down) };
    let by = match order.field {
        "updated_at" => By::UpdatedAt,
        "display_id" => By::Number,
        "id" => By::Id,
        _ => By::CreatedAt,
    };
    let way = match order.direction {
        Direction::Ascending => Way::Up,
        Direction::Descending => Way::Down,
    };
    (by, way)
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
