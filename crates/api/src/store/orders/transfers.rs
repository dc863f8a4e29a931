//! `/store/orders/{id}/transfer`: a customer asks for an order that somebody placed without them.

use axum::extract::State;
use axum::response::Response;
use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::ids::OrderId;
use wufi_domain::order::{Order, Wish};
use wufi_domain::text::Kind;
use wufi_flow::Caller;
use wufi_flow::order::transfer::{self, Token};
use wufi_guard::secret::Secret;

use super::{Asked, view};
use crate::answer;
use crate::app::App;
use crate::extract::readers::{boolean, secret, text};
use crate::extract::{Body, Fields, Id, NoBody, Pick, Query, Shape};
use crate::policy::{Route, Who};
use crate::problem::Problem;
use crate::store::caller::Calling;

/// The longest reason that is given with a request, in characters.
const DESCRIPTION: usize = 2_000;
/// The most bytes that are read of a token.
const TOKEN: usize = 512;

/// The lines of the route table; whoever answers a request is known by its token and needs no login.
pub(super) fn routes() -> [Route<App>; 4] {
    [
        Route::post("/store/orders/{id}/transfer/request", request)
            .who(Who::Customer)
            .body::<Request>()
            .writes(&[Event::OrderTransferRequested])
            .summary("Asks whoever placed an order to let the customer have it; a letter with a token goes to them."),
        Route::post("/store/orders/{id}/transfer/cancel", cancel)
            .who(Who::Customer)
            .writes(&[Event::OrderTransferCanceled])
            .summary("Takes back what the customer asked for."),
        Route::post("/store/orders/{id}/transfer/accept", accept)
            .body::<Answer>()
            .writes(&[Event::OrderTransferAccepted])
            .summary("Lets the customer who asked have the order."),
        Route::post("/store/orders/{id}/transfer/decline", decline)
            .body::<Answer>()
            .writes(&[Event::OrderTransferDeclined])
            .summary("Keeps the order from the customer who asked."),
    ]
}

/// Asks for an order.
#[derive(Clone, Debug)]
struct Request(Wish);

impl Shape for Request {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self(Wish {
            description: fields.optional("description", text(Kind::Lines, DESCRIPTION)),
            takes_email: fields.or("update_order_email", boolean(), false),
        }))
    }
}

/// Says yes or no.
#[derive(Clone, Debug)]
struct Answer {
    token: Secret,
}

impl Shape for Answer {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self { token: fields.required("token", secret(TOKEN))? })
    }
}

async fn request(
    State(app): State<App>,
    Id(id): Id<OrderId>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    Body(Request(wish)): Body<Request>,
) -> Result<Response, Problem> {
    let mut tx = app.db.begin().await?;
    let order = transfer::request(&mut tx, &caller, &id, wish).await?;
    tx.commit().await?;

    shown(&order, &app, &caller, &asked.pick)
}

async fn cancel(
    State(app): State<App>,
    Id(id): Id<OrderId>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    NoBody: NoBody,
) -> Result<Response, Problem> {
    let mut tx = app.db.begin().await?;
    let order = transfer::cancel(&mut tx, &caller, &id).await?;
    tx.commit().await?;

    shown(&order, &app, &caller, &asked.pick)
}

async fn accept(
    State(app): State<App>,
    Id(id): Id<OrderId>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    Body(answer): Body<Answer>,
) -> Result<Response, Problem> {
    let token = Token::read(&app.gate, app.db.now(), answer.token.expose())?;
    let mut tx = app.db.begin().await?;
    let order = transfer::accept(&mut tx, &caller, &id, &token).await?;
    tx.commit().await?;

    shown(&order, &app, &caller, &asked.pick)
}

async fn decline(
    State(app): State<App>,
    Id(id): Id<OrderId>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    Body(answer): Body<Answer>,
) -> Result<Response, Problem> {
    let token = Token::read(&app.gate, app.db.now(), answer.token.expose())?;
    let mut tx = app.db.begin().await?;
    let order = transfer::decline(&mut tx, &caller, &id, &token).await?;
    tx.commit().await?;

    shown(&order, &app, &caller, &asked.pick)
}

fn shown(order: &Order, app: &App, caller: &Caller, pick: &Pick) -> Result<Response, Problem> {
    let shown = view(order, (app, &app.shop()), caller, pick)?;
    answer::told(&json!({ "order": shown }), order.language(caller.locale))
}
