//! What this process counts, for Prometheus.
//!
//! No series can be made by whoever asks: a label's value is a word of the source (a route's template, a
//! policy, a code), never a path, an id, an address or a name. Meters are made once and belong to an [`App`],
//! not to the process, so that several servers in one process count each their own.
//!
//! What its owner counts already (the limiter, the queue of passwords, the lookout) is read when somebody looks.

mod decisions;
mod families;
mod figures;
mod make;
mod money;
mod replays;
mod requests;
mod results;
mod show;

use std::sync::Arc;

use metrics::Counter;
use metrics_exporter_prometheus::PrometheusHandle;
use wufi_domain::enforcement::Enforcement;
use wufi_domain::fault::{Code, Reason};
use wufi_guard::limit::Verdict;

use crate::app::App;
use crate::policy::{Route, Verb};
use decisions::Decisions;
pub use families::{Family, Kind};
use figures::Figures;
use make::Maker;
use money::Money;
pub(crate) use replays::Replay;
use replays::Replays;
pub(crate) use requests::{Answered, Requests};
pub(crate) use results::Results;
pub use show::router;

/// What is counted of an app and the layers around it. Clones count together.
#[derive(Clone, Debug)]
pub struct Meters(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    handle: PrometheusHandle,
    requests: Requests,
    decisions: Decisions,
    csrf: Vec<(Code, Counter)>,
    foreign: Counter,
    customers: Results,
    staff: Results,
    refreshes: Results,
    notices: Results,
    money: Money,
    replays: Replays,
    figures: Figures,
}

/// How a try at a password or a code can end that somebody should know of.
const TRIES: &[(Reason, &str)] = &[
    (Reason::InvalidCredentials, "invalid_credentials"),
    (Reason::SecondFactorRequired, "second_factor_required"),
    (Reason::SessionLimitReached, "session_limit_reached"),
    (Reason::TooManyAttempts, "too_many_attempts"),
    (Reason::TooManyRequests, "too_many_requests"),
    (Reason::Overloaded, "overloaded"),
];

/// How a renewal can end that somebody should know of.
const RENEWALS: &[(Reason, &str)] = &[
    (Reason::RefreshTokenMissing, "refresh_token_missing"),
    (Reason::RefreshTokenInvalid, "refresh_token_invalid"),
    (Reason::RefreshTokenExpired, "refresh_token_expired"),
    (Reason::RefreshTokenReused, "refresh_token_reused"),
    (Reason::SessionRevoked, "session_revoked"),
    (Reason::SessionSuperseded, "session_superseded"),
    (Reason::SessionExpired, "session_expired"),
    (Reason::SessionContextChanged, "session_context_changed"),
    (Reason::TooManyRequests, "too_many_requests"),
    (Reason::Overloaded, "overloaded"),
];

/// How a notice can end that somebody should know of.
const NOTICES: &[(Reason, &str)] = &[(Reason::WebhookSignatureInvalid, "webhook_signature_invalid")];

const CSRF: [Code; 3] = [Code::CsrfTokenMissing, Code::CsrfTokenInvalid, Code::CsrfOriginDenied];

impl Meters {
    /// Meters for routes with these templates; whatever is asked for besides them is counted as `none`.
    #[must_use]
    pub fn new(templates: impl IntoIterator<Item = &'static str>) -> Self {
        let make = Arc::new(Maker::new());
        let csrf = |code: Code| (code, make.counter(&families::CSRF, &[("reason", code.name())]));
        Self(Arc::new(Inner {
            handle: make.handle(),
            decisions: Decisions::new(&make),
            csrf: CSRF.map(csrf).into(),
            foreign: make.counter(&families::FOREIGN, &[]),
            customers: Results::new(&make, &families::ATTEMPTS, Some(("actor", "customer")), TRIES),
            staff: Results::new(&make, &families::ATTEMPTS, Some(("actor", "user")), TRIES),
            refreshes: Results::new(&make, &families::REFRESHES, None, RENEWALS),
            notices: Results::new(&make, &families::NOTICES, None, NOTICES),
            money: Money::new(&make),
            replays: Replays::new(&make),
            figures: Figures::new(&make),
            requests: Requests::new(make, templates),
        }))
    }

    /// Every family of series that there is.
    #[must_use]
    pub const fn families() -> &'static [Family] {
        &families::ALL
    }

    /// Takes in what was measured since the last time: from time to time, or it takes ever more memory.
    pub fn upkeep(&self) {
        self.0.handle.run_upkeep();
    }

    /// All of it in Prometheus' text format 0.0.4.
    #[must_use]
    pub fn text(&self, app: &App) -> String {
        self.0.figures.read(app);
        self.0.money.read(app);
        self.0.handle.render()
    }

    /// The meters of every route.
    pub(crate) fn requests(&self) -> &Requests {
        &self.0.requests
    }

    /// Counts a decision of the limits.
    pub(crate) fn decided(&self, verdict: &Verdict, enforcement: Enforcement) {
        self.0.decisions.count(verdict, enforcement);
    }

    /// Counts a request that was refused for the CSRF token or the page that it came without.
    pub(crate) fn csrf_refused(&self, code: Code) {
        if let Some((_, counter)) = self.0.csrf.iter().find(|(known, _)| *known == code) {
            counter.increment(1);
        }
    }

    /// Counts a request for a thing that is another's, or nobody's.
    pub(crate) fn foreign_thing(&self) {
        self.0.foreign.increment(1);
    }

    /// Counts what became of a request under an idempotency key.
    pub(crate) fn heard(&self, replay: Replay) {
        self.0.replays.count(replay);
    }

    /// What counts how requests to a route end; none where nobody has to know.
    pub(crate) fn results<S>(&self, route: &Route<S>) -> Option<Results> {
        match (route.verb, route.path) {
            (Verb::Post, "/auth/user/emailpass") => Some(self.0.staff.clone()),
            // The last three ask for the password of somebody who is logged in: a thief of the login tries there.
            (Verb::Post, "/auth/customer/emailpass" | "/store/auth/step-up" | "/store/auth/password" | "/store/auth/email") => {
                Some(self.0.customers.clone())
            }
            (Verb::Post, "/hooks/payment/stripe_stripe") => Some(self.0.notices.clone()),
            (Verb::Post, "/auth/token/refresh") => Some(self.0.refreshes.clone()),
            _ => None,
        }
    }
}
