//! Completing a cart: Medusa's route, and the storefront's own, which names the cart in its body.

use axum::extract::State;
use axum::response::Response;
use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::ids::{CartId, IntentId};
use wufi_domain::order::Order;
use wufi_flow::{Caller, checkout};

use super::caller::Calling;
use super::orders;
use crate::answer;
use crate::app::App;
use crate::extract::readers::id;
use crate::extract::{Body, Fields, Id, Query, Shape};
use crate::policy::{Route, Who};
use crate::problem::Problem;

/// The lines of the route table that complete carts.
pub(super) fn routes() -> Vec<Route<App>> {
    let routes = [
        Route::post("/store/carts/{id}/complete", complete)
            .body::<Named>()
            .summary("Turns a cart into an order, or finds the order that it became."),
        Route::post("/store/payment/complete", complete_named)
            .body::<Both>()
            .summary("The same for the cart in the body, when its payment is the one that is named."),
    ];
    let whole = |route: Route<App>| {
        route
            .who(Who::Owner)
            .query::<orders::Asked>()
            .fields(orders::fields())
            .writes(&[Event::OrderPlaced, Event::PaymentAuthorized])
            .answers(&["type", "order"])
    };
    routes.map(whole).into()
}

/// The payment that the caller believes to have made: held against the cart's own, and never a choice.
#[derive(Clone, Debug)]
struct Named(Option<IntentId>);

impl Shape for Named {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self(fields.optional("payment_intent_id", id::<IntentId>())))
    }
}

/// A cart and its payment.
#[derive(Clone, Debug)]
struct Both {
    cart: CartId,
    intent: Option<IntentId>,
}

impl Shape for Both {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let cart = fields.required("cart_id", id::<CartId>());
        let intent = fields.optional("payment_intent_id", id::<IntentId>());
        Some(Self { cart: cart?, intent })
    }
}

async fn complete(
    State(app): State<App>,
    Id(id): Id<CartId>,
    Calling(caller): Calling,
    Query(asked): Query<orders::Asked>,
    Body(Named(intent)): Body<Named>,
) -> Result<Response, Problem> {
    let order = checkout::complete(&app.till, &app.shop(), &caller, &id, intent.as_ref()).await?;
    placed(&app, &order, &caller, &asked)
}

async fn complete_named(
    State(app): State<App>,
    Calling(caller): Calling,
    Query(asked): Query<orders::Asked>,
    Body(Both { cart, intent }): Body<Both>,
) -> Result<Response, Problem> {
    let order = checkout::complete(&app.till, &app.shop(), &caller, &cart, intent.as_ref()).await?;
    placed(&app, &order, &caller, &asked)
}

fn placed(app: &App, order: &Order, caller: &Caller, asked: &orders::Asked) -> Result<Response, Problem> {
    let shown = orders::view(order, (app, &app.shop()), caller, &asked.pick)?;
    answer::told(&json!({ "type": "order", "order": shown }), order.language(caller.locale))
}
