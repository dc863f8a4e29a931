//! `/store/carts/{id}/customer`: a cart becomes the customer's who logged in.

use axum::extract::State;
use axum::response::Response;
use wufi_domain::audit::Event;
use wufi_domain::ids::CartId;
use wufi_flow::cart;

use super::{Asked, rules, shown};
use crate::app::App;
use crate::extract::{Id, NoBody, Query};
use crate::policy::{Route, Who};
use crate::problem::Problem;
use crate::store::caller::Calling;

/// The line of the route table.
pub(super) fn route() -> Route<App> {
    Route::post("/store/carts/{id}/customer", claim)
        .who(Who::Customer)
        .query::<Asked>()
        .fields(&rules::FIELDS)
        .writes(&[Event::CartClaimed])
        .answers(&["cart"])
        .summary("Makes a cart the customer's; whoever had it before has it no more.")
}

async fn claim(
    State(app): State<App>,
    Id(id): Id<CartId>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    NoBody: NoBody,
) -> Result<Response, Problem> {
    let mut tx = app.db.begin().await?;
    let cart = cart::claim(&mut tx, &caller, &id).await?;
    tx.commit().await?;

    shown(&cart, (&app, &app.shop()), &caller, &asked.pick)
}
