//! The CSRF token of a request that changes something (contract §5, OWASP ASVS 3.5.1).
//!
//! A token is bound to what the request is of: the login whose token or cookie came, else the login
//! of the refresh cookie, else the guest. What loses is ignored here as everywhere.

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use wufi_domain::enforcement::Enforcement;
use wufi_domain::fault::Reason;
use wufi_domain::session::Profile;
use wufi_flow::auth;
use wufi_guard::csrf_token::Binding;

use super::credentials::{LoggedIn, admitted};
use super::guest;
use crate::app::App;
use crate::cookies::{Jar, Name};
use crate::extract::{Brought, Visiting};
use crate::problem::Problem;

/// The header in which the token comes.
pub(crate) const HEADER: &str = "X-CSRF-Token";

/// Refuses what brings no token that its page could have been given.
pub(crate) async fn require(State(app): State<App>, request: Request, next: Next) -> Response {
    if app.csrf == Enforcement::Off {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let checked = match bindings(&app, &parts).await {
        Ok(bindings) => check(&app, &parts.headers, &bindings).await,
        Err(problem) => Err(problem),
    };
    match checked {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(problem) => problem.into_response(),
    }
}

/// The same where a cookie says who it is: whoever sends a header that does so needs no token,
/// since no other page can send one.
pub(crate) async fn require_with_cookie(state: State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let jar = Visiting::of(&state.0, &parts).jar;
    let is_by_cookie = matches!(Brought::read(&parts.headers, jar), Brought::Cookie(_));
    let request = Request::from_parts(parts, body);
    if is_by_cookie { require(state, request, next).await } else { next.run(request).await }
}

/// Refuses, or only tells of, a request whose token fits none of `bindings`.
pub(crate) async fn check(app: &App, headers: &HeaderMap, bindings: &[Binding]) -> Result<(), Problem> {
    let Some(reason) = fault(app, headers, bindings).await? else { return Ok(()) };
    match app.csrf {
        Enforcement::Enforce => Err(Problem::new(reason)),
        Enforcement::Observe => {
            tracing::info!(problem.code = reason.code().name(), "Would have refused a request: {}", reason.code().name());
            Ok(())
        }
        Enforcement::Off => Ok(()),
    }
}

/// What is wrong with the token that came, or did not.
async fn fault(app: &App, headers: &HeaderMap, bindings: &[Binding]) -> Result<Option<Reason>, Problem> {
    let mut lines = headers.get_all(HEADER).iter();
    let token = match (lines.next(), lines.next()) {
        // An unmodified storefront made for Medusa knows of none; where it comes from was checked before.
        (None, _) => return Ok((app.gate.policy.profile == Profile::Strict).then_some(Reason::CsrfTokenMissing)),
        (Some(line), None) => line.to_str().ok(),
        (Some(_), Some(_)) => None,
    };
    let Some(token) = token else { return Ok(Some(Reason::CsrfTokenInvalid)) };

    let (keyring, now) = (app.gate.keys.current(), app.db.now());
    for binding in bindings {
        if binding.fits(&keyring, now, token) {
            return Ok(None);
        }
    }
    // Another node may have changed the password half a second ago, and given the token that came.
    for binding in bindings {
        if let Binding::Session(id, _) = binding
            && let Some(current) = auth::current_binding(&app.db, id).await?
            && current != *binding
            && current.fits(&keyring, now, token)
        {
            return Ok(None);
        }
    }
    Ok(Some(Reason::CsrfTokenInvalid))
}

/// What a token for this request may be bound to.
pub(crate) async fn bindings(app: &App, parts: &Parts) -> Result<Vec<Binding>, Problem> {
    let jar = Visiting::of(app, parts).jar;
    if let Some(login) = login(app, parts, jar).await? {
        return Ok(vec![login]);
    }
    let refresh = match jar.read(&parts.headers, Name::Refresh) {
        Some(token) => auth::session_of_refresh(&app.db, &app.gate, token).await?,
        None => None,
    };
    let refresh = refresh.and_then(|session| auth::open_binding(&app.db, &session));
    let guest = guest::find(app, &parts.headers, jar).map(|guest| Binding::Guest(guest.digest()));
    Ok(refresh.into_iter().chain(guest).collect())
}

/// The login whose token or cookie came. One that is over counts as none: where a login is needed it was
/// refused before, and where one begins the old one does not matter.
async fn login(app: &App, parts: &Parts, jar: Jar) -> Result<Option<Binding>, Problem> {
    if let Some(LoggedIn(admitted)) = parts.extensions.get::<LoggedIn>() {
        return Ok(Some(admitted.csrf_binding()));
    }
    if !matches!(Brought::read(&parts.headers, jar), Brought::Bearer(_) | Brought::Cookie(_)) {
        return Ok(None);
    }
    match admitted(app, parts).await {
        Ok(admitted) => Ok(admitted.map(|admitted| admitted.csrf_binding())),
        Err(refused) if refused.is_about_credentials() => Ok(None),
        Err(refused) => Err(refused.problem),
    }
}
