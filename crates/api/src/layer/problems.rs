//! Where every refusal is written, in the caller's language, and logged: once.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LAST_MODIFIED,
    RETRY_AFTER, WWW_AUTHENTICATE,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use wufi_domain::fault::{Code, Reason};
use wufi_domain::ids::RequestId;
use wufi_domain::locale::Locale;

use super::wording::{self, Form};
use super::{EdgeSettings, vary};
use crate::answer::is_deliberate;
use crate::extract::Language;
use crate::problem::Problem;

const X_MEDUSA_LOCALE: HeaderName = HeaderName::from_static("x-medusa-locale");

/// What of the request the refusal needs.
struct Asked {
    method: Method,
    route: String,
    form: Form,
    locale: Locale,
    id: Option<RequestId>,
}

/// Writes the refusal that an answer carries, or that its bare status stands for.
pub(super) async fn render(State(edge): State<Arc<EdgeSettings>>, mut request: Request, next: Next) -> Response {
    let asked = Asked {
        method: request.method().clone(),
        // The template, never the path itself: an id in it may be all that guards a cart.
        route: request
            .extensions()
            .get::<MatchedPath>()
            .map_or_else(|| "an unknown route".to_owned(), |path| path.as_str().to_owned()),
        form: Form::wanted(request.headers()),
        locale: spoken(&request).unwrap_or(edge.default_locale),
        id: request.extensions().get().cloned(),
    };
    request.extensions_mut().insert(Language(asked.locale));

    let response = next.run(request).await;
    let problem = response.extensions().get::<Problem>().cloned().or_else(|| adopted(&response));
    match problem {
        Some(problem) => {
            log(&problem, &asked);
            written(&problem, &asked, response)
        }
        None => response,
    }
}

/// The caller's language: `?locale=`, else `x-medusa-locale`, else `Accept-Language`.
fn spoken(request: &Request) -> Option<Locale> {
    let in_query = || request.uri().query()?.split('&').find_map(|pair| pair.strip_prefix("locale=")).and_then(Locale::parse);
    let header = |name: HeaderName| request.headers().get(name)?.to_str().ok();
    in_query()
        .or_else(|| header(X_MEDUSA_LOCALE).and_then(Locale::parse))
        .or_else(|| header(ACCEPT_LANGUAGE).and_then(Locale::accepted))
}

/// The refusal behind a status that axum or a bare handler answered.
fn adopted(response: &Response) -> Option<Problem> {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || is_deliberate(response.extensions()) {
        return None;
    }
    let reason = match status {
        StatusCode::NOT_FOUND => Reason::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Reason::MethodNotAllowed,
        StatusCode::REQUEST_TIMEOUT => Reason::RequestTimeout,
        StatusCode::PAYLOAD_TOO_LARGE => Reason::PayloadTooLarge,
        StatusCode::URI_TOO_LONG => Reason::UriTooLong,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Reason::UnsupportedMediaType,
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => Reason::HeadersTooLarge,
        StatusCode::SERVICE_UNAVAILABLE => Reason::Overloaded,
        other if other.is_client_error() => Reason::InvalidRequest,
        _ => Reason::InternalError,
    };
    Some(Problem::new(reason))
}

/// The answer with the refusal in it; headers that were set on the way (`Allow`, limits, cookies) stay.
fn written(problem: &Problem, asked: &Asked, mut response: Response) -> Response {
    let text = wording::body(problem, asked.form, asked.locale, asked.id.as_ref()).to_string();
    *response.status_mut() = problem.status();

    let headers = response.headers_mut();
    for stale in [CONTENT_LENGTH, ETAG, LAST_MODIFIED] {
        headers.remove(stale);
    }
    headers.insert(CONTENT_TYPE, asked.form.content_type());
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(asked.locale.tag()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    vary::add(headers, &["Accept", "Accept-Language", "x-medusa-locale"]);
    set_advice(problem, headers);

    // An answer to HEAD tells the length that GET would have and sends nothing.
    if asked.method == Method::HEAD {
        response.headers_mut().insert(CONTENT_LENGTH, text.len().into());
        *response.body_mut() = Body::empty();
    } else {
        *response.body_mut() = Body::from(text);
    }
    response
}

/// What to do next, as headers: when to come back, how to say who one is.
fn set_advice(problem: &Problem, headers: &mut HeaderMap) {
    if let Some(secs) = problem.retry_after {
        headers.insert(RETRY_AFTER, secs.into());
    }
    if problem.status() == StatusCode::UNAUTHORIZED {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge(problem.reason)));
    }
}

/// How to say who one is. An access token that is missing is told like a wrong one (contract §3), although
/// RFC 6750 §3.1 would say less: a client then renews its token in both cases.
const fn challenge(reason: Reason) -> &'static str {
    match reason {
        Reason::RefreshTokenMissing | Reason::InvalidCredentials | Reason::SecondFactorRequired | Reason::IdentityExists => {
            "Bearer"
        }
        _ => "Bearer error=\"invalid_token\"",
    }
}

/// One line for the log; an error only when it is ours.
///
/// What is too often goes unsaid unless asked for: a flood would fill the log and cost more than it is refused for. The
/// metrics count it, and the audit log has it, many in one line.
fn log(problem: &Problem, asked: &Asked) {
    let Asked { method, route, .. } = asked;
    let code = problem.code().name();
    if problem.code() == Code::RateLimitExceeded {
        tracing::debug!(http.method = %method, http.route = route, problem.code = code, "Refused {method} {route}: {code}");
        return;
    }
    let id = asked.id.as_ref().map(RequestId::as_str);
    let cause = problem.cause.as_deref();
    let paths = problem.errors.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>().join(" ");
    if problem.status().is_server_error() {
        let why = cause.unwrap_or("no cause was given");
        tracing::error!(request.id = id, http.method = %method, http.route = route, problem.code = code, "Failed {method} {route}: {code}: {why}");
    } else {
        tracing::info!(request.id = id, http.method = %method, http.route = route, problem.code = code, problem.paths = paths, problem.cause = cause, "Refused {method} {route}: {code}");
    }
}
