//! Times that were taken, and what is told of them.

use std::time::Duration;

/// How long the same thing took, each time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample(Vec<Duration>);

impl Sample {
    pub(crate) fn put(&mut self, took: Duration) {
        self.0.push(took);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The time, in microseconds, that `percent` of them did not exceed; nothing took 0.
    pub(crate) fn micros(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = sorted.len().saturating_sub(1) * percent / 100;
        sorted.get(at).map_or(0.0, |took| took.as_secs_f64() * 1e6)
    }
}
