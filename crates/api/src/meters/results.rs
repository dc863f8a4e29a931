//! How requests of one kind end, by their refusal's reason.

use std::sync::Arc;

use axum::response::Response;
use metrics::Counter;
use wufi_domain::fault::Reason;

use super::families::Family;
use super::make::{Maker, Word};
use crate::problem::Problem;

/// Counts how requests end. Clones count together.
#[derive(Clone, Debug)]
pub(crate) struct Results(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    ok: Counter,
    told: Vec<(Reason, Counter)>,
    other: Counter,
}

impl Results {
    /// Tells these reasons apart; what is refused for another is `other`.
    pub(super) fn new(make: &Maker, family: &Family, whose: Option<Word>, reasons: &[(Reason, &'static str)]) -> Self {
        let counter = |result| {
            let words: Vec<Word> = whose.into_iter().chain([("result", result)]).collect();
            make.counter(family, &words)
        };
        let told = reasons.iter().map(|(reason, name)| (*reason, counter(name))).collect();
        Self(Arc::new(Inner { ok: counter("ok"), told, other: counter("other") }))
    }

    /// Counts an answer.
    pub(crate) fn count(&self, response: &Response) {
        let problem = response.extensions().get::<Problem>();
        let told = problem.and_then(|problem| self.0.told.iter().find(|(reason, _)| *reason == problem.reason));
        match told {
            Some((_, counter)) => counter.increment(1),
            None if response.status().is_success() => self.0.ok.increment(1),
            None => self.0.other.increment(1),
        }
    }
}
