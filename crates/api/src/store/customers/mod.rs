//! `/store/customers`: making one's record, and the record of whoever is logged in.

mod addresses;
mod bodies;
mod rules;
mod view;

use std::borrow::Cow;

use axum::extract::State;
use axum::response::Response;
use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::customer::Customer;
use wufi_flow::{auth, customer};

use super::caller::Calling;
use crate::answer;
use crate::app::App;
use crate::extract::{Body, Fields, Pick, Query, Shape, Visiting};
use crate::layer::credentials::Registration;
use crate::policy::{Route, Who};
use crate::problem::Problem;
use bodies::{ChangeCustomer, CreateCustomer};

/// The lines of the route table under `/store/customers`.
pub(super) fn routes() -> Vec<Route<App>> {
    let shown = [me(), addresses::changes()].into_iter().flatten().map(|route| route.answers(&["customer"]));
    let picked = shown.chain([addresses::removal()]).map(|route| route.query::<Asked>().fields(&rules::CUSTOMER));
    picked.chain(addresses::looks()).map(|route| route.who(Who::Customer)).chain([creation()]).collect()
}

fn creation() -> Route<App> {
    Route::post("/store/customers", create)
        .who(Who::Registration)
        .body::<CreateCustomer>()
        .query::<Asked>()
        .fields(&rules::CUSTOMER)
        .writes(&[Event::CustomerCreated])
        .answers(&["customer"])
        .summary("Makes the customer of a registration, by its token as a bearer token.")
}

fn me() -> Vec<Route<App>> {
    vec![
        Route::get("/store/customers/me", show).summary("Shows the customer who is logged in."),
        Route::post("/store/customers/me", update)
            .body::<ChangeCustomer>()
            .writes(&[Event::CustomerUpdated])
            .summary("Changes the customer's names, telephone or metadata; `null` clears."),
    ]
}

/// What can be asked of a customer's answer.
#[derive(Clone, Debug)]
struct Asked {
    pick: Cow<'static, Pick>,
}

impl Shape for Asked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self { pick: Pick::read(fields, &rules::CUSTOMER) })
    }
}

async fn create(
    State(app): State<App>,
    Registration(token): Registration,
    Visiting { visit, .. }: Visiting,
    Query(asked): Query<Asked>,
    Body(CreateCustomer(email, new)): Body<CreateCustomer>,
) -> Result<Response, Problem> {
    let customer = auth::create_customer(&app.db, &app.gate, &visit, (token.expose(), email, new)).await?;

    shown(&customer, &asked)
}

async fn show(State(app): State<App>, Calling(caller): Calling, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let mut tx = app.db.read().await?;
    let customer = customer::me(&mut tx, &caller).await?;

    shown(&customer, &asked)
}

async fn update(
    State(app): State<App>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    Body(ChangeCustomer(changes)): Body<ChangeCustomer>,
) -> Result<Response, Problem> {
    let mut tx = app.db.begin().await?;
    let customer = customer::update(&mut tx, &caller, changes).await?;
    tx.commit().await?;

    shown(&customer, &asked)
}

fn shown(customer: &Customer, asked: &Asked) -> Result<Response, Problem> {
    answer::ok(&json!({ "customer": view::customer(customer, &asked.pick) }))
}

#[cfg(test)]
mod tests;
