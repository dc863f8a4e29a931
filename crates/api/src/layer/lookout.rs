//! Refusals that may be an attack are counted for the audit log (OWASP ASVS 16.3.3).

use axum::extract::{MatchedPath, Request, State};
use axum::http::Uri;
use axum::middleware::Next;
use axum::response::Response;
use wufi_domain::audit::Event;
use wufi_domain::fault::{Code, Reason};
use wufi_domain::ids::{CartId, Id, OrderId, PaymentCollectionId, RequestId};
use wufi_domain::owner::{Owner, Standing};
use wufi_domain::session;
use wufi_flow::lookout::{Asker, Sighting};
use wufi_store::admin::things::Kind;

use super::client::Whence;
use super::staff::{Insider, WrongKey};
use crate::app::App;
use crate::policy::Who;
use crate::problem::Problem;

/// Counts what a route refuses, when it is of a kind that somebody should know of.
pub(crate) async fn watch(State((app, who)): State<(App, Who)>, request: Request, next: Next) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let template = request.extensions().get::<MatchedPath>().cloned();
    let whence = request.extensions().get::<Whence>().copied().unwrap_or_default();
    let id = request.extensions().get::<RequestId>().cloned();

    let response = next.run(request).await;
    let Some(problem) = response.extensions().get::<Problem>() else { return response };
    let event = braked(problem)
        .or_else(|| event(problem.code(), who))
        .or_else(|| response.extensions().get::<WrongKey>().map(|_| Event::KeyRefused));
    let (Some(event), Some(template)) = (event, template) else { return response };
    let template = template.as_str();
    let sighting = Sighting {
        event,
        code: problem.code().name(),
        caller: asker(&response),
        network: whence.address.map(session::network),
        route: format!("{method} {template}"),
        thing: thing(template, &uri),
    };
    if event != Event::ForeignThing {
        app.meters.csrf_refused(problem.code());
        app.lookout.note(Sighting { thing: None, ..sighting }, id);
    } else if sighting.thing.is_some() {
        app.meters.foreign_thing();
        app.lookout.note(sighting, id);
    }
    response
}

/// What the brake on payments refuses is told apart from the limits and from what is asked of a suspicious login.
fn braked(problem: &Problem) -> Option<Event> {
    matches!(problem.reason, Reason::PaymentsSlowed | Reason::PaymentStepUp).then_some(Event::PaymentBraked)
}

const fn event(code: Code, who: Who) -> Option<Event> {
    match (code, who) {
        (Code::CsrfTokenMissing | Code::CsrfTokenInvalid | Code::CsrfOriginDenied, _) => Some(Event::CsrfRefused),
        (Code::RateLimitExceeded, _) => Some(Event::RateLimited),
        (Code::RoleMissing, _) => Some(Event::RoleRefused),
        // Whether it is another's or nobody's is found out later, so that the answer's time does not tell.
        (Code::NotFound, Who::Owner) => Some(Event::ForeignThing),
        _ => None,
    }
}

/// Whoever the layers further in found out that it was.
fn asker(refusal: &Response) -> Asker {
    match refusal.extensions().get::<Insider>() {
        Some(Insider::Member(member)) => Asker::Member(member.id.clone()),
        Some(Insider::Program(key)) => Asker::Program(key.clone()),
        None => Asker::Shopper(refusal.extensions().get::<Standing>().map_or(Owner::Bearer, Standing::shown)),
    }
}

/// The thing whose id stands in the path where its template says `{id}`.
fn thing(template: &str, uri: &Uri) -> Option<(Kind, String)> {
    let mut steps = template.split('/').zip(uri.path().split('/'));
    let (_, id) = steps.find(|(step, _)| *step == "{id}")?;
    let kind = if CartId::parse(id).is_some() {
        Kind::Cart
    } else if OrderId::parse(id).is_some() {
        Kind::Order
    } else {
        PaymentCollectionId::parse(id).map(|_| Kind::PaymentCollection)?
    };
    Some((kind, id.to_owned()))
}
