//! `/auth/token/refresh` and the public keys.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::enforcement::Enforcement;
use wufi_domain::fault::Reason;
use wufi_flow::auth::{self, AuthError, Entered};
use wufi_guard::secret::Secret;

use super::answers;
use super::bodies::RefreshBody;
use crate::answer;
use crate::app::App;
use crate::cookies::Name;
use crate::extract::{Body, Brought, Visiting};
use crate::layer::credentials::{Refused, admitted};
use crate::layer::{csrf, limits};
use crate::policy::Route;
use crate::problem::Problem;

/// The lines of the route table.
pub(super) fn routes() -> Vec<Route<App>> {
    vec![
        Route::post("/auth/token/refresh", refresh)
            .body::<RefreshBody>()
            .csrf_inside()
            .writes(&[
                Event::SessionRefreshed,
                Event::RefreshReused,
                Event::SessionEnded,
                Event::SuspicionRaised,
                Event::LoginSucceeded,
                Event::LoginFailed,
            ])
            .answers(&["token"])
            .summary("Renews tokens by a refresh token, in the body or as a cookie; or gives an access token for one, or for a session cookie."),
        Route::get("/.well-known/jwks.json", keys)
            .answers(&["keys"])
            .summary("Shows the keys that access tokens are signed with (RFC 7517)."),
    ]
}

async fn refresh(
    State(app): State<App>,
    parts: Parts,
    visiting: Visiting,
    Body(body): Body<RefreshBody>,
) -> Result<Response, Refused> {
    let Visiting { visit, jar } = &visiting;
    let headers = &parts.headers;
    limits::refresh::count(&app, &parts, body.token.as_ref()).await?;
    check_csrf(&app, &parts, body.token.as_ref()).await?;
    if let Some(token) = &body.token {
        let entered = auth::refresh(&app.db, &app.gate, visit, token.expose()).await?;
        return Ok(answers::entered(&entered, headers, *jar)?);
    }
    // Whoever has just registered means that account, whatever cookie an earlier one left.
    if let Brought::Bearer(token) = Brought::read(headers, *jar)
        && let Some(entered) = registered(&app, &visiting, token).await?
    {
        return Ok(answers::entered(&entered, headers, *jar)?);
    }
    match jar.read(headers, Name::Refresh) {
        Some(token) => Ok(by_cookie(&app, headers, &visiting, token).await?),
        None => again(&app, &parts).await,
    }
}

/// The CSRF token of the login that is renewed will do, also when that login is over: all that
/// comes of it then is to hear so. Without one in the body it is whose request it is anywhere.
async fn check_csrf(app: &App, parts: &Parts, token: Option<&Secret>) -> Result<(), Problem> {
    if app.csrf == Enforcement::Off {
        return Ok(());
    }
    let mut bindings = csrf::bindings(app, parts).await?;
    let jar = Visiting::of(app, parts).jar;
    let renewed = token.map(Secret::expose).or_else(|| jar.read(&parts.headers, Name::Refresh));
    if let Some(token) = renewed {
        let session = auth::session_of_refresh(&app.db, &app.gate, token).await?;
        bindings.extend(session.as_ref().map(auth::csrf_binding));
    }
    csrf::check(app, &parts.headers, &bindings).await
}

/// A registration token becomes a login, once; none for any other token.
async fn registered(app: &App, visiting: &Visiting, token: &str) -> Result<Option<Entered>, AuthError> {
    match auth::enter_registered(&app.db, &app.gate, &visiting.visit, token).await {
        Ok(entered) => Ok(Some(entered)),
        Err(AuthError::TokenInvalid) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// A cookie that is over is taken away: no script of the page can do it.
async fn by_cookie(app: &App, headers: &HeaderMap, visiting: &Visiting, token: &str) -> Result<Response, Problem> {
    let Visiting { visit, jar } = visiting;
    let problem = match auth::refresh(&app.db, &app.gate, visit, token).await {
        Ok(entered) => return answers::entered(&entered, headers, *jar),
        Err(refusal) => Problem::from(refusal),
    };
    let is_over = problem.is_about_credentials();
    let mut response = problem.into_response();
    if is_over {
        jar.clear(response.headers_mut(), Name::Refresh);
    }
    Ok(response)
}

/// An access token alone is given again with the same end; a session cookie alone gives one, as js-sdk's
/// session mode asks in `auth.refresh()`. Neither moves the session on, nor makes the proof behind it newer.
async fn again(app: &App, parts: &Parts) -> Result<Response, Refused> {
    let admitted = admitted(app, parts).await?.ok_or(Problem::new(Reason::RefreshTokenMissing))?;
    let (token, secs) = auth::renew(&app.gate, (app.db.now(), app.db.chance()), &admitted)?;
    let csrf = admitted.csrf_binding().token(&app.gate.keys.current(), (app.db.now(), app.db.chance()));
    Ok(answer::ok(&json!({
        "token": token.expose(),
        "token_type": "Bearer",
        "expires_in": secs,
        "csrf_token": csrf.expose(),
        "session_id": admitted.session.id,
    }))?)
}

/// Kept for no longer than a rotation overlaps at the least.
async fn keys(State(app): State<App>) -> Result<Response, Problem> {
    let mut response = answer::ok(&app.gate.keys.current().jwks(app.db.now()))?;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    Ok(response)
}
