//! `/store/customers/me`: the record of whoever is logged in.

mod addresses;
mod bodies;
mod rules;
mod view;

use std::borrow::Cow;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::customer::Customer;
use wufi_domain::fault::Reason;
use wufi_flow::auth::{self, AuthError, Credential};
use wufi_flow::customer;

use super::caller::Calling;
use crate::answer;
use crate::app::App;
use crate::extract::{Body, Brought, Fields, Pick, Query, Shape, Visiting};
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

async fn create(
    State(app): State<App>,
    headers: HeaderMap,
    Visiting { visit, jar }: Visiting,
    Query(asked): Query<Asked>,
    Body(CreateCustomer(email, new)): Body<CreateCustomer>,
) -> Result<Response, Problem> {
    let token = match Brought::read(&headers, jar) {
        Brought::Bearer(token) => token,
        Brought::Nothing => return Err(Problem::new(Reason::TokenMissing)),
        Brought::Cookie(_) => return Err(Problem::new(Reason::AlreadyCustomer)),
        Brought::Basic(_) | Brought::Unclear => return Err(Problem::new(Reason::TokenInvalid)),
    };
    match auth::create_customer(&app.db, &app.gate, &visit, (token, email, new)).await {
        Ok(customer) => shown(&customer, &asked),
        // Whoever is a customer already comes with another kind of token.
        Err(AuthError::TokenInvalid) => {
            auth::admit(&app.db, &app.gate, &visit, Credential::Bearer(token)).await?;
            Err(Problem::new(Reason::AlreadyCustomer))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

fn shown(customer: &Customer, asked: &Asked) -> Result<Response, Problem> {
    answer::ok(&json!({ "customer": view::customer(customer, &asked.pick) }))
}

#[cfg(test)]
mod tests;
