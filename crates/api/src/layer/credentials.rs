//! Credentials: who a request is of, before its handler sees it (contract §4, §6).

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use wufi_domain::actor::ActorKind;
use wufi_domain::fault::Reason;
use wufi_domain::owner::Standing;
use wufi_domain::session::Profile;
use wufi_flow::auth::{self, Admitted, AuthError, Credential};

use crate::app::App;
use crate::extract::{Brought, Visiting};
use crate::problem::Problem;

/// Whoever was let in, as a request extension.
#[derive(Clone, Debug)]
pub struct Guest(pub Arc<Admitted>);

impl<S: Sync> FromRequestParts<S> for Guest {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or(Problem::new(Reason::TokenMissing))
    }
}

/// Lets everybody through, and whoever brought a customer's token as that customer.
///
/// A token that does nothing is refused, so that nobody shops as somebody else than they think;
/// in the `medusa` profile it is as if none had come, as storefronts made for Medusa expect.
pub async fn welcome(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match customer(&app, &parts).await {
        Ok(admitted) => enter(&mut parts, admitted),
        Err(problem) if problem.is_about_credentials() && app.gate.policy.profile == Profile::Medusa => {}
        Err(problem) => return problem.into_response(),
    }
    next.run(Request::from_parts(parts, body)).await
}

/// Lets nobody through but customers.
pub async fn require_customer(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match customer(&app, &parts).await {
        Ok(Some(admitted)) => enter(&mut parts, Some(admitted)),
        Ok(None) => return Problem::new(Reason::TokenMissing).into_response(),
        Err(problem) => return problem.into_response(),
    }
    next.run(Request::from_parts(parts, body)).await
}

/// Counts for whoever is logged in that they asked for something that is not theirs, or not there.
pub async fn count_misses(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let guest = parts.extensions.get::<Guest>().cloned();
    let visiting = guest.is_some().then(|| Visiting::of(&app, &parts));
    let reads = parts.method == Method::GET;
    let response = next.run(Request::from_parts(parts, body)).await;

    if let (Some(Guest(admitted)), Some(visiting), StatusCode::NOT_FOUND) = (guest, visiting, response.status()) {
        // The answer is the same whether this could be written or not.
        if let Err(error) = auth::count_miss(&app.db, &app.gate, &visiting.visit, &admitted).await {
            tracing::warn!(error = %error, http.reads = reads, "An id that is nobody's could not be counted");
        }
    }
    response
}

fn enter(parts: &mut Parts, admitted: Option<Admitted>) {
    let Some(admitted) = admitted else { return };
    if let Some(customer) = admitted.customer() {
        parts.extensions.insert(Standing::of_customer(customer));
    }
    parts.extensions.insert(Guest(Arc::new(admitted)));
}

/// The customer whose credential came; none when none came.
async fn customer(app: &App, parts: &Parts) -> Result<Option<Admitted>, Problem> {
    let admitted = admitted(app, parts).await?;
    match &admitted {
        Some(admitted) if admitted.session.actor_kind != ActorKind::Customer => Err(Problem::new(Reason::TokenInvalid)),
        _ => Ok(admitted),
    }
}

/// Whoever's access token or session cookie came; none when none came.
pub(crate) async fn admitted(app: &App, parts: &Parts) -> Result<Option<Admitted>, Problem> {
    let Visiting { visit, jar } = Visiting::of(app, parts);
    let credential = match Brought::read(&parts.headers, jar) {
        Brought::Nothing => return Ok(None),
        Brought::Bearer(token) => Credential::Bearer(token),
        Brought::Cookie(token) => Credential::Cookie(token),
        Brought::Basic(_) | Brought::Unclear => return Err(AuthError::TokenInvalid.into()),
    };
    Ok(Some(auth::admit(&app.db, &app.gate, &visit, credential).await?))
}
