//! Whether the program lives, and whether it can do its work.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::answer;
use crate::problem::Problem;

/// Answers that the program lives, as Medusa does.
pub async fn live() -> Response {
    answer::text("OK")
}

/// How long one check may take.
const WITHIN: Duration = Duration::from_secs(2);

type Probe = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), String>> + Send>> + Send + Sync>;

/// What the program depends on, each with a way to find out whether it is there.
#[derive(Clone, Default)]
pub struct Checks(Vec<Check>);

#[derive(Clone)]
struct Check {
    name: &'static str,
    weight: Weight,
    probe: Probe,
}

/// What it means when a dependency is away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// No work can be done.
    Vital,
    /// Work goes on, with less comfort.
    Helpful,
}

impl fmt::Debug for Checks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|check| (check.name, check.weight))).finish()
    }
}

impl Checks {
    /// No checks yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a dependency; what its probe says is logged and told to nobody.
    #[must_use]
    pub fn with<P, F>(mut self, name: &'static str, weight: Weight, probe: P) -> Self
    where
        P: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        self.0.push(Check { name, weight, probe: Arc::new(move || Box::pin(probe())) });
        self
    }

    /// Asks all of them at once: 200, or 503 when a vital one is away.
    pub async fn ready(&self) -> Result<Response, Problem> {
        let mut asked: JoinSet<(&'static str, Weight, bool)> = JoinSet::new();
        for Check { name, weight, probe } in self.0.clone() {
            asked.spawn(async move { (name, weight, is_there(name, &probe).await) });
        }
        let found = asked.join_all().await;

        let is_ready = !found.iter().any(|(_, weight, is_there)| *weight == Weight::Vital && !is_there);
        let checks: BTreeMap<&str, Value> = found
            .into_iter()
            .map(|(name, _, is_there)| (name, json!({ "status": if is_there { "ok" } else { "away" } })))
            .collect();
        let (status, word) = if is_ready { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "away") };
        answer::with_status(status, &json!({ "status": word, "checks": checks }))
    }
}

async fn is_there(name: &str, probe: &Probe) -> bool {
    let why = match timeout(WITHIN, probe()).await {
        Ok(Ok(())) => return true,
        Ok(Err(why)) => why,
        Err(_) => "no answer in time".to_owned(),
    };
    tracing::warn!(check.name = name, check.cause = why, "The check of {name} failed: {why}");
    false
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;

    async fn told(checks: Checks) -> (u16, Value) {
        let response = checks.ready().await.unwrap();
        let status = response.status().as_u16();
        (status, serde_json::from_slice(&response.into_body().collect().await.unwrap().to_bytes()).unwrap())
    }

    fn away() -> std::future::Ready<Result<(), String>> {
        std::future::ready(Err("password authentication failed for wufi".to_owned()))
    }

    #[tokio::test]
    async fn a_vital_dependency_that_is_away_makes_the_program_unready() {
        let checks = Checks::new().with("database", Weight::Vital, away).with("redis", Weight::Helpful, async || Ok(()));
        let (status, body) = told(checks).await;

        assert_eq!(status, 503);
        assert_eq!(
            body,
            json!({ "status": "away", "checks": { "database": { "status": "away" }, "redis": { "status": "ok" } } })
        );
    }

    #[tokio::test]
    async fn a_helpful_one_that_is_away_is_told_and_no_more() {
        let checks = Checks::new().with("database", Weight::Vital, async || Ok(())).with("redis", Weight::Helpful, away);
        assert_eq!(told(checks).await.0, 200);
    }
}
