//! How the limits stand, on every answer that only its caller reads.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use wufi_guard::limit::{Standing, Verdict};

/// The policies that a request counted in, and what is left of them
/// (draft-ietf-httpapi-ratelimit-headers: structured fields, RFC 9651).
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LEFT: HeaderName = HeaderName::from_static("ratelimit");
/// The tightest of them, as programs older than that draft read it.
const X_LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const X_REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const X_RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Where a request's limits are noted, as its extension.
#[derive(Clone, Debug, Default)]
pub(super) struct Told(Arc<Mutex<Vec<Standing>>>);

impl Told {
    /// Adds what a decision found.
    pub(super) fn note(&self, standings: &[Standing]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(standings);
    }

    fn take(&self) -> Vec<Standing> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Tells in the answer's headers what was noted. Outside of whatever may replace the answer, such as a panic.
pub(in crate::layer) async fn tell(mut request: Request, next: Next) -> Response {
    let told = Told::default();
    request.extensions_mut().insert(told.clone());
    let mut response = next.run(request).await;

    let standings = told.take();
    // A cache would show one caller's limits to the others.
    if !standings.is_empty() && !is_shared(response.headers()) {
        write(standings, response.headers_mut());
    }
    response
}

/// Whether a cache may keep the answer for others.
fn is_shared(headers: &HeaderMap) -> bool {
    let said = headers.get_all(CACHE_CONTROL).iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(','));
    let mut said = said.map(str::trim).peekable();
    // An answer that says nothing is made `no-store` further out.
    said.peek().is_some() && said.all(|word| word != "no-store" && word != "private")
}

fn write(standings: Vec<Standing>, headers: &mut HeaderMap) {
    let told = one_each(Verdict { granted: true, standings }.tightest_first());
    let policies: Vec<String> = told
        .iter()
        .map(|one| format!("\"{}\";q={};w={}", one.class.name(), one.rule.requests(), one.rule.window_secs()))
        .collect();
    let left: Vec<String> =
        told.iter().map(|one| format!("\"{}\";r={};t={}", one.class.name(), one.remaining, one.next_in_secs())).collect();
    for (name, list) in [(POLICY, policies), (LEFT, left)] {
        if let Ok(value) = HeaderValue::from_str(&list.join(", ")) {
            headers.insert(name, value);
        }
    }
    if let Some(tightest) = told.first() {
        headers.insert(X_LIMIT, tightest.rule.requests().into());
        headers.insert(X_REMAINING, tightest.remaining.into());
        headers.insert(X_RESET, tightest.next_in_secs().into());
    }
}

/// The first of each class: a name in the list is one policy's.
fn one_each(standings: Vec<Standing>) -> Vec<Standing> {
    let mut told: Vec<Standing> = Vec::with_capacity(standings.len());
    for one in standings {
        if told.iter().all(|other| other.class != one.class) {
            told.push(one);
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use axum::{Extension, Router};
    use tower::ServiceExt;
    use wufi_domain::chance::Chance;
    use wufi_domain::limit::{Class, Rule};
    use wufi_domain::moment::{Clock, Moment};

    use super::*;
    use crate::layer::{EdgeSettings, around};

    fn standing(class: Class, times: u32, remaining: u32, next_in_ms: u64) -> Standing {
        Standing { class, rule: class.default_rule().times(times), remaining, next_in_ms }
    }

    #[test]
    fn the_tightest_of_each_class_is_told_and_the_tightest_of_all_comes_first() {
        let standings = vec![
            standing(Class::Cart, 1, 57, 12_000),
            standing(Class::Checkout, 3, 20, 59_000),
            standing(Class::Checkout, 1, 3, 40_001),
        ];
        let mut headers = HeaderMap::new();

        write(standings, &mut headers);

        let told = |name: &str| headers[name].to_str().unwrap().to_owned();
        assert_eq!(told("ratelimit-policy"), r#""checkout";q=10;w=60, "cart";q=100;w=60"#);
        assert_eq!(told("ratelimit"), r#""checkout";r=3;t=41, "cart";r=57;t=12"#);
        assert_eq!([told("x-ratelimit-limit"), told("x-ratelimit-remaining"), told("x-ratelimit-reset")], ["10", "3", "41"]);
        assert_eq!(Rule::new(10, 60), Some(Class::Checkout.default_rule()));
    }

    #[test]
    fn what_a_cache_may_keep_for_others_tells_nobodys_limits() {
        let is_shared = |lines: &[&'static str]| {
            let lines = lines.iter().map(|line| (CACHE_CONTROL, HeaderValue::from_static(line)));
            super::is_shared(&lines.collect::<HeaderMap>())
        };
        for shared in ["public, max-age=60", "no-cache", "max-age=60"] {
            assert!(is_shared(&[shared]), "{shared}");
        }
        for lines in [&[][..], &["no-store"], &["private, max-age=60"], &["max-age=60, private"], &["no-cache", "private"]] {
            assert!(!is_shared(lines), "{lines:?}");
        }
    }

    #[tokio::test]
    async fn what_panics_or_takes_too_long_was_counted_all_the_same() {
        let noted = |Extension(told): Extension<Told>| told.note(&[standing(Class::Browse, 1, 9, 1_000)]);
        let router = Router::new()
            .route(
                "/panics",
                get(async move |told: Extension<Told>| -> String {
                    noted(told);
                    panic!("at the disco")
                }),
            )
            .route(
                "/stuck",
                get(async move |told: Extension<Told>| {
                    noted(told);
                    std::future::pending::<()>().await;
                }),
            );
        let clock = Clock::standing_at(Moment::from_millis(0));
        let settings =
            EdgeSettings { answer_within: std::time::Duration::from_millis(20), ..EdgeSettings::new(clock, Chance::seeded(1)) };
        let router = around(router, settings);

        for (path, status) in [("/panics", 500), ("/stuck", 503)] {
            let request = Request::get(path).header("host", "wufi.ee").body(Body::empty()).unwrap();
            let response = router.clone().oneshot(request).await.unwrap();
            assert_eq!((response.status().as_u16(), response.headers()[LEFT].to_str().unwrap()), (status, r#""browse";r=9;t=1"#));
        }
    }
}
