//! What was answered.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use crate::window::{Between, most_certain};

/// How many faults are told one by one.
const FAULTS: usize = 20;

/// What came of all requests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// Those that were not refused by a limit, whatever else they were answered.
    pub(crate) accepted: Vec<Between>,
    /// How many were refused by a limit.
    pub(crate) refused: usize,
    /// How many were answered with each status.
    pub(crate) statuses: BTreeMap<u16, usize>,
    /// How long answers took.
    pub(crate) took: Vec<Duration>,
    /// What was wrong.
    pub(crate) faults: Vec<String>,
}

impl Record {
    /// Adds what another worker heard.
    pub(crate) fn merge(&mut self, other: Self) {
        self.accepted.extend(other.accepted);
        self.refused = self.refused.saturating_add(other.refused);
        self.took.extend(other.took);
        for (status, count) in other.statuses {
            let sum = self.statuses.entry(status).or_default();
            *sum = sum.saturating_add(count);
        }
        for fault in other.faults {
            self.fault(fault);
        }
    }

    pub(crate) fn fault(&mut self, fault: String) {
        if self.faults.len() < FAULTS {
            self.faults.push(fault);
        }
    }

    /// A line for people.
    pub(crate) fn told(&self, window: Duration) -> String {
        let mut took = self.took.clone();
        took.sort_unstable();
        let share =
            |percent: usize| took.get(took.len().saturating_sub(1).saturating_mul(percent) / 100).copied().unwrap_or_default();
        let mut line = format!(
            "  {} answers, {} accepted, {} refused; at most {} in {} s; half within {:?}, 99 % within {:?}; statuses",
            self.took.len(),
            self.accepted.len(),
            self.refused,
            most_certain(&self.accepted, window),
            window.as_secs(),
            share(50),
            share(99),
        );
        for (status, count) in &self.statuses {
            // Writing to a String cannot fail.
            let _ = write!(line, " {status}: {count}");
        }
        line
    }
}
