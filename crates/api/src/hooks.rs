//! `/hooks`: where payment providers say that something happened.

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::fault::Reason;
use wufi_domain::ids::RequestId;
use wufi_flow::payment::{self, Unnoticed};

use crate::answer;
use crate::app::App;
use crate::extract::Raw;
use crate::policy::{Route, Who};
use crate::problem::Problem;

/// The lines of the route table under `/hooks`.
pub(crate) fn routes() -> Vec<Route<App>> {
    vec![
        Route::post("/hooks/payment/stripe_stripe", notice)
            .who(Who::Anyone)
            .raw("the signature is over its bytes")
            .body_limit(262_144)
            .writes(&[Event::PaymentNoticed])
            .answers(&["received"])
            .summary("Takes a notice of Stripe, which it signs: the payment that it is about is looked after at once."),
    ]
}

async fn notice(
    State(app): State<App>,
    headers: HeaderMap,
    request: Option<Extension<RequestId>>,
    Raw(body): Raw,
) -> Result<Response, Problem> {
    let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    match payment::notice(&app.till, signature, &body, request.as_deref()).await {
        Ok(_) => answer::ok(&json!({ "received": true })),
        Err(refusal) => Err(refused(&refusal)),
    }
}

fn refused(refusal: &Unnoticed) -> Problem {
    match refusal {
        Unnoticed::NotTaken => Problem::new(Reason::NotFound),
        Unnoticed::Unsigned(error) => Problem::new(Reason::WebhookSignatureInvalid).because(error),
        Unnoticed::Unreadable(error) => Problem::new(Reason::InvalidRequest).because(error),
        Unnoticed::Store(error) => Problem::of(error).because(error).retry_after(1),
    }
}
