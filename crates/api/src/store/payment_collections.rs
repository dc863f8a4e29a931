//! `/store/payment-collections`: what a cart is to be paid with.

use std::borrow::Cow;
use std::sync::Arc;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::Response;
use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::ids::{CartId, PaymentCollectionId};
use wufi_flow::auth::{self, Admitted, Visit};
use wufi_flow::{Caller, FlowError, payment};

use super::caller::Calling;
use super::parts::payment::collection as view;
use crate::answer;
use crate::app::App;
use crate::extract::readers::{id, ignored, word};
use crate::extract::{Body, FieldRules, Fields, Id, Pick, Query, Shape, Visiting};
use crate::layer::credentials::LoggedIn;
use crate::policy::{Route, Who};
use crate::problem::Problem;

static FIELDS: FieldRules = FieldRules::new(
    &["id", "currency_code", "amount", "payment_sessions.*"],
    &["status", "payment_sessions.id", "payment_sessions.status", "payment_sessions.provider_id", "payment_sessions.data"],
    3,
);

/// The lines of the route table under `/store/payment-collections`.
pub(super) fn routes() -> Vec<Route<App>> {
    vec![
        Route::post("/store/payment-collections", create)
            .who(Who::Owner)
            .body::<Create>()
            .query::<Asked>()
            .fields(&FIELDS)
            .writes(&[Event::PaymentCollectionCreated])
            .answers(&["payment_collection"])
            .summary("Opens the payment collection of a cart, or finds the one that it has."),
        Route::post("/store/payment-collections/{id}/payment-sessions", open)
            .who(Who::Owner)
            .body::<Open>()
            .query::<Asked>()
            .fields(&FIELDS)
            .writes(&[Event::PaymentSessionCreated])
            .answers(&["payment_collection"])
            .summary("Opens a session with a payment provider; earlier ones end."),
    ]
}

#[derive(Clone, Debug)]
struct Asked {
    pick: Cow<'static, Pick>,
}

impl Shape for Asked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self { pick: Pick::read(fields, &FIELDS) })
    }
}

#[derive(Clone, Debug)]
struct Create {
    cart: CartId,
}

impl Shape for Create {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self { cart: fields.required("cart_id", id::<CartId>())? })
    }
}

/// Opens a session. What a client says in `data` never reaches a provider.
#[derive(Clone, Debug)]
struct Open {
    provider: String,
}

impl Shape for Open {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.optional("data", ignored());
        Some(Self { provider: fields.required("provider_id", word(100))? })
    }
}

async fn create(
    State(app): State<App>,
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    Body(new): Body<Create>,
) -> Result<Response, Problem> {
    let mut tx = app.db.begin().await?;
    let collection = payment::collection(&mut tx, &caller, &new.cart).await?;
    tx.commit().await?;

    answer::ok(&json!({ "payment_collection": view(&collection, &asked.pick) }))
}

async fn open(
    State(app): State<App>,
    Id(id): Id<PaymentCollectionId>,
    Paying { caller, login }: Paying,
    Query(asked): Query<Asked>,
    Body(new): Body<Open>,
) -> Result<Response, Problem> {
    let opened = payment::session(&app.till, &app.shop(), &caller, &id, &new.provider).await;
    if let (Err(refusal), Some(login)) = (&opened, &login) {
        weigh(&app, login, refusal).await;
    }
    let collection = opened?;

    answer::ok(&json!({ "payment_collection": view(&collection, &asked.pick) }))
}

/// Whoever begins a payment, and the login that they do it in.
struct Paying {
    caller: Caller,
    login: Option<(Arc<Admitted>, Visit)>,
}

impl FromRequestParts<App> for Paying {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Calling(caller) = Calling::from_request_parts(parts, app).await?;
        let admitted = parts.extensions.get::<LoggedIn>().map(|LoggedIn(admitted)| Arc::clone(admitted));
        let login = admitted.map(|admitted| (admitted, Visiting::of(app, parts).visit));
        Ok(Self { caller, login })
    }
}

/// A login in which many payments were declined is a suspicious one.
async fn weigh(app: &App, (admitted, visit): &(Arc<Admitted>, Visit), refusal: &FlowError) {
    let (FlowError::BrakeStepUp { own } | FlowError::BrakeWait { own, .. }) = refusal else { return };
    if let Err(error) = auth::weigh_declines(&app.db, &app.gate, visit, (admitted, *own)).await {
        tracing::warn!(problem.cause = %error, "Could not weigh that payments were declined: {error}");
    }
}
