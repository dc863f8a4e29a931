//! Exact limits on how often something may be asked for (contract §8).
//!
//! A bucket keeps a stamp for each request that it accepted (a sliding log), so no interval as
//! long as its window ever holds more of them than its rule grants. Intervals are half open: what
//! was accepted exactly one window ago counts no longer. A fixed window would let twice as many
//! through around its edge, a token bucket within its first window.
//!
//! Time is measured by [`Clock::steady_micros`], so setting the machine's clock neither opens a
//! limit nor closes one for good.

mod bucket;
mod key;
mod memory;
mod verdict;

use std::sync::Arc;

use wufi_domain::chance::Chance;
use wufi_domain::limit::Class;
use wufi_domain::moment::{Clock, Moment};

pub use bucket::{Bucket, Denied};
pub use key::BucketKey;
use key::Digester;
pub use memory::Figures;
use memory::Memory;
pub use verdict::{Standing, Verdict};

/// Counts requests and says which are too many. Cheap to clone; all clones count together.
#[derive(Clone)]
pub struct Limiter(Arc<Inner>);

struct Inner {
    digester: Digester,
    backend: Backend,
}

/// Where the stamps are kept.
enum Backend {
    /// In this process alone.
    Memory(Memory),
}

/// With whom a limiter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Alone, as it was set up to.
    Local,
    /// With the other nodes.
    Shared,
    /// Alone, because what it shares with the other nodes is away.
    Degraded {
        /// Since when.
        since: Moment,
    },
}

/// What is wanted of the buckets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ask {
    /// A decision, and the charge when it is granted.
    Charge,
    /// The charge, whatever the decision would be.
    Count,
    /// The decision alone.
    Look,
}

impl Limiter {
    /// A limiter that counts in this process alone.
    #[must_use]
    pub fn in_memory(clock: Clock, chance: &Chance) -> Self {
        let backend = Backend::Memory(Memory::new(clock));
        Self(Arc::new(Inner { digester: Digester::own(chance), backend }))
    }

    /// The key of whoever is `who` among those of one `kind` (`v4`, `customer`) in `class`.
    ///
    /// It is a keyed digest: as long for every `who`, however long a name somebody makes up, and
    /// nothing that could be read back or aimed at somebody else's bucket. One key always goes
    /// with one rule.
    #[must_use]
    pub fn key(&self, class: Class, kind: &'static str, who: &[u8]) -> BucketKey {
        self.0.digester.key(class, kind, who)
    }

    /// Asks whether one more request fits into all of `buckets`, and charges it to all of them or to none.
    ///
    /// When it does not fit, those with [`Denied::Counts`] note it nevertheless.
    pub async fn charge(&self, buckets: &[Bucket]) -> Verdict {
        self.decide(Ask::Charge, buckets).await
    }

    /// Charges something that has already happened, such as a failure, to all of `buckets`.
    ///
    /// The verdict is always granted; its standings tell how things are now.
    pub async fn count(&self, buckets: &[Bucket]) -> Verdict {
        self.decide(Ask::Count, buckets).await
    }

    /// Asks whether one more request would fit, and charges nothing.
    pub async fn look(&self, buckets: &[Bucket]) -> Verdict {
        self.decide(Ask::Look, buckets).await
    }

    /// With whom it counts now, for `/health/ready` and metrics.
    #[must_use]
    pub fn state(&self) -> State {
        let Backend::Memory(_) = &self.0.backend;
        State::Local
    }

    /// What the memory of this process holds, for metrics.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let Backend::Memory(memory) = &self.0.backend;
        memory.figures()
    }

    #[expect(clippy::unused_async, reason = "a shared backend is waited for")]
    async fn decide(&self, ask: Ask, buckets: &[Bucket]) -> Verdict {
        let Backend::Memory(memory) = &self.0.backend;
        memory.decide(ask, buckets)
    }
}
