//! Exact limits on how often something may be asked for (contract §8).
//!
//! A bucket keeps a stamp for each request that it accepted (a sliding log), so no interval as
//! long as its window ever holds more of them than its rule grants. Intervals are half open: what
//! was accepted exactly one window ago counts no longer. A fixed window would let twice as many
//! through around its edge, a token bucket within its first window.
//!
//! Alone, time is measured by [`Clock::steady_micros`], so setting the machine's clock neither opens a
//! limit nor closes one for good.

mod bucket;
mod key;
mod memory;
mod shared;
mod slot;
mod verdict;

use std::fmt;
use std::sync::Arc;

use wufi_domain::chance::Chance;
use wufi_domain::limit::Class;
use wufi_domain::moment::{Clock, Moment};

pub use bucket::{Bucket, Denied};
pub use key::BucketKey;
use key::Digester;
pub use memory::Figures;
use memory::Memory;
use shared::Shared;
pub use shared::{PATIENCE, RedisAddress, RedisAddressError, Sharing};
pub use verdict::{Standing, Verdict};

use crate::keyring::Keys;

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
    /// Where all nodes of the shop see them.
    Redis(Box<Shared>),
}

/// With whom a limiter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Alone, as it was set up to.
    Local,
    /// With the other nodes.
    Shared,
    /// Alone, because what it shares with the other nodes is away or has forgotten: it grants its share.
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

impl Ask {
    /// Whether a bucket is charged after the decision.
    fn charges(self, granted: bool, denied: Denied) -> bool {
        match self {
            Self::Charge => granted || denied == Denied::Counts,
            Self::Count => true,
            Self::Look => false,
        }
    }

    /// Those of `buckets` that are charged after the decision.
    fn charged(self, granted: bool, buckets: &[Bucket]) -> Vec<Bucket> {
        buckets.iter().filter(|bucket| self.charges(granted, bucket.denied)).copied().collect()
    }
}

impl Limiter {
    /// A limiter that counts in this process alone.
    #[must_use]
    pub fn in_memory(clock: Clock, chance: &Chance) -> Self {
        let backend = Backend::Memory(Memory::new(clock));
        Self(Arc::new(Inner { digester: Digester::own(chance), backend }))
    }

    /// A limiter that counts with the other nodes, which have the same `keys`.
    ///
    /// It grants its share until [`reach`](Self::reach) or [`keep`](Self::keep) has reached Redis.
    pub fn shared(sharing: Sharing, keys: Keys, clock: Clock) -> Result<Self, RedisAddressError> {
        let shared = Shared::new(sharing, clock.clone()).map_err(|_| RedisAddressError::Unreadable)?;
        Ok(Self(Arc::new(Inner { digester: Digester::shop(keys, clock), backend: Backend::Redis(Box::new(shared)) })))
    }

    /// Tries once to reach the other nodes, for up to some seconds: before the first request is let in.
    pub async fn reach(&self) -> State {
        if let Backend::Redis(shared) = &self.0.backend
            && let Err(error) = shared.reach().await
        {
            tracing::warn!(error = %error, "Redis cannot be reached yet");
        }
        self.state()
    }

    /// Reaches the other nodes again whenever they were lost: a job that never ends.
    pub async fn keep(&self) {
        match &self.0.backend {
            Backend::Memory(_) => std::future::pending().await,
            Backend::Redis(shared) => shared.keep().await,
        }
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
        match &self.0.backend {
            Backend::Memory(_) => State::Local,
            Backend::Redis(shared) => shared.state(),
        }
    }

    /// What it holds and did, for metrics.
    #[must_use]
    pub fn figures(&self) -> Figures {
        match &self.0.backend {
            Backend::Memory(memory) => memory.figures(),
            Backend::Redis(shared) => shared.figures(),
        }
    }

    async fn decide(&self, ask: Ask, buckets: &[Bucket]) -> Verdict {
        match &self.0.backend {
            Backend::Memory(memory) => memory.decide(ask, buckets, 1),
            Backend::Redis(shared) => shared.decide(ask, buckets).await,
        }
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiter").field("state", &self.state()).field("figures", &self.figures()).finish()
    }
}
