//! Where a request that changes something comes from: a page of the shop, or no page at all (contract §5).
//!
//! No page can set `Sec-Fetch-Site` or `Origin` itself, so a browser's word on them
//! holds against the page that sent the request (Fetch standard, OWASP ASVS 3.5.2).
//! What has neither header is no browser, and carries nobody's cookies but its own.

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderMap;
use axum::http::header::{HeaderName, ORIGIN};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use wufi_domain::enforcement::Enforcement;
use wufi_domain::fault::Reason;

use crate::app::App;
use crate::extract::{Brought, Visiting};
use crate::origins::Area;
use crate::policy::Csrf;
use crate::problem::Problem;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// How much of a header is told in the log.
const TOLD_CHARS: usize = 100;

/// Refuses, or only tells of, a request that somebody else's page sends to a route that `csrf` keeps from them.
pub async fn check(State((app, csrf)): State<(App, Csrf)>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    if is_kept(&app, csrf, &parts)
        && let Some(cause) = stranger(&app, &parts)
    {
        let problem = Problem::new(Reason::CsrfOriginDenied).because(&cause);
        match app.csrf {
            Enforcement::Enforce => return problem.into_response(),
            Enforcement::Observe => {
                let (code, count) = (problem.code().name(), app.count_stranger());
                let route = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
                tracing::warn!(
                    problem.code = code,
                    problem.cause = cause,
                    problem.count = count,
                    http.route = route,
                    "Would have refused a request: {code}"
                );
            }
            Enforcement::Off => {}
        }
    }
    next.run(Request::from_parts(parts, body)).await
}

/// Whether the request will be refused for where it comes from: it is then counted for nobody but its address.
///
/// Else a neighbouring page could use up what a visitor may do in a minute with requests that are all refused.
pub(super) fn refuses(app: &App, csrf: Csrf, parts: &Parts) -> bool {
    app.csrf == Enforcement::Enforce && is_kept(app, csrf, parts) && stranger(app, parts).is_some()
}

/// Whether it matters for this request where it comes from.
fn is_kept(app: &App, csrf: Csrf, parts: &Parts) -> bool {
    match csrf {
        Csrf::Checked | Csrf::Inside => app.csrf != Enforcement::Off,
        Csrf::WithCookie => {
            let jar = Visiting::of(app, parts).jar;
            app.csrf != Enforcement::Off && matches!(Brought::read(&parts.headers, jar), Brought::Cookie(_))
        }
        Csrf::Reads | Csrf::Exempt(_) => false,
    }
}

/// By what a request shows that somebody else's page sends it; nothing when none does.
fn stranger(app: &App, parts: &Parts) -> Option<String> {
    let (Ok(site), Ok(origin)) = (single(&parts.headers, &SEC_FETCH_SITE), single(&parts.headers, &ORIGIN)) else {
        return Some("Origin or Sec-Fetch-Site came twice, or is no text".to_owned());
    };
    let is_listed = |origin: &str| Area::of(parts.uri.path()).is_some_and(|area| app.origins.allow(area, origin.as_bytes()));
    let is_own = |origin: &str| !app.origin().is_empty() && origin == app.origin();

    let is_ours = match (site, origin) {
        (Some("same-origin" | "none"), _) | (None, None) => true,
        (Some(_), origin) => origin.is_some_and(is_listed),
        (None, Some(origin)) => is_listed(origin) || is_own(origin),
    };
    (!is_ours).then(|| format!("Sec-Fetch-Site is {}, Origin is {}", told(site), told(origin)))
}

/// A header that comes once, or not at all; else two readers could take two.
fn single<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Result<Option<&'h str>, Unclear> {
    let mut lines = headers.get_all(name).iter();
    match (lines.next(), lines.next()) {
        (None, _) => Ok(None),
        (Some(line), None) => line.to_str().map(Some).map_err(|_| Unclear),
        (Some(_), Some(_)) => Err(Unclear),
    }
}

/// A header that could be read in more than one way.
struct Unclear;

fn told(said: Option<&str>) -> String {
    said.map_or_else(|| "not there".to_owned(), |said| format!("{:?}", said.chars().take(TOLD_CHARS).collect::<String>()))
}
