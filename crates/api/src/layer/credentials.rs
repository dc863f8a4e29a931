//! Credentials: who a request is of, before its handler sees it (contract §4, §6).

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use wufi_domain::fault::Reason;
use wufi_domain::owner::Standing;
use wufi_domain::session::Profile;
use wufi_flow::auth::{self, Admitted, AuthError, Credential};
use wufi_guard::secret::Secret;

use super::guest;
use crate::app::App;
use crate::cookies::{Jar, Name};
use crate::extract::{Brought, Visiting};
use crate::problem::Problem;

/// Whoever was let in, as a request extension.
#[derive(Clone, Debug)]
pub struct LoggedIn(pub Arc<Admitted>);

impl<S: Sync> FromRequestParts<S> for LoggedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or(Problem::new(Reason::TokenMissing))
    }
}

/// The token of a registration, as a request extension.
#[derive(Clone, Debug)]
pub struct Registration(pub Secret);

impl<S: Sync> FromRequestParts<S> for Registration {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or(Problem::new(Reason::TokenMissing))
    }
}

/// Why somebody is not let in, and the session cookie that is worth nothing any more.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) problem: Problem,
    pub(crate) dead: Option<Jar>,
}

impl<E: Into<Problem>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self { problem: error.into(), dead: None }
    }
}

impl Refused {
    /// Whether it is the credential that is no good, and not something of ours.
    pub(crate) fn is_about_credentials(&self) -> bool {
        self.problem.is_about_credentials()
    }

    /// A credential that was looked at and is no good. No script can take a cookie away that is
    /// over, and each request would be refused for it again: so the answer does.
    fn of(credential: Credential<'_>, jar: Jar, error: AuthError) -> Self {
        let problem = Problem::from(error);
        let is_dead = matches!(credential, Credential::Cookie(_)) && problem.is_about_credentials();
        Self { problem, dead: is_dead.then_some(jar) }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = self.problem.into_response();
        if let Some(jar) = self.dead {
            jar.clear(response.headers_mut(), Name::Session);
        }
        response
    }
}

/// Lets everybody through, and whoever brought a customer's token as that customer.
///
/// A token that does nothing is refused, so that nobody shops as somebody else than they think;
/// in the `medusa` profile it is as if none had come, as storefronts made for Medusa expect.
pub async fn welcome(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let admitted = match customer(&app, &parts).await {
        Ok(admitted) => admitted,
        Err(refused) if refused.problem.is_about_credentials() && app.gate.policy.profile == Profile::Medusa => None,
        Err(refused) => return refused.into_response(),
    };
    let standing = enter(&app, &mut parts, admitted);
    told(next.run(Request::from_parts(parts, body)).await, standing)
}

/// Lets nobody through but customers.
pub async fn require_customer(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match customer(&app, &parts).await {
        Ok(Some(admitted)) => {
            let standing = enter(&app, &mut parts, Some(admitted));
            told(next.run(Request::from_parts(parts, body)).await, standing)
        }
        Ok(None) => Problem::new(Reason::TokenMissing).into_response(),
        Err(refused) => refused.into_response(),
    }
}

/// Lets nobody through but whoever registered and is no customer yet.
pub async fn require_registration(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match registration(&app, &parts).await {
        Ok(token) => parts.extensions.insert(token),
        Err(refused) => return refused.into_response(),
    };
    next.run(Request::from_parts(parts, body)).await
}

/// Counts for whoever is logged in that they asked for something that is not theirs, or not there.
pub async fn count_misses(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let logged_in = parts.extensions.get::<LoggedIn>().cloned();
    let visiting = logged_in.is_some().then(|| Visiting::of(&app, &parts));
    let response = next.run(Request::from_parts(parts, body)).await;

    // Before the answer and the same for both, so that its time does not tell which of the two it was.
    if let (Some(LoggedIn(admitted)), Some(visiting), StatusCode::NOT_FOUND) = (logged_in, visiting, response.status())
        && let Err(error) = auth::count_miss(&app.db, &app.gate, &visiting.visit, &admitted).await
    {
        tracing::warn!(problem.cause = %error, "Could not count an id that is nothing of the caller's: {error}");
    }
    response
}

/// What the caller is from here on: a customer, a guest, both or nobody.
fn enter(app: &App, parts: &mut Parts, admitted: Option<Admitted>) -> Standing {
    let customer = admitted.as_ref().and_then(Admitted::customer);
    let standing = Standing { customer, ..guest::standing(app, parts) };
    parts.extensions.insert(standing.clone());
    if let Some(admitted) = admitted {
        parts.extensions.insert(LoggedIn(Arc::new(admitted)));
    }
    standing
}

/// The answer, for layers further out, which did not see whose request it became.
fn told(mut response: Response, standing: Standing) -> Response {
    response.extensions_mut().insert(standing);
    response
}

/// The customer whose credential came; none when none came.
async fn customer(app: &App, parts: &Parts) -> Result<Option<Admitted>, Refused> {
    let admitted = admitted(app, parts).await?;
    match &admitted {
        Some(admitted) if admitted.customer().is_none() => Err(AuthError::TokenInvalid.into()),
        _ => Ok(admitted),
    }
}

/// The token of a registration; whoever is a customer already is told so.
async fn registration(app: &App, parts: &Parts) -> Result<Registration, Refused> {
    let jar = Visiting::of(app, parts).jar;
    if let Brought::Bearer(token) = Brought::read(&parts.headers, jar) {
        match auth::check_registration(&app.gate, app.db.now(), token) {
            Ok(()) => return Ok(Registration(Secret::new(token.to_owned()))),
            Err(AuthError::TokenInvalid) => {}
            Err(refusal) => return Err(refusal.into()),
        }
    }
    let reason = if customer(app, parts).await?.is_some() { Reason::AlreadyCustomer } else { Reason::TokenMissing };
    Err(Problem::new(reason).into())
}

/// Whoever's access token or session cookie came; none when none came.
pub(crate) async fn admitted(app: &App, parts: &Parts) -> Result<Option<Admitted>, Refused> {
    let Visiting { visit, jar } = Visiting::of(app, parts);
    if names_token(parts.uri.query().unwrap_or_default()) {
        return Err(AuthError::TokenInvalid.into());
    }
    let credential = match Brought::read(&parts.headers, jar) {
        Brought::Nothing => return Ok(None),
        Brought::Bearer(token) => Credential::Bearer(token),
        Brought::Cookie(token) => Credential::Cookie(token),
        Brought::Basic(_) | Brought::Unclear => return Err(AuthError::TokenInvalid.into()),
    };
    let admitted = auth::admit(&app.db, &app.gate, &visit, credential).await;
    admitted.map(Some).map_err(|error| Refused::of(credential, jar, error))
}

/// Whether a token is in the URL, where logs and histories keep it (RFC 9700 §4.3.2): it is never read there,
/// and whoever sent it must learn so.
fn names_token(query: &str) -> bool {
    let mut names = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default());
    names.any(|name| ["access_token", "token"].iter().any(|token| name.eq_ignore_ascii_case(token)))
}
