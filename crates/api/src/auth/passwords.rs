//! `/auth/customer/emailpass/…`: a forgotten password.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::json;
use wufi_domain::audit::Event;
use wufi_flow::auth::{self, AuthError};

use super::bodies::{AskReset, NewPassword};
use crate::answer;
use crate::app::App;
use crate::extract::{Body, Brought, Visiting};
use crate::policy::Route;
use crate::problem::Problem;

/// The lines of the route table.
pub(super) fn routes() -> Vec<Route<App>> {
    vec![
        Route::post("/auth/customer/emailpass/reset-password", ask)
            .body::<AskReset>()
            .writes(&[Event::PasswordResetAsked])
            .media("text/plain")
            .summary("Sends a mail with which to choose a new password, if there is an account; the answer does not tell."),
        Route::post("/auth/customer/emailpass/update", choose)
            .body::<NewPassword>()
            .writes(&[Event::PasswordChanged, Event::SessionEnded])
            .answers(&["success"])
            .summary("Takes a new password by the token of that mail, as a bearer token; all sessions end."),
    ]
}

async fn ask(State(app): State<App>, Visiting { visit, .. }: Visiting, Body(asked): Body<AskReset>) -> Result<Response, Problem> {
    auth::ask_reset(&app.db, &app.gate, &visit, &asked.email).await?;
    let mut response = answer::text("Created");
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

async fn choose(
    State(app): State<App>,
    headers: HeaderMap,
    Visiting { visit, jar }: Visiting,
    Body(body): Body<NewPassword>,
) -> Result<Response, Problem> {
    let token = match Brought::read(&headers, jar) {
        Brought::Bearer(token) => token,
        Brought::Nothing => return Err(AuthError::TokenMissing.into()),
        Brought::Basic(_) | Brought::Cookie(_) | Brought::Unclear => return Err(AuthError::TokenInvalid.into()),
    };
    auth::reset(&app.db, &app.gate, &visit, (token, body.password)).await?;
    answer::ok(&json!({ "success": true }))
}
