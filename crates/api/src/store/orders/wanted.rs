//! Which orders of a list are wanted, as a query says it: of the customer's own, and of all of the shop's.

use wufi_domain::ids::OrderId;
use wufi_flow::order::{By, Wanted, Way};

use crate::extract::readers::{id, one_of, one_or_many};
use crate::extract::{Direction, Fields, Order, Paging, order as ordered};

/// How many orders a page has when nobody says.
const LIMIT: i64 = 50;
/// How many values one filter takes.
pub(crate) const MOST: usize = 100;
/// Medusa's words for how far an order got; not all of them happen here.
const STATUSES: &[&str] = &["pending", "completed", "draft", "archived", "canceled", "requires_action"];
/// By which fields orders sort.
const ORDER: &[&str] = &["created_at", "updated_at", "display_id", "id"];

/// Reads what every list of orders can be asked.
pub(crate) fn wanted(fields: &mut Fields<'_>) -> Wanted {
    let order = fields.optional("order", ordered(ORDER));
    let paging = Paging::read(fields, LIMIT);
    let (by, way) = sorting(order);
    Wanted {
        ids: fields.or("id", one_or_many(id::<OrderId>(), MOST), Vec::new()),
        statuses: fields.or("status", one_or_many(one_of(STATUSES), MOST), Vec::new()),
        by,
        way,
        limit: paging.limit,
        offset: paging.offset,
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
