//! `/admin/payments`: taking money of orders, and giving it back.

use axum::extract::State;
use axum::response::Response;
use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::fault::Reason;
use wufi_domain::ids::PaymentId;
use wufi_domain::money::Major;
use wufi_domain::payment::PaymentCollection;
use wufi_domain::text::Kind;
use wufi_flow::payment::{self, refund};

use super::WORKERS;
use super::clerk::Working;
use crate::answer;
use crate::app::App;
use crate::extract::readers::{money, text};
use crate::extract::{Body, FieldRules, Fields, Id, NoBody, Pick, Shape};
use crate::policy::{Route, Who};
use crate::problem::Problem;
use crate::store::parts::payment as view;

/// The longest note to a refund, in characters.
const NOTE: usize = 2_000;

/// What is told of a payment.
static FIELDS: FieldRules = FieldRules::new(&["payment.*", "payment.captures.*", "payment.refunds.*"], &[], 3);

/// The lines of the route table.
pub(super) fn routes() -> Vec<Route<App>> {
    vec![
        Route::post("/admin/payments/{id}/capture", capture)
            .who(Who::Staff(WORKERS))
            .writes(&[Event::PaymentCaptured])
            .answers(&["payment"])
            .summary("Takes the money of a payment, all of it; what was taken stays so."),
        Route::post("/admin/payments/{id}/refund", give_back)
            .who(Who::Staff(WORKERS))
            .body::<Refund>()
            .writes(&[Event::RefundAsked, Event::Refunded])
            .answers(&["payment"])
            .summary("Gives back money that was taken: as much as is left of it, or a part."),
    ]
}

/// Gives money back.
#[derive(Clone, Debug)]
struct Refund {
    amount: Major,
    note: Option<String>,
}

impl Shape for Refund {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let note = fields.optional("note", text(Kind::Lines, NOTE));
        Some(Self { amount: fields.required("amount", money())?, note })
    }
}

async fn capture(State(app): State<App>, Id(id): Id<PaymentId>, Working(clerk): Working, _: NoBody) -> Result<Response, Problem> {
    let collection = payment::capture(&app.till, &clerk, &id).await?;
    shown(&collection, &id)
}

async fn give_back(
    State(app): State<App>,
    Id(id): Id<PaymentId>,
    Working(clerk): Working,
    Body(wish): Body<Refund>,
) -> Result<Response, Problem> {
    let collection = refund::refund(&app.till, &clerk, &id, (wish.amount, wish.note.as_deref())).await?;
    shown(&collection, &id)
}

fn shown(collection: &PaymentCollection, id: &PaymentId) -> Result<Response, Problem> {
    let held = collection.payment(id).ok_or(Problem::new(Reason::NotFound))?;
    let pick = Pick::usual(&FIELDS).part("payment").ok_or_else(|| Problem::internal("the rules are of a payment"))?;
    answer::ok(&json!({ "payment": view::payment(held, collection, pick) }))
}
