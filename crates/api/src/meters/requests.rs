//! How many requests were answered, how, and after how long, by route.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::http::{Method, StatusCode};
use metrics::{Counter, Histogram};

use super::families;
use super::make::Maker;

/// The methods that are told apart.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS"];
/// The statuses that are told apart: what routes answer and what refusals have.
const STATUSES: [(u16, &str); 20] = [
    (200, "200"),
    (201, "201"),
    (204, "204"),
    (304, "304"),
    (400, "400"),
    (401, "401"),
    (403, "403"),
    (404, "404"),
    (405, "405"),
    (408, "408"),
    (409, "409"),
    (413, "413"),
    (414, "414"),
    (415, "415"),
    (422, "422"),
    (429, "429"),
    (431, "431"),
    (500, "500"),
    (501, "501"),
    (503, "503"),
];
/// Any other method or status.
const OTHER: &str = "other";
/// The route of what is none.
const NONE: &str = "none";

/// The meters of every route. A series begins with the first request of its kind.
#[derive(Debug)]
pub(crate) struct Requests {
    make: Arc<Maker>,
    routes: HashMap<&'static str, Meter>,
    none: Meter,
}

/// The meters of one route.
#[derive(Debug)]
struct Meter {
    template: &'static str,
    /// For each method as many as there are statuses.
    answered: Vec<OnceLock<Counter>>,
    took: OnceLock<Histogram>,
}

/// A request and what came of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answered<'r> {
    /// The template of its route, if it has one.
    pub(crate) template: Option<&'r str>,
    /// Its method.
    pub(crate) method: &'r Method,
    /// The answer's status.
    pub(crate) status: StatusCode,
    /// How long that took.
    pub(crate) took: Duration,
}

impl Requests {
    pub(super) fn new(make: Arc<Maker>, templates: impl IntoIterator<Item = &'static str>) -> Self {
        let routes = templates.into_iter().map(|template| (template, Meter::new(template))).collect();
        Self { make, routes, none: Meter::new(NONE) }
    }

    /// Counts a request that was answered.
    pub(crate) fn count(&self, answered: Answered<'_>) {
        // Only a template of the table has a meter, so whatever comes in here can make no series.
        let meter = answered.template.and_then(|template| self.routes.get(template)).unwrap_or(&self.none);
        let (method, method_at) = method(answered.method);
        let (status, status_at) = status(answered.status);
        let at = method_at.saturating_mul(STATUSES.len().saturating_add(1)).saturating_add(status_at);
        if let Some(counter) = meter.answered.get(at) {
            let words = [("method", method), ("route", meter.template), ("status", status)];
            counter.get_or_init(|| self.make.counter(&families::REQUESTS, &words)).increment(1);
        }
        let took = meter.took.get_or_init(|| self.make.histogram(&families::DURATION, &[("route", meter.template)]));
        took.record(answered.took.as_secs_f64());
    }
}

impl Meter {
    fn new(template: &'static str) -> Self {
        let kinds = METHODS.len().saturating_add(1).saturating_mul(STATUSES.len().saturating_add(1));
        Self { template, answered: std::iter::repeat_with(OnceLock::new).take(kinds).collect(), took: OnceLock::new() }
    }
}

/// The word for a method, and its place.
fn method(method: &Method) -> (&'static str, usize) {
    let known = METHODS.into_iter().enumerate().find(|(_, name)| *name == method.as_str());
    known.map_or((OTHER, METHODS.len()), |(at, name)| (name, at))
}

/// The word for a status, and its place.
fn status(status: StatusCode) -> (&'static str, usize) {
    let known = STATUSES.into_iter().enumerate().find(|(_, (code, _))| *code == status.as_u16());
    known.map_or((OTHER, STATUSES.len()), |(at, (_, name))| (name, at))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use wufi_domain::fault::Code;

    use super::*;

    #[test]
    fn every_status_of_a_refusal_is_told_apart() {
        for code in Code::ALL {
            let refused = StatusCode::from_u16(code.status()).unwrap();
            assert_eq!(status(refused).0, refused.as_str(), "{}", code.name());
        }
    }

    #[test]
    fn every_kind_of_answer_has_a_place_of_its_own() {
        let make = Arc::new(Maker::new());
        let requests = Requests::new(Arc::clone(&make), ["/a/{id}"]);
        let methods =
            ["GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS", "BREW"].map(|name| name.parse::<Method>().unwrap());
        let statuses = STATUSES.into_iter().map(|(code, _)| code).chain([599]);

        for status in statuses.map(|code| StatusCode::from_u16(code).unwrap()) {
            for method in &methods {
                requests.count(Answered { template: Some("/a/{id}"), method, status, took: Duration::ZERO });
            }
        }

        let text = make.handle().render();
        let counted: BTreeSet<&str> = text.lines().filter(|line| line.starts_with("http_requests_total{")).collect();
        assert_eq!(counted.len(), 8 * 21, "{text}");
        assert!(counted.iter().all(|line| line.ends_with(" 1")), "{text}");
    }
}
