//! `/auth/session`: a cookie in place of a token, and the way out.

use axum::extract::State;
use axum::http::header::{HeaderName, HeaderValue, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use wufi_domain::actor::ActorKind;
use wufi_domain::audit::Event;
use wufi_domain::fault::Reason;
use wufi_domain::moment::Moment;
use wufi_flow::auth::{self, Admitted};

use crate::answer;
use crate::app::App;
use crate::cookies::Name;
use crate::extract::visit::is_browser;
use crate::extract::{NoBody, Visiting};
use crate::layer::credentials::{Refused, admitted};
use crate::policy::Route;
use crate::problem::Problem;

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// The lines of the route table.
pub(super) fn routes() -> Vec<Route<App>> {
    vec![
        Route::post("/auth/session", open)
            .writes(&[Event::SessionCookieSet])
            .answers(&["user"])
            .summary("Sets the cookie of the session that a bearer token is of."),
        Route::delete("/auth/session", close)
            .writes(&[Event::SessionEnded])
            .answers(&["success"])
            .summary("Logs out: all tokens of the session are over."),
    ]
}

/// Whoever came, by what the request's head says.
async fn whoever(app: &App, parts: &Parts) -> Result<Admitted, Refused> {
    admitted(app, parts).await?.ok_or(Problem::new(Reason::TokenMissing).into())
}

async fn open(State(app): State<App>, parts: Parts, visiting: Visiting, _: NoBody) -> Result<Response, Refused> {
    let admitted = whoever(&app, &parts).await?;
    let cookie = auth::open_cookie(&app.db, &app.gate, &visiting.visit, &admitted).await?;
    let secs = cookie_secs(&admitted, app.db.now());

    let mut response = answer::ok(&json!({ "user": user(&admitted) }))?;
    visiting.jar.set(response.headers_mut(), Name::Session, (cookie.expose(), secs));
    Ok(response)
}

/// Seconds that a session's cookie is kept: to the absolute end, since the session lives on while the cookie is used.
pub(crate) fn cookie_secs(admitted: &Admitted, now: Moment) -> i64 {
    admitted.session.absolute_at.secs().saturating_sub(now.secs())
}

/// The claims of the token, as Medusa shows them.
fn user(admitted: &Admitted) -> Value {
    let session = &admitted.session;
    let member = match session.actor_kind {
        ActorKind::Customer => "customer_id",
        ActorKind::User => "user_id",
    };
    json!({
        "actor_id": session.actor_id,
        "actor_type": session.actor_kind.name(),
        "auth_identity_id": session.identity,
        "auth_provider": "emailpass",
        "mfa_enabled": session.methods.iter().any(|method| method == "otp"),
        "mfa_challenge_completed_at": null,
        "app_metadata": { (member): session.actor_id },
        "user_metadata": {},
        "session_id": session.id,
        "auth_time": admitted.auth_time.secs(),
        "iat": admitted.issued_at.secs(),
        "exp": admitted.expires_at.secs(),
    })
}

/// The browser forgets its cookies even when there was nothing to log out of any more.
async fn close(State(app): State<App>, parts: Parts, visiting: Visiting, _: NoBody) -> Response {
    let left = leave(&app, &parts, &visiting).await;
    let mut response = left.unwrap_or_else(IntoResponse::into_response);
    // With the database away nothing has ended: whoever tries again needs the cookies.
    if response.status().is_server_error() {
        return response;
    }

    let headers = response.headers_mut();
    if is_browser(&parts.headers) {
        headers.insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\", \"storage\""));
    }
    headers.remove(SET_COOKIE);
    visiting.jar.clear(headers, Name::Session);
    visiting.jar.clear(headers, Name::Refresh);
    response
}

/// Ends the session of the token or the cookie; with neither, or with one that is over, that of the refresh cookie:
/// whoever leaves after half an hour comes with a token whose time is over, and means to leave all the same.
async fn leave(app: &App, parts: &Parts, visiting: &Visiting) -> Result<Response, Refused> {
    let Visiting { visit, jar } = visiting;
    match (whoever(app, parts).await, jar.read(&parts.headers, Name::Refresh)) {
        (Ok(admitted), _) => auth::logout(&app.db, &app.gate, visit, &admitted).await?,
        (Err(refused), Some(token)) if refused.is_about_credentials() => {
            auth::logout_by_refresh(&app.db, &app.gate, visit, token).await?;
        }
        (Err(refused), _) => return Err(refused),
    }
    Ok(answer::ok(&json!({ "success": true }))?)
}
