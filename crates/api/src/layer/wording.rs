//! A refusal in words: the envelope of contract §3, or RFC 9457 when that is asked for.

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, HeaderValue};
use serde_json::{Map, Value, json};
use wufi_domain::fault::{FieldFault, Param, Reason};
use wufi_domain::ids::RequestId;
use wufi_domain::locale::Locale;

use crate::answer;
use crate::problem::Problem;
use crate::texts::say;

/// How many faults the message itself names.
const NAMED: usize = 3;

/// The form in which a refusal is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Medusa's envelope with our members.
    Envelope,
    /// RFC 9457, with the same members.
    Standard,
}

impl Form {
    /// The form that the caller prefers: RFC 9457 only when it is named, and no less liked than JSON.
    pub(super) fn wanted(headers: &HeaderMap) -> Self {
        let ranges: Vec<&str> = headers
            .get_all(ACCEPT)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .take(16)
            .collect();
        let weight = |kind: &str| ranges.iter().filter_map(|range| weight_of(range, kind)).reduce(f32::max).unwrap_or(0.0);
        let standard = weight("application/problem+json");
        if standard > 0.0 && standard >= weight("application/json") { Self::Standard } else { Self::Envelope }
    }

    /// The content type of it.
    pub(super) const fn content_type(self) -> HeaderValue {
        match self {
            Self::Envelope => answer::JSON,
            Self::Standard => HeaderValue::from_static("application/problem+json"),
        }
    }
}

/// The weight that a media range gives to exactly `kind`.
fn weight_of(range: &str, kind: &str) -> Option<f32> {
    let mut parts = range.split(';');
    parts.next().filter(|named| named.trim().eq_ignore_ascii_case(kind))?;
    let weight = parts.find_map(|part| part.split_once('=').filter(|(name, _)| name.trim().eq_ignore_ascii_case("q")));
    weight.map_or(Some(1.0), |(_, weight)| weight.trim().parse().ok())
}

/// The body of a refusal.
pub(super) fn body(problem: &Problem, form: Form, locale: Locale, id: Option<&RequestId>) -> Value {
    let code = problem.code();
    let message = message(problem, locale);
    let mut members = Map::new();
    match form {
        Form::Envelope => {
            members.insert("type".to_owned(), code.kind().slug().into());
        }
        Form::Standard => {
            // RFC 9457's `type` is a URI; Medusa's slug would be a wrong one.
            members.insert("type".to_owned(), "about:blank".into());
            members.insert("title".to_owned(), problem.status().canonical_reason().into());
            members.insert("status".to_owned(), code.status().into());
            members.insert("detail".to_owned(), message.clone().into());
        }
    }
    members.insert("code".to_owned(), code.name().into());
    members.insert("message".to_owned(), message.into());
    members.insert("request_id".to_owned(), id.map(RequestId::as_str).into());
    if !problem.errors.is_empty() {
        members.insert("errors".to_owned(), problem.errors.iter().map(|fault| told(fault, locale)).collect());
    }
    // Of a conflict the header alone tells when it may be over (contract §3).
    if let Some(secs) = problem.retry_after.filter(|_| matches!(code.status(), 429 | 503)) {
        members.insert("retry_after".to_owned(), secs.into());
    }
    Value::Object(members)
}

fn told(fault: &FieldFault, locale: Locale) -> Value {
    let params: Map<String, Value> =
        fault.params.iter().map(|Param { name, value }| ((*name).to_owned(), (*value).into())).collect();
    let message = say(locale, fault.reason, Some(&fault.path), &fault.params);
    json!({ "path": fault.path, "code": fault.reason.code().name(), "message": message, "params": params })
}

