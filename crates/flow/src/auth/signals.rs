//! How often something about a login was strange, for whoever watches the shop.

use std::sync::atomic::{AtomicU64, Ordering};

use wufi_domain::risk::Action;

/// Counts what was done about strange logins since the start of this process.
#[derive(Debug, Default)]
pub struct Signals {
    observed: AtomicU64,
    notified: AtomicU64,
    stepped_up: AtomicU64,
    ended: AtomicU64,
    rejected: AtomicU64,
}

impl Signals {
    /// How often each was done, by name.
    #[must_use]
    pub fn counts(&self) -> [(&'static str, u64); 5] {
        let count = |of: &AtomicU64| of.load(Ordering::Relaxed);
        [
            (Action::Observe.name(), count(&self.observed)),
            (Action::Notify.name(), count(&self.notified)),
            (Action::StepUp.name(), count(&self.stepped_up)),
            (Action::End.name(), count(&self.ended)),
            (REJECT, count(&self.rejected)),
        ]
    }

    /// Counts what was decided.
    pub(super) fn count(&self, action: Action) {
        let of = match action {
            Action::Observe => &self.observed,
            Action::Notify => &self.notified,
            Action::StepUp => &self.stepped_up,
            Action::End => &self.ended,
        };
        of.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a login that the shop's strictest mode refused without weighing.
    pub(super) fn count_rejected(&self) {
        self.rejected.fetch_add(1, Ordering::Relaxed);
    }
}

/// What is done without weighing, where `sessions.fingerprint` or `sessions.ip_binding` say so.
pub(super) const REJECT: &str = "reject";
