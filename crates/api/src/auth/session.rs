//! `/auth/session`: a cookie in place of a token, and the way out.

use axum::extract::State;
use axum::http::header::{HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::response::Response;
use serde_json::{Value, json};
use wufi_domain::actor::ActorKind;
use wufi_domain::audit::Event;
use wufi_domain::fault::Reason;
use wufi_flow::auth::{self, Admitted};

use crate::answer;
use crate::app::App;
use crate::cookies::Name;
use crate::extract::visit::is_browser;
use crate::extract::{NoBody, Visiting};
use crate::layer::credentials::admitted;
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
async fn whoever(app: &App, parts: &Parts) -> Result<Admitted, Problem> {
    admitted(app, parts).await?.ok_or(Problem::new(Reason::TokenMissing))
}

async fn open(State(app): State<App>, parts: Parts, visiting: Visiting, _: NoBody) -> Result<Response, Problem> {
    let admitted = whoever(&app, &parts).await?;
    let cookie = auth::open_cookie(&app.db, &app.gate, &visiting.visit, &admitted).await?;
    let secs = admitted.session.ends_at().secs().saturating_sub(app.db.now().secs());

    let mut response = answer::ok(&json!({ "user": user(&admitted) }))?;
    visiting.jar.set(response.headers_mut(), Name::Session, (cookie.expose(), secs));
    Ok(response)
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
        "app_metadata": { (member): session.actor_id },
        "user_metadata": {},
        "session_id": session.id,
        "auth_time": admitted.auth_time.secs(),
        "exp": admitted.expires_at.secs(),
    })
}

async fn close(State(app): State<App>, parts: Parts, visiting: Visiting, _: NoBody) -> Result<Response, Problem> {
    let admitted = whoever(&app, &parts).await?;
    auth::logout(&app.db, &app.gate, &visiting.visit, &admitted).await?;

    let mut response = answer::ok(&json!({ "success": true }))?;
    let headers = response.headers_mut();
    if is_browser(&parts.headers) {
        headers.insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\", \"storage\""));
    }
    visiting.jar.clear(headers, Name::Session);
    visiting.jar.clear(headers, Name::Refresh);
    Ok(response)
}