/// The sentence of a refusal; faults of fields follow it, up to three, as Medusa tells them.
fn message(problem: &Problem, locale: Locale) -> String {
    let field = problem.errors.first().map(|fault| fault.path.as_str());
    let sentence = say(locale, problem.reason, field, &problem.params);
    if !matches!(problem.reason, Reason::InvalidRequest | Reason::InvalidQuery) {
        return sentence;
    }

    let mut named: Vec<String> = Vec::with_capacity(NAMED);
    for fault in &problem.errors {
        let text = say(locale, fault.reason, Some(&fault.path), &fault.params);
        if named.len() < NAMED && !named.contains(&text) {
            named.push(text);
        }
    }
    if named.is_empty() { sentence } else { format!("{sentence}: {}", named.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepting(accept: &str) -> Form {
        Form::wanted(&HeaderMap::from_iter([(ACCEPT, HeaderValue::from_str(accept).unwrap())]))
    }

    #[test]
    fn the_standard_form_is_written_for_those_who_name_it() {
        assert_eq!(accepting("application/problem+json"), Form::Standard);
        assert_eq!(accepting("application/json, application/problem+json"), Form::Standard);
        assert_eq!(accepting("application/problem+json;q=0.5, application/json"), Form::Envelope);
        assert_eq!(accepting("Application/Problem+JSON; Q=0.5, application/json;q=0.4"), Form::Standard);
        assert_eq!(accepting("application/problem+json; charset=utf-8; q=0.5, application/json"), Form::Envelope);
        assert_eq!(accepting("application/problem+json;q=often, text/html"), Form::Envelope);
        assert_eq!(accepting("application/problem+json, */*"), Form::Standard);
        assert_eq!(accepting("application/problem+json;q=0"), Form::Envelope);
        assert_eq!(accepting("*/*"), Form::Envelope);
        assert_eq!(Form::wanted(&HeaderMap::new()), Form::Envelope);
    }

    #[test]
    fn the_message_names_up_to_three_different_faults_as_medusa_does() {
        let missing = |name: &str| FieldFault::new(name, Reason::MissingField);
        let unknown = |name: &str| FieldFault::new(name, Reason::UnknownField);
        let one = Problem::fields(vec![missing("variant_id")]);
        let many = Problem::fields(vec![unknown("x"), unknown("y"), missing("a"), missing("b"), missing("c")]);

        assert_eq!(message(&one, Locale::En), "Invalid request: Field 'variant_id' is required");
        assert_eq!(
            message(&many, Locale::En),
            "Invalid request: Unrecognized fields; Field 'a' is required; Field 'b' is required"
        );
        assert_eq!(message(&one, Locale::Et), "Vigane päring: Väli „variant_id“ on kohustuslik");
    }

    #[test]
    fn both_forms_carry_the_same_members() {
        let fault = FieldFault::new("items[0].quantity", Reason::TooSmall).with("min", 1);
        let problem = Problem::fields(vec![fault]);
        let id = RequestId::parse("req_1").unwrap();

        let envelope = body(&problem, Form::Envelope, Locale::En, Some(&id));
        let standard = body(&problem, Form::Standard, Locale::En, Some(&id));

        let text = "Value for field 'items[0].quantity' too small, expected at least: '1'";
        assert_eq!(
            envelope,
            json!({
                "type": "invalid_data", "code": "invalid_field", "message": format!("Invalid request: {text}"), "request_id": "req_1",
                "errors": [{ "path": "items[0].quantity", "code": "invalid_field", "message": text, "params": { "min": 1 } }],
            })
        );
        assert_eq!(
            (&standard["type"], &standard["title"], &standard["status"]),
            (&json!("about:blank"), &json!("Bad Request"), &json!(400))
        );
        for member in ["code", "message", "request_id", "errors"] {
            assert_eq!(standard[member], envelope[member]);
        }
    }

    #[test]
    fn when_to_come_back_is_told_to_whoever_came_too_often_or_when_too_much_was_going_on() {
        let told =
            |reason: Reason| body(&Problem::new(reason).retry_after(9), Form::Envelope, Locale::En, None)["retry_after"].clone();

        assert_eq!((told(Reason::TooManyRequests), told(Reason::Overloaded)), (json!(9), json!(9)));
        assert_eq!(told(Reason::IdempotencyInProgress), json!(null));
    }
}
