//! `/store/payment-collections`: what a cart is to be paid with.

use std::borrow::Cow;

use axum::extract::State;
use axum::response::Response;
use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::ids::{CartId, PaymentCollectionId};
use wufi_flow::payment;

use super::caller::Calling;
use super::parts::payment::collection as view;
use crate::answer;
use crate::app::App;
use crate::extract::readers::{id, ignored, word};
use crate::extract::{Body, FieldRules, Fields, Id, Pick, Query, Shape};
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
    Calling(caller): Calling,
    Query(asked): Query<Asked>,
    Body(new): Body<Open>,
) -> Result<Response, Problem> {
    let collection = payment::session(&app.till, &app.shop(), &caller, &id, &new.provider).await?;

    answer::ok(&json!({ "payment_collection": view(&collection, &asked.pick) }))
}
