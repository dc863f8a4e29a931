//! How many requests the limits granted and how many not, by policy.

use metrics::Counter;
use wufi_domain::enforcement::Enforcement;
use wufi_domain::limit::Class;
use wufi_guard::limit::Verdict;

use super::families::DECISIONS;
use super::make::Maker;

/// The decisions of every policy.
#[derive(Debug)]
pub(super) struct Decisions(Vec<(Class, Policy)>);

/// The decisions of one policy.
#[derive(Debug)]
struct Policy {
    granted: Counter,
    refused: Counter,
    observed: Counter,
}

impl Decisions {
    pub(super) fn new(make: &Maker) -> Self {
        let policy = |class: Class| {
            let counter = |outcome| make.counter(&DECISIONS, &[("policy", class.name()), ("outcome", outcome)]);
            (class, Policy { granted: counter("granted"), refused: counter("refused"), observed: counter("observed") })
        };
        Self(Class::ALL.map(policy).into())
    }

    /// Counts a decision: what was granted in each of its policies, what was too many in the tightest.
    pub(super) fn count(&self, verdict: &Verdict, enforcement: Enforcement) {
        if !verdict.granted {
            if let Some(policy) = verdict.tightest_first().first().and_then(|standing| self.of(standing.class)) {
                let is_refused = enforcement == Enforcement::Enforce;
                if is_refused { &policy.refused } else { &policy.observed }.increment(1);
            }
            return;
        }
        // A policy may have several buckets, which stand side by side.
        for standings in verdict.standings.chunk_by(|one, other| one.class == other.class) {
            if let Some(policy) = standings.first().and_then(|standing| self.of(standing.class)) {
                policy.granted.increment(1);
            }
        }
    }

    fn of(&self, class: Class) -> Option<&Policy> {
        self.0.iter().find(|(known, _)| *known == class).map(|(_, policy)| policy)
    }
}
