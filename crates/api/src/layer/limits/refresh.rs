//! How often a login may be renewed.
//!
//! A login is known by what renews it, and that may be in the body. Whatever renews nothing is a try
//! at credentials: it counts in the address's limit of those, and once that is full, whatever is
//! plainly no token of ours is turned away. A token of ours is not: else whoever types wrong
//! passwords could log out everybody who shares their address, one expired token after the other.

use std::sync::{Arc, OnceLock};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body::Body;
use wufi_domain::limit::Class;
use wufi_flow::auth;
use wufi_guard::limit::Bucket;
use wufi_guard::secret::Secret;

use super::principal::{self, Principal};
use super::{Asker, Rates, buckets};
use crate::app::App;
use crate::cookies::Name;
use crate::extract::Brought;
use crate::problem::Problem;

/// As what a renewal was counted, once it was: a request extension.
#[derive(Clone, Debug, Default)]
struct Renewal(Arc<OnceLock<Counted>>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    /// As the login's.
    Login,
    /// As a try that failed.
    Failure,
}

/// Counts what has no body, and afterwards what has failed.
pub(crate) async fn require(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let renewal = Renewal::default();
    parts.extensions.insert(renewal.clone());
    let asker = Asker::of(&parts);
    // Without a body everything that could renew is here.
    if body.is_end_stream()
        && let Err(refusal) = count(&app, &parts, None).await
    {
        return refusal.into_response();
    }

    let response = next.run(Request::from_parts(parts, body)).await;
    let failure = failure(&app.rates, &asker);
    match renewal.0.get() {
        // What it was to renew nobody could read, so it was nothing.
        None => match asker.charge(&app, &failure).await {
            Ok(()) => response,
            Err(refusal) => refusal.into_response(),
        },
        // Its token was one of ours, and worth nothing.
        Some(Counted::Login) if response.status() == StatusCode::UNAUTHORIZED => {
            asker.note(&app.rates.limiter.count(&failure).await);
            response
        }
        Some(_) => response,
    }
}

/// Counts a renewal by what renews it, unless it was counted before: `token` came in the body.
pub(crate) async fn count(app: &App, parts: &Parts, token: Option<&Secret>) -> Result<(), Problem> {
    let Some(renewal) = parts.extensions.get::<Renewal>().filter(|renewal| renewal.0.get().is_none()) else { return Ok(()) };
    let asker = Asker::of(parts);
    let login = login(app, parts, token).await?;
    let counted = if login.is_some() { Counted::Login } else { Counted::Failure };
    let buckets = match &login {
        Some(login) => buckets::of(&app.rates, &[Class::Refresh], (asker.whence, Some(login))),
        None => failure(&app.rates, &asker),
    };
    // Nobody else counts it: a request is in one place at a time.
    let _ = renewal.0.set(counted);
    asker.charge(app, &buckets).await
}

/// Where a renewal counts that renews nothing.
fn failure(rates: &Rates, asker: &Asker) -> Vec<Bucket> {
    buckets::of(rates, &[Class::Auth], (asker.whence, None))
}

/// Whose login the request would renew, in the order of its handler; none when it has no token of ours.
async fn login(app: &App, parts: &Parts, token: Option<&Secret>) -> Result<Option<Principal>, Problem> {
    let (jar, now) = (principal::jar(app, parts), app.db.now());
    let by_refresh = |token: &str| auth::named_by_refresh(&app.gate, now, token).map(Principal::Login);
    if let Some(token) = token {
        return Ok(by_refresh(token.expose()));
    }
    let named = principal::named(app, parts, jar).await?;
    if let (None, Brought::Bearer(token)) = (&named, Brought::read(&parts.headers, jar))
        && let Some(identity) = auth::named_by_registration(&app.gate, now, token)
    {
        return Ok(Some(Principal::Registered(identity)));
    }
    Ok(match jar.read(&parts.headers, Name::Refresh) {
        Some(token) => by_refresh(token),
        None => named.map(|named| Principal::Login(named.session)),
    })
}
