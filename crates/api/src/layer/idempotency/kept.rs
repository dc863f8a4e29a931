//! An answer as it is kept, and as it is given again.

use axum::body::Body;
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, HeaderName, HeaderValue, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use wufi_domain::fault::{Decision, FieldFault, Param, Reason};
use wufi_guard::secret::Secret;

use crate::problem::Problem;

/// The largest body that is kept, in bytes.
const MAX_BODY: usize = 256 * 1_024;

/// What is kept of an answer's head: nothing that is about the one request, such as its id, and no cookie.
const HEADERS: [HeaderName; 3] = [CONTENT_TYPE, CONTENT_LANGUAGE, VARY];

/// Figures of a text, by their names.
type Figures = Vec<(String, i64)>;

/// What is kept before an answer's body, as JSON in one line.
#[derive(Debug, Serialize, Deserialize)]
enum Head {
    /// What was asked for was done.
    Done { status: u16, headers: Vec<(String, String)> },
    /// It was refused; the words are found anew, in the language of whoever hears them.
    Refused { reason: String, params: Figures, errors: Vec<(String, String, Figures)> },
}

/// Writes an answer down, if it is one that is kept: what was done, and what was decided.
pub(super) fn written(response: &Response, body: &Bytes) -> Option<Secret> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return (problem.code().decision() == Decision::Made).then(|| line(&refused(problem), ""))?;
    }
    if !response.status().is_success() || body.len() > MAX_BODY {
        return None;
    }
    let headers = HEADERS.iter().filter_map(|name| {
        let value = response.headers().get(name)?.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    });
    let head = Head::Done { status: response.status().as_u16(), headers: headers.collect() };
    line(&head, str::from_utf8(body).ok()?)
}

fn line(head: &Head, body: &str) -> Option<Secret> {
    let head = serde_json::to_string(head).ok()?;
    Some(Secret::new(format!("{head}\n{body}")))
}

fn refused(problem: &Problem) -> Head {
    let params = |params: &[Param]| params.iter().map(|param| (param.name.to_owned(), param.value)).collect();
    let errors = problem.errors.iter().map(|fault| (fault.path.clone(), fault.reason.key().to_owned(), params(&fault.params)));
    Head::Refused { reason: problem.reason.key().to_owned(), params: params(&problem.params), errors: errors.collect() }
}

/// Reads an answer back; none when a program wrote it that says other things than this one.
pub(super) fn read(kept: &Secret) -> Option<Response> {
    let (head, body) = kept.expose().split_once('\n')?;
    match serde_json::from_str(head).ok()? {
        Head::Done { status, headers } => {
            let mut response = Response::new(Body::from(body.to_owned()));
            *response.status_mut() = StatusCode::from_u16(status).ok()?;
            *response.headers_mut() = named(&headers)?;
            Some(response)
        }
        Head::Refused { reason, params, errors } => {
            let errors: Option<Vec<FieldFault>> = errors.into_iter().map(fault).collect();
            let problem = Problem { params: figures(&params)?, errors: errors?, ..Problem::new(Reason::stored(&reason)?) };
            Some(problem.into_response())
        }
    }
}

fn named(headers: &[(String, String)]) -> Option<HeaderMap> {
    let known = |name: &str| HEADERS.into_iter().find(|known| known.as_str() == name);
    headers.iter().map(|(name, value)| Some((known(name)?, HeaderValue::from_str(value).ok()?))).collect()
}

fn fault((path, reason, params): (String, String, Figures)) -> Option<FieldFault> {
    Some(FieldFault { path, reason: Reason::stored(&reason)?, params: figures(&params)? })
}

fn figures(params: &[(String, i64)]) -> Option<Vec<Param>> {
    params.iter().map(|(name, value)| Param::stored(name, *value)).collect()
}

#[cfg(test)]
mod tests {
    use axum::http::header::SET_COOKIE;
    use wufi_domain::locale::Locale;

    use super::*;
    use crate::answer;

    fn again(problem: Problem) -> Option<Problem> {
        let response = problem.into_response();
        let kept = written(&response, &Bytes::new())?;
        read(&kept).unwrap().extensions().get::<Problem>().cloned()
    }

    #[tokio::test]
    async fn what_was_done_comes_back_byte_by_byte_and_without_cookies() {
        let body = Bytes::from_static("{\"nimi\":\"Õie\\n\",\n \"x\": 1.50}".as_bytes());
        let mut response = answer::told(&serde_json::json!({}), Locale::Et).unwrap();
        response.headers_mut().insert(SET_COOKIE, HeaderValue::from_static("__Host-wufi_session=x"));
        response.headers_mut().insert("x-request-id", HeaderValue::from_static("req_1"));

        let kept = written(&response, &body).unwrap();
        let read = read(&kept).unwrap();

        assert!(!kept.expose().contains("wufi_session") && !kept.expose().contains("req_1"));
        assert_eq!((read.status(), read.headers().len()), (StatusCode::OK, 3));
        for name in HEADERS {
            assert_eq!(read.headers()[&name], response.headers()[&name]);
        }
        assert_eq!(axum::body::to_bytes(read.into_body(), usize::MAX).await.unwrap(), body);
    }

    #[test]
    fn a_decision_comes_back_with_its_fields_and_figures() {
        let fault = FieldFault::new("items[0].quantity", Reason::TooSmall).with("min", 1);
        let refusal = Problem::fields(vec![fault.clone()]).with("max", 7).because("never kept");

        let heard = again(refusal.clone()).unwrap();

        assert_eq!((heard.reason, heard.errors, heard.params), (refusal.reason, vec![fault], refusal.params));
        assert!(heard.cause.is_none());
    }

    #[test]
    fn what_is_no_decision_or_no_success_or_too_large_is_not_kept() {
        for reason in Reason::ALL {
            let is_kept = again(Problem::new(*reason)).is_some();
            assert_eq!(is_kept, reason.code().decision() == Decision::Made, "{reason:?}");
        }
        let size = |bytes: usize| written(&Response::new(Body::empty()), &Bytes::from(vec![b' '; bytes])).is_some();
        assert!(size(MAX_BODY) && !size(MAX_BODY + 1));
        let moved = answer::with_status(StatusCode::SERVICE_UNAVAILABLE, &1).unwrap();
        assert!(written(&moved, &Bytes::new()).is_none());
    }

    #[test]
    fn what_another_version_wrote_is_none() {
        for wrong in ["", "\n", "{}\n", "{\"Refused\":{\"reason\":\"of-tomorrow\",\"params\":[],\"errors\":[]}}\n"] {
            assert!(read(&Secret::new(wrong.to_owned())).is_none(), "{wrong}");
        }
        let strange = r#"{"Done":{"status":200,"headers":[["set-cookie","a=b"]]}}"#;
        assert!(read(&Secret::new(format!("{strange}\n{{}}"))).is_none());
    }
}
