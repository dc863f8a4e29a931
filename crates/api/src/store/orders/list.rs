//! `/store/orders`: what a customer bought.

use std::borrow::Cow;

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use wufi_domain::shop::Shop;
use wufi_flow::Caller;
use wufi_flow::order::{self, Page, Wanted};

use super::wanted::wanted;
use super::{add_progress, rules, view};
use crate::answer;
use crate::app::App;
use crate::extract::readers::ignored;
use crate::extract::{Fields, Pick, Query, Shape};
use crate::policy::{Route, Who};
use crate::problem::Problem;
use crate::store::caller::Calling;

/// The line of the route table.
pub(super) fn route() -> Route<App> {
    Route::get("/store/orders", list)
        .who(Who::Customer)
        .query::<Asked>()
        .fields(&rules::LISTED)
        .answers(&["orders", "count", "offset", "limit"])
        .summary("Lists the customer's orders, newest first.")
}

/// What the list can be asked.
#[derive(Clone, Debug)]
struct Asked {
    wanted: Wanted,
    pick: Cow<'static, Pick>,
}

impl Shape for Asked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        // Nothing that is shown was deleted, so there is nothing to add.
        fields.optional("with_deleted", ignored());
        let wanted = wanted(fields);
        Some(Self { wanted, pick: Pick::and(Pick::read(fields, &rules::LISTED), "items") })
    }
}

async fn list(State(app): State<App>, Calling(caller): Calling, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let mut tx = app.db.read().await?;
    let page = order::list(&mut tx, &caller, &asked.wanted).await?;

    let body = envelope(&page, (&app, &app.shop()), &caller, &asked)?;
    answer::told(&body, caller.locale)
}

/// Medusa's envelope around the orders of a page.
fn envelope(page: &Page, of: (&App, &Shop), caller: &Caller, asked: &Asked) -> Result<Value, Problem> {
    let mut orders = Vec::with_capacity(page.orders.len());
    for order in &page.orders {
        let mut shown = view(order, of, caller, &asked.pick)?;
        add_progress(&mut shown, order);
        orders.push(shown);
    }
    let Wanted { offset, limit, .. } = asked.wanted;
    Ok(json!({ "orders": orders, "count": page.count, "offset": offset, "limit": limit }))
}

#[cfg(test)]
mod tests {
    use wufi_domain::fault::Reason;
    use wufi_domain::ids::Id;
    use wufi_flow::order::{By, Way};

    use super::*;
    use crate::extract::query;

    const ORDER_ID: &str = "order_00000000000000000000000000";

    fn asked(raw: &str) -> Asked {
        query::read(raw).unwrap_or_else(|faults| panic!("{raw}: {faults:?}"))
    }

    #[test]
    fn a_list_is_of_fifty_and_the_newest_come_first() {
        let Wanted { ids, statuses, by, way, limit, offset } = asked("").wanted;

        assert_eq!((ids, statuses, by, way, limit, offset), (vec![], vec![], By::CreatedAt, Way::Down, 50, 0));
    }

    #[test]
    fn filters_take_one_or_many_and_any_order_that_sorts() {
        let one = asked(&format!("id={ORDER_ID}&status=pending&limit=7&offset=3&order=display_id")).wanted;
        let many = asked(&format!("id[]={ORDER_ID},{ORDER_ID}&status[0]=pending&status[1]=draft&order=-updated_at")).wanted;

        assert_eq!((one.ids[0].as_str(), one.statuses, one.limit, one.offset), (ORDER_ID, vec!["pending"], 7, 3));
        assert_eq!((one.by, one.way), (By::Number, Way::Up));
        assert_eq!((many.ids.len(), many.statuses, many.by, many.way), (2, vec!["pending", "draft"], By::UpdatedAt, Way::Down));
    }

    #[test]
    fn what_would_show_somebody_elses_orders_or_does_not_sort_is_refused() {
        for (raw, path, reason) in [
            ("customer_id=cus_mari", "customer_id", Reason::UnknownField),
            ("owner_ref=cus_mari", "owner_ref", Reason::UnknownField),
            ("status=paid", "status", Reason::NotAnId),
            ("status=pending%27%20OR%201=1", "status", Reason::NotAnId),
            ("id=cart_00000000000000000000000000", "id", Reason::NotAnId),
            ("order=email", "order", Reason::OrderFieldInvalid),
            ("limit=101", "limit", Reason::TooLarge),
            ("offset=-1", "offset", Reason::TooSmall),
        ] {
            let faults = query::read::<Asked>(raw).unwrap_err();
            assert_eq!((faults[0].path.as_str(), faults[0].reason), (path, reason), "{raw}");
        }
    }

    #[test]
    fn items_are_always_there_and_what_one_order_shows_can_be_asked_for() {
        let starter = "*items,+items.metadata,*items.variant,*items.product";

        assert!(asked("fields=id").pick.part("items").is_some_and(Pick::is_whole));
        assert!(!asked("").pick.has("email") && asked("fields=%2Bemail").pick.has("email"));
        let picked = asked(&format!("fields={starter}")).pick;
        let items = picked.part("items").unwrap();
        assert!(picked.has("total") && items.part("variant").is_some() && items.part("product").is_some());
    }
}
