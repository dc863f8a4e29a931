//! How often who may ask for what (contract §8).
//!
//! A request counts in the limits of its route's classes: by the client's address, and where the
//! class is somebody's, by whoever it is. All of it is one decision, so that what one limit refuses
//! costs nothing in another. What another page sent counts for its address alone: it is refused afterwards. It is made before the body is read and before anything is looked up:
//! who somebody is says the signature of what they brought.

mod buckets;
mod principal;
pub(crate) mod refresh;
mod told;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use wufi_domain::chance::Chance;
use wufi_domain::enforcement::Enforcement;
use wufi_domain::fault::Reason;
use wufi_domain::limit::{Class, Rules};
use wufi_domain::moment::Clock;
use wufi_guard::limit::{Bucket, Limiter, Verdict};

use super::client::Whence;
use super::origin;
use crate::app::App;
use crate::policy::Csrf;
use crate::problem::Problem;
use told::Told;
pub(super) use told::tell;

/// How often each class of requests may come, and what counts them. Clones count together.
#[derive(Clone, Debug)]
pub struct Rates {
    /// What happens to a request that is too many.
    pub enforcement: Enforcement,
    /// How many of each class are granted.
    pub rules: Rules,
    /// How many shoppers a trusted storefront server stands for that forwards nobody's address.
    pub storefront_multiple: u32,
    /// What counts.
    pub limiter: Limiter,
    /// Counts the signatures that are checked for an address: the work of this process, so in this process alone.
    pub signatures: Limiter,
    /// Counts the requests that were let through only because the limits are observed and not in force.
    pub observed: Arc<AtomicU64>,
}

impl Rates {
    /// How many shoppers stand behind a storefront server, unless set otherwise.
    pub const STOREFRONT_MULTIPLE: u32 = 50;

    /// The contract's limits, counted in this process.
    #[must_use]
    pub fn standard(clock: Clock, chance: &Chance) -> Self {
        Self {
            enforcement: Enforcement::Enforce,
            rules: Rules::default(),
            storefront_multiple: Self::STOREFRONT_MULTIPLE,
            limiter: Limiter::in_memory(clock.clone(), chance),
            signatures: Limiter::in_memory(clock, chance),
            observed: Arc::default(),
        }
    }

    /// How many requests were let through only because the limits are observed and not in force.
    #[must_use]
    pub fn observed(&self) -> u64 {
        self.observed.load(Ordering::Relaxed)
    }
}

/// What a route's line says that the limits have to know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// In which limits the route counts.
    pub(crate) classes: &'static [Class],
    /// How it is kept from other pages' requests.
    pub(crate) csrf: Csrf,
}

/// Refuses a request that is one too many in one of its route's classes.
pub(crate) async fn require(State((app, line)): State<(App, Line)>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match decide(&app, line, &mut parts).await {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(refusal) => refusal.into_response(),
    }
}

async fn decide(app: &App, Line { classes, csrf }: Line, parts: &mut Parts) -> Result<(), Problem> {
    let principal = if origin::refuses(app, csrf, parts) { None } else { principal::of(app, classes, parts).await? };
    let asker = Asker::of(parts);
    let buckets = buckets::of(&app.rates, classes, (asker.whence, principal.as_ref()));
    asker.charge(app, &buckets).await
}

/// Where a request comes from, and where it is noted how its limits stand.
struct Asker {
    whence: Whence,
    told: Option<Told>,
}

impl Asker {
    fn of(parts: &Parts) -> Self {
        Self { whence: whence(parts), told: parts.extensions.get().cloned() }
    }

    /// Charges the request to all of `buckets`, or refuses it.
    async fn charge(&self, app: &App, buckets: &[Bucket]) -> Result<(), Problem> {
        let verdict = app.rates.limiter.charge(buckets).await;
        self.settle(app, &verdict)
    }

    /// Lets the answer tell how the limits stand.
    fn note(&self, verdict: &Verdict) {
        if let Some(told) = &self.told {
            told.note(&verdict.standings);
        }
    }

    /// The same, and refuses what was not granted where limits are in force.
    fn settle(&self, app: &App, verdict: &Verdict) -> Result<(), Problem> {
        self.note(verdict);
        app.meters.decided(verdict, app.rates.enforcement);
        if verdict.granted { Ok(()) } else { refuse(&app.rates, verdict) }
    }
}

/// Refuses where limits are in force, and counts whom it would have met where they are observed.
fn refuse(rates: &Rates, verdict: &Verdict) -> Result<(), Problem> {
    let secs = u32::try_from(verdict.retry_after_secs()).unwrap_or(u32::MAX);
    if rates.enforcement == Enforcement::Enforce {
        return Err(Problem::new(Reason::TooManyRequests).with("secs", i64::from(secs)).retry_after(secs));
    }
    let class = verdict.tightest_first().first().map_or("", |standing| standing.class.name());
    let count = rates.observed.fetch_add(1, Ordering::Relaxed).saturating_add(1);
    // A flood would fill the log: the metrics count it by class.
    tracing::debug!(
        limit.class = class,
        limit.secs = secs,
        limit.count = count,
        "Would have refused a request: too many of {class}"
    );
    Ok(())
}

fn whence(parts: &Parts) -> Whence {
    parts.extensions.get().copied().unwrap_or_default()
}
