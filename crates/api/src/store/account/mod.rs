//! `/store/auth`: one's own sessions, and what one logs in with.

mod bodies;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json};
use wufi_domain::audit::Event;
use wufi_domain::ids::SessionId;
use wufi_domain::session::Session;
use wufi_flow::auth;
use wufi_guard::agent::{Agent, Family, Platform};

use crate::answer;
use crate::app::App;
use crate::auth::{BODY_BYTES, cookie_secs};
use crate::cookies::Name;
use crate::extract::{Body, Brought, Id, NoBody, Visiting};
use crate::layer::credentials::LoggedIn;
use crate::policy::{Route, Who};
use crate::problem::Problem;
use bodies::{ChangeEmail, ChangePassword, StepUp};

/// The lines of the route table under `/store/auth`.
pub(super) fn routes() -> Vec<Route<App>> {
    let all = [sessions(), credentials()].into_iter().flatten();
    all.map(|route| route.who(Who::Customer).body_limit(BODY_BYTES)).collect()
}

fn sessions() -> Vec<Route<App>> {
    vec![
        Route::get("/store/auth/sessions", list).answers(&["sessions"]).summary("Lists the customer's sessions."),
        Route::delete("/store/auth/sessions", end_others)
            .writes(&[Event::SessionEnded])
            .answers(&["success"])
            .summary("Ends all of the customer's sessions but the current one."),
        Route::delete("/store/auth/sessions/{id}", end)
            .writes(&[Event::SessionEnded])
            .answers(&["id", "object", "deleted"])
            .summary("Ends one of the customer's sessions."),
    ]
}

fn credentials() -> Vec<Route<App>> {
    vec![
        Route::post("/store/auth/step-up", step_up)
            .body::<StepUp>()
            .writes(&[Event::StepUpPassed, Event::StepUpFailed, Event::LoginFailed, Event::LoginThrottled])
            .answers(&["token", "token_type", "expires_in"])
            .summary("Proves the customer anew, where something about the session asks for it."),
        Route::post("/store/auth/password", password)
            .body::<ChangePassword>()
            .writes(&[Event::PasswordChanged, Event::SessionEnded, Event::LoginFailed, Event::LoginThrottled])
            .answers(&["success", "csrf_token"])
            .summary("Takes another password; all other sessions end."),
        Route::post("/store/auth/email", email)
            .body::<ChangeEmail>()
            .writes(&[Event::EmailChanged, Event::SessionEnded, Event::LoginFailed, Event::LoginThrottled])
            .answers(&["success"])
            .summary("Takes another e-mail address; the old and the new one are told, all other sessions end."),
    ]
}

async fn list(State(app): State<App>, LoggedIn(admitted): LoggedIn) -> Result<Response, Problem> {
    let sessions = auth::own_sessions(&app.db, &admitted).await?;
    let sessions: Vec<Value> = sessions.iter().map(|session| view(session, &admitted.session.id)).collect();
    answer::ok(&json!({ "sessions": sessions }))
}

/// A session as its owner sees it: nothing by which a network could be told more closely.
fn view(session: &Session, current: &SessionId) -> Value {
    let family = session.context.family.as_deref().and_then(Family::parse).unwrap_or(Family::None);
    let platform = session.context.platform.as_deref().and_then(Platform::parse).unwrap_or(Platform::Other);
    json!({
        "id": session.id,
        "created_at": session.created_at,
        "last_seen_at": session.last_seen_at,
        "user_agent": Agent { family, platform }.describe(),
        "ip_prefix": session.context.network,
        "current": session.id == *current,
    })
}

async fn end(
    State(app): State<App>,
    Id(id): Id<SessionId>,
    LoggedIn(admitted): LoggedIn,
    Visiting { visit, .. }: Visiting,
    _: NoBody,
) -> Result<Response, Problem> {
    auth::end_session(&app.db, &app.gate, &visit, (&admitted, &id)).await?;
    answer::ok(&json!({ "id": id, "object": "session", "deleted": true }))
}

async fn end_others(
    State(app): State<App>,
    LoggedIn(admitted): LoggedIn,
    Visiting { visit, .. }: Visiting,
    _: NoBody,
) -> Result<Response, Problem> {
    auth::end_other_sessions(&app.db, &app.gate, &visit, &admitted).await?;
    answer::ok(&json!({ "success": true }))
}

async fn step_up(
    State(app): State<App>,
    headers: HeaderMap,
    LoggedIn(admitted): LoggedIn,
    Visiting { visit, jar }: Visiting,
    Body(body): Body<StepUp>,
) -> Result<Response, Problem> {
    let stepped = auth::step_up(&app.db, &app.gate, &visit, (&admitted, body.password)).await?;
    let body = json!({ "token": stepped.access.expose(), "token_type": "Bearer", "expires_in": stepped.access_secs });

    let mut response = answer::ok(&body)?;
    // Only in the place of another: a browser that holds a token did not ask for a cookie.
    if matches!(Brought::read(&headers, jar), Brought::Cookie(_)) {
        let secs = cookie_secs(&admitted, app.db.now());
        jar.set(response.headers_mut(), Name::Session, (stepped.cookie.expose(), secs));
    }
    Ok(response)
}

async fn password(
    State(app): State<App>,
    LoggedIn(admitted): LoggedIn,
    Visiting { visit, .. }: Visiting,
    Body(body): Body<ChangePassword>,
) -> Result<Response, Problem> {
    let csrf = auth::change_password(&app.db, &app.gate, &visit, (&admitted, body.current, body.chosen)).await?;
    answer::ok(&json!({ "success": true, "csrf_token": csrf.expose() }))
}

async fn email(
    State(app): State<App>,
    LoggedIn(admitted): LoggedIn,
    Visiting { visit, .. }: Visiting,
    Body(body): Body<ChangeEmail>,
) -> Result<Response, Problem> {
    auth::change_email(&app.db, &app.gate, &visit, (&admitted, body.password, body.email)).await?;
    answer::ok(&json!({ "success": true }))
}
