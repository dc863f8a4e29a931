//! Whether the program lives, and whether it can do its work.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

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

    /// Asks all of them at once.
    async fn ask(&self) -> Found {
        let mut asked: JoinSet<(&'static str, Finding)> = JoinSet::new();
        for Check { name, weight, probe } in self.0.clone() {
            asked.spawn(async move { (name, Finding { weight, away: why_away(&probe).await }) });
        }
        asked.join_all().await.into_iter().collect()
    }
}

/// How each dependency was found, by its name.
type Found = BTreeMap<&'static str, Finding>;

/// How a dependency was found.
#[derive(Clone, Debug)]
struct Finding {
    weight: Weight,
    /// Why it is away; nothing when it is there.
    away: Option<String>,
}

async fn why_away(probe: &Probe) -> Option<String> {
    match timeout(WITHIN, probe()).await {
        Ok(Ok(())) => None,
        Ok(Err(why)) => Some(why),
        Err(_) => Some("no answer in time".to_owned()),
    }
}

/// How the program was found last. Whoever asks within a second of another hears the same: the route has no limit, and
/// must not be a way to keep the database busy. Clones watch together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch(Arc<Mutex<Option<(Instant, Found)>>>);

impl Watch {
    /// For how long what was found holds.
    const GOOD_FOR: Duration = Duration::from_secs(1);

    /// Answers how all of `checks` are: 200, or 503 when a vital one is away.
    pub(crate) async fn ready(&self, checks: impl FnOnce() -> Checks) -> Result<Response, Problem> {
        // One asks, and the others wait for what it finds.
        let mut last = self.0.lock().await;
        let found = match &*last {
            Some((at, found)) if at.elapsed() < Self::GOOD_FOR => found.clone(),
            before => {
                let found = checks().ask().await;
                tell_changes(before.as_ref().map(|(_, found)| found), &found);
                *last = Some((Instant::now(), found.clone()));
                found
            }
        };
        drop(last);
        shown(&found)
    }
}

/// Logs what has gone or come back, and not what is as it was.
fn tell_changes(before: Option<&Found>, now: &Found) {
    for (name, finding) in now {
        let was_there = before.and_then(|found| found.get(name)).is_none_or(|finding| finding.away.is_none());
        match &finding.away {
            Some(why) if was_there => tracing::warn!(check.name = name, check.cause = why, "The check of {name} failed: {why}"),
            None if !was_there => tracing::info!(check.name = name, "The check of {name} passes again"),
            _ => {}
        }
    }
}

fn shown(found: &Found) -> Result<Response, Problem> {
    let is_ready = !found.values().any(|finding| finding.weight == Weight::Vital && finding.away.is_some());
    let checks: BTreeMap<&str, Value> = found
        .iter()
        .map(|(name, finding)| (*name, json!({ "status": if finding.away.is_none() { "ok" } else { "away" } })))
        .collect();
    let (status, word) = if is_ready { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "away") };
    answer::with_status(status, &json!({ "status": word, "checks": checks }))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use http_body_util::BodyExt;

    use super::*;

    async fn told(checks: Checks) -> (u16, Value) {
        let response = Watch::default().ready(|| checks).await.unwrap();
        let status = response.status().as_u16();
        (status, serde_json::from_slice(&response.into_body().collect().await.unwrap().to_bytes()).unwrap())
    }

    #[tokio::test]
    async fn however_many_ask_at_once_the_dependencies_are_asked_once() {
        let (asked, watch) = (Arc::new(AtomicUsize::new(0)), Watch::default());
        let checks = || {
            let asked = Arc::clone(&asked);
            Checks::new().with("database", Weight::Vital, move || {
                asked.fetch_add(1, Ordering::Relaxed);
                std::future::ready(Ok(()))
            })
        };
        for _ in 0..100 {
            watch.ready(checks).await.unwrap();
        }
        assert_eq!(asked.load(Ordering::Relaxed), 1);

        watch.0.lock().await.as_mut().unwrap().0 -= Watch::GOOD_FOR;
        watch.ready(checks).await.unwrap();
        assert_eq!(asked.load(Ordering::Relaxed), 2);
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
