//! `/auth/token/refresh` and the public keys.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::response::Response;
use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::fault::Reason;
use wufi_flow::auth::{self, AuthError, Credential};

use super::answers;
use super::bodies::RefreshBody;
use crate::answer;
use crate::app::App;
use crate::cookies::Name;
use crate::extract::{Body, Brought, Visiting};
use crate::policy::Route;
use crate::problem::Problem;

/// The lines of the route table.
pub(super) fn routes() -> Vec<Route<App>> {
    vec![
        Route::post("/auth/token/refresh", refresh)
            .body::<RefreshBody>()
            .writes(&[
                Event::SessionRefreshed,
                Event::RefreshReused,
                Event::SessionEnded,
                Event::SuspicionRaised,
                Event::LoginSucceeded,
            ])
            .answers(&["token"])
            .summary("Renews tokens by a refresh token, in the body or as a cookie; or an access token by itself."),
        Route::get("/.well-known/jwks.json", keys)
            .answers(&["keys"])
            .summary("Shows the keys that access tokens are signed with (RFC 7517)."),
    ]
}

async fn refresh(
    State(app): State<App>,
    headers: HeaderMap,
    visiting: Visiting,
    Body(body): Body<RefreshBody>,
) -> Result<Response, Problem> {
    let Visiting { visit, jar } = &visiting;
    let in_cookie = || jar.read(&headers, Name::Refresh);
    if let Some(token) = body.token.as_ref().map(wufi_guard::secret::Secret::expose).or_else(in_cookie) {
        let entered = auth::refresh(&app.db, &app.gate, visit, token).await?;
        return answers::entered(&entered, &headers, *jar);
    }
    match Brought::read(&headers, *jar) {
        Brought::Bearer(token) => again(&app, &headers, &visiting, token).await,
        Brought::Nothing | Brought::Cookie(_) => Err(Problem::new(Reason::RefreshTokenMissing)),
        Brought::Basic(_) | Brought::Unclear => Err(AuthError::TokenInvalid.into()),
    }
}

/// An access token alone is given again with the same end; a registration token becomes a login, once.
async fn again(app: &App, headers: &HeaderMap, visiting: &Visiting, token: &str) -> Result<Response, Problem> {
    let Visiting { visit, jar } = visiting;
    match auth::admit(&app.db, &app.gate, visit, Credential::Bearer(token)).await {
        Ok(admitted) => {
            let (token, secs) = auth::renew(&app.gate, (app.db.now(), app.db.chance()), &admitted)?;
            answer::ok(
                &json!({ "token": token.expose(), "token_type": "Bearer", "expires_in": secs, "session_id": admitted.session.id }),
            )
        }
        Err(AuthError::TokenInvalid) => {
            let entered = auth::enter_registered(&app.db, &app.gate, visit, token).await?;
            answers::entered(&entered, headers, *jar)
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// Kept for no longer than a rotation overlaps at the least.
async fn keys(State(app): State<App>) -> Result<Response, Problem> {
    let mut response = answer::ok(&app.gate.keys.current().jwks(app.db.now()))?;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    Ok(response)
}
