//! The routes under `/auth`: registering, logging in, renewing tokens, logging out (contract §6).
//!
//! Nothing here needs a publishable key, and nothing here is kept by a cache.

mod answers;
mod bodies;
mod passwords;
mod session;
mod tokens;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;
use wufi_domain::audit::Event;
use wufi_flow::auth::{self, Login};
use wufi_guard::secret::Secret;

use crate::answer;
use crate::app::App;
use crate::extract::{Body, Visiting};
use crate::policy::{Route, Who};
use crate::problem::Problem;
pub(crate) use session::cookie_secs;

use bodies::{Credentials, NewCredentials, StaffCredentials};

/// The most bytes that a body with credentials has (contract §9).
pub(crate) const BODY_BYTES: usize = 4_096;

/// What a customer's login leaves in the audit log.
const CUSTOMER_LOGIN: &[Event] = &[
    Event::LoginSucceeded,
    Event::LoginFailed,
    Event::LoginThrottled,
    Event::SuspicionRaised,
    Event::SessionEnded,
    Event::PasswordRehashed,
    Event::RegistrationRenewed,
];

/// What a login of staff leaves in the audit log.
const STAFF_LOGIN: &[Event] = &[
    Event::LoginSucceeded,
    Event::LoginFailed,
    Event::LoginThrottled,
    Event::SuspicionRaised,
    Event::SessionEnded,
    Event::PasswordRehashed,
];

/// The lines of the route table under `/auth`.
#[must_use]
pub fn routes() -> Vec<Route<App>> {
    let all = [logins(), passwords::routes(), tokens::routes(), session::routes()];
    all.into_iter().flatten().map(|route| route.who(Who::Anyone).body_limit(BODY_BYTES)).collect()
}

fn logins() -> Vec<Route<App>> {
    vec![
        Route::post("/auth/customer/emailpass", login)
            .body::<Credentials>()
            .writes(CUSTOMER_LOGIN)
            .answers(&["token"])
            .summary("Logs a customer in."),
        Route::post("/auth/user/emailpass", staff_login)
            .body::<StaffCredentials>()
            .writes(STAFF_LOGIN)
            .answers(&["token"])
            .summary("Logs a member of staff in; with a code where there is a second factor."),
        Route::post("/auth/customer/emailpass/register", register)
            .body::<NewCredentials>()
            .writes(&[Event::IdentityRegistered, Event::RegistrationRenewed, Event::LoginFailed, Event::LoginThrottled])
            .answers(&["token"])
            .summary("Registers an e-mail address; the token makes the customer."),
        Route::get("/auth/customer/providers", providers)
            .answers(&["providers"])
            .summary("Lists the ways in which customers log in."),
        Route::get("/auth/user/providers", providers).answers(&["providers"]).summary("Lists the ways in which staff log in."),
    ]
}

async fn login(
    State(app): State<App>,
    headers: HeaderMap,
    Visiting { visit, jar }: Visiting,
    Body(Credentials(typed)): Body<Credentials>,
) -> Result<Response, Problem> {
    match auth::login(&app.db, &app.gate, &visit, typed).await? {
        Login::Entered(entered) => answers::entered(&entered, &headers, jar),
        Login::Registered(token) => answer::ok(&json!({ "token": token.expose() })),
    }
}

async fn staff_login(
    State(app): State<App>,
    headers: HeaderMap,
    Visiting { visit, jar }: Visiting,
    Body(body): Body<StaffCredentials>,
) -> Result<Response, Problem> {
    let code = body.code.as_ref().map(Secret::expose);
    let entered = auth::staff_login(&app.db, &app.gate, &visit, (body.typed, code)).await?;
    answers::entered(&entered, &headers, jar)
}

async fn register(
    State(app): State<App>,
    Visiting { visit, .. }: Visiting,
    Body(NewCredentials(typed)): Body<NewCredentials>,
) -> Result<Response, Problem> {
    let token = auth::register(&app.db, &app.gate, &visit, typed).await?;
    answer::ok(&json!({ "token": token.expose() }))
}

async fn providers() -> Result<Response, Problem> {
    let emailpass =
        json!({ "id": "emailpass", "identifier": "emailpass", "display_name": "Email/Password", "flow": "credentials" });
    answer::ok(&json!({ "providers": [emailpass] }))
}
