//! How often each event was put on record, for whoever watches the shop.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use wufi_domain::audit::Event;

/// Counts the events of units of work that were kept. Clones count together.
#[derive(Clone, Debug)]
pub(super) struct Tally(Arc<[AtomicU64]>);

impl Default for Tally {
    fn default() -> Self {
        Self(Event::ALL.iter().map(|_| AtomicU64::default()).collect())
    }
}

impl Tally {
    /// Counts what a unit of work put on record, once it was kept.
    pub(super) fn add(&self, recorded: &[Event]) {
        for event in recorded {
            let counts = self.0.iter().zip(Event::ALL);
            for (count, _) in counts.filter(|(_, counted)| *counted == event) {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// Every event, and how often it was counted.
    pub(super) fn counts(&self) -> impl Iterator<Item = (Event, u64)> {
        Event::ALL.iter().zip(self.0.iter()).map(|(event, count)| (*event, count.load(Ordering::Relaxed)))
    }
}
