//! Stamps in Redis, where all nodes of a shop count together.
//!
//! One script decides over all buckets of a request, by the clock of Redis, so the clocks of the
//! nodes do not matter. While one Redis lives, a window holds what the rule grants, over all nodes.
//!
//! Redis may be away, slow, or have forgotten. Nobody waits for it while it is silent for longer than
//! [`Sharing::patience`], and no request for a connection. What it does not decide, the node decides
//! by itself: it grants its *share*, `max(1, limit / nodes)`, out of a memory in which it also
//! keeps what Redis granted through it. So in a window there are at most
//!
//! * the limit, granted by Redis, and
//! * for each node its share, granted by itself: for only when the node's memory, which holds all
//!   that it ever granted alone, has less than the share in the window, does it grant one more.
//!
//! A Redis that forgot (flushed, restarted without its data, a replica that lagged behind took
//! over) is found out, since it numbers its decisions and every node tells it the last number that
//! it knows of; then it only listens for one window, while the nodes decide, so that what it forgot has left the window when
//! it decides again. What it may not have heard of is what nobody alive knows: the last moments
//! before a fail-over, and everything when all nodes were restarted as well.

mod address;
mod courier;
mod full;
mod link;
mod script;
mod wire;

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use redis::RedisError;
use tokio::time::{Instant, sleep, timeout};
use tracing::warn;
use wufi_domain::moment::{Clock, Moment};

pub use self::address::{RedisAddress, RedisAddressError};
use self::full::Full;
use self::link::{Link, Up};
use self::script::{Decided, Decisions, Told};
use self::wire::{Maker, too_slow};
use super::memory::Memory;
use super::slot::{Seen, Slot, distinct, slots, standings};
use super::{Ask, Bucket, Figures, State, Verdict};

/// For how long Redis may be silent while a request waits for its decision, unless set otherwise.
pub const PATIENCE: Duration = Duration::from_millis(20);
/// How many times that a request waits at most, while Redis answers others: in a burst they stand in line there.
const TURNS: u32 = 10;
/// How long the first answer over a new connection may take: Redis has to read the script.
const FIRST_ANSWER: Duration = Duration::from_secs(1);
/// How long to wait before trying again to connect, at first and at last.
const PAUSES: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(1));
/// How often Redis is asked how it is while nobody else asks it anything.
const PULSE: Duration = Duration::from_secs(1);
/// By how many microseconds two tellings of one moment may differ.
const BLUR_MICROS: u64 = 1_000_000;

/// With whom to count, and how.
#[derive(Clone, Debug)]
pub struct Sharing {
    /// Where Redis is.
    pub address: RedisAddress,
    /// How many nodes the shop has.
    pub nodes: u32,
    /// For how long Redis may be silent while a request waits for its decision: [`PATIENCE`].
    pub patience: Duration,
}

/// Counts in Redis, and by itself while that is away.
pub(super) struct Shared {
    sharing: Sharing,
    clock: Clock,
    memory: Memory,
    full: Full,
    maker: Maker,
    link: Link,
    decisions: Arc<Decisions>,
    /// The number of the last decision of Redis that this node knows of.
    known: AtomicU64,
    /// Since when Redis remembers, in microseconds of this node's clock; 0: it never forgot.
    remembers_from: AtomicU64,
    /// The longest window that was asked about.
    longest: AtomicU64,
    /// Decisions that were made without Redis.
    alone: AtomicU64,
}

/// Why Redis does not decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Apart {
    /// It is not there.
    Away,
    /// It has forgotten, and listens.
    Young,
}

impl Shared {
    pub(super) fn new(sharing: Sharing, clock: Clock) -> Result<Self, RedisError> {
        Ok(Self {
            maker: Maker::new(&sharing.address)?,
            sharing,
            memory: Memory::new(clock.clone()),
            full: Full::default(),
            link: Link::new(clock.clone()),
            clock,
            decisions: Arc::new(Decisions::new()),
            known: AtomicU64::new(0),
            remembers_from: AtomicU64::new(0),
            longest: AtomicU64::new(0),
            alone: AtomicU64::new(0),
        })
    }

    pub(super) async fn decide(&self, ask: Ask, buckets: &[Bucket]) -> Verdict {
        let apart = match self.decide_together(ask, buckets).await {
            Ok(verdict) => return verdict,
            Err(apart) => apart,
        };
        let verdict = match self.known_full(ask, buckets) {
            Some(verdict) => verdict,
            None => self.memory.decide(ask, buckets, self.sharing.nodes),
        };
        self.alone.fetch_add(1, Ordering::Relaxed);
        if apart == Apart::Young {
            // It listens, so that it knows when it decides again. If it did not hear this, it was away.
            let _ = self.tell(&ask.charged(verdict.granted, buckets)).await;
        }
        verdict
    }

    /// The refusal of a request of which a bucket is still full, as Redis said.
    fn known_full(&self, ask: Ask, buckets: &[Bucket]) -> Option<Verdict> {
        let (slots, now) = (slots(buckets, 1), self.clock.steady_micros());
        let left = |slot: &Slot| self.full.left(now, slot).map(|left| (*slot, Seen { used: slot.limit, next_in_micros: left }));
        let seen: Vec<_> = if ask == Ask::Count { Vec::new() } else { slots.iter().filter_map(left).collect() };
        if seen.is_empty() {
            return None;
        }
        self.memory.decide(Ask::Count, &ask.charged(false, buckets), self.sharing.nodes);
        Some(Verdict { granted: false, standings: standings(buckets, &seen) })
    }

    /// Tries to reach Redis once.
    pub(super) async fn reach(&self) -> Result<(), RedisError> {
        let up = Up::new(self.maker.connect().await?);
        // The first asking teaches it the script; by the second it is as fast as it will be.
        self.ask(&up, FIRST_ANSWER, Ask::Count, &[]).await?;
        self.ask(&up, self.sharing.patience, Ask::Count, &[]).await?;
        self.link.join(up);
        Ok(())
    }

    /// Keeps a connection for as long as it is polled: makes it again whenever it is lost.
    pub(super) async fn keep(&self) {
        let (mut pause, longest) = PAUSES;
        let mut is_told = false;
        loop {
            if let Some(up) = self.link.up() {
                (pause, is_told) = (PAUSES.0, false);
                if timeout(PULSE, self.link.cut()).await.is_err() {
                    let _ = self.decide_over(&up, Ask::Count, &[]).await;
                }
            } else if let Err(error) = self.reach().await {
                if !is_told {
                    warn!(error = %error, "Redis cannot be reached: each node grants its share of every limit");
                    is_told = true;
                }
                sleep(pause).await;
                pause = pause.saturating_mul(2).min(longest);
            }
        }
    }

    pub(super) fn state(&self) -> State {
        let young_since = || self.is_young(self.longest.load(Ordering::Relaxed)).then(|| self.forgot_at());
        self.link.away_since().or_else(young_since).map_or(State::Shared, |since| State::Degraded { since })
    }

    pub(super) fn figures(&self) -> Figures {
        Figures { alone: self.alone.load(Ordering::Relaxed), ..self.memory.figures() }
    }

    async fn decide_together(&self, ask: Ask, buckets: &[Bucket]) -> Result<Verdict, Apart> {
        let slots = slots(buckets, 1);
        let longest = slots.iter().map(|slot| slot.window_micros).max().unwrap_or(0);
        self.longest.fetch_max(longest, Ordering::Relaxed);
        if ask != Ask::Count && self.is_young(longest) {
            return Err(Apart::Young);
        }
        let up = self.link.up().ok_or(Apart::Away)?;
        let Decided { granted, seen } =
            self.decide_over(&up, ask, &slots).await.map_err(|_| Apart::Away)?.decided.ok_or(Apart::Young)?;

        // The node's own memory stays warm: it takes over at once when Redis is away.
        let charged = ask.charged(granted, buckets);
        if !charged.is_empty() {
            self.memory.decide(Ask::Count, &charged, self.sharing.nodes);
        }
        let seen: Vec<_> =
            distinct(&slots).zip(seen).flat_map(|(same, seen)| same.iter().map(move |slot| (*slot, seen))).collect();
        self.full.note(self.clock.steady_micros(), &seen);
        Ok(Verdict { granted, standings: standings(buckets, &seen) })
    }

    /// Lets a Redis that listens know what was charged here.
    async fn tell(&self, charged: &[Bucket]) -> Option<Told> {
        let up = self.link.up().filter(|_| !charged.is_empty())?;
        self.decide_over(&up, Ask::Count, &slots(charged, 1)).await.ok()
    }

    /// Has Redis decide over a line, and takes note of how the line did.
    async fn decide_over(&self, up: &Up, ask: Ask, slots: &[Slot]) -> Result<Told, RedisError> {
        let told = self.ask(up, self.sharing.patience, ask, slots).await;
        match &told {
            Ok(_) => Link::worked(up),
            Err(error) => self.link.failed(up, error),
        }
        told
    }

    async fn ask(&self, up: &Up, patience: Duration, ask: Ask, slots: &[Slot]) -> Result<Told, RedisError> {
        let (up, known) = (up.clone(), self.known.load(Ordering::Relaxed));
        let (decisions, slots) = (Arc::clone(&self.decisions), slots.to_vec());
        // There, so that neither the answer nor the time-out takes its turn among all requests of the node.
        let asking = async move {
            let mut wire = up.wire.clone();
            while_answered(&up, patience, decisions.make(&mut wire, known, ask, &slots)).await
        };
        let told = self.maker.carry(asking).await?;
        self.known.fetch_max(told.made, Ordering::Relaxed);
        self.note_age(told.age);
        Ok(told)
    }

    /// Takes note of since when Redis remembers.
    fn note_age(&self, age: Option<u64>) {
        let Some(age) = age else { return };
        let from = self.clock.steady_micros().saturating_sub(age).max(1);
        let before = self.remembers_from.load(Ordering::Relaxed);
        if (before == 0 || from.saturating_sub(before) > BLUR_MICROS)
            && self.remembers_from.compare_exchange(before, from, Ordering::Relaxed, Ordering::Relaxed).is_ok()
            && self.is_young(self.longest.load(Ordering::Relaxed))
        {
            warn!("Redis has forgotten what was counted: each node grants its share of every limit for a window");
        }
    }

    /// Whether Redis has not yet remembered for a whole window.
    fn is_young(&self, window_micros: u64) -> bool {
        let from = self.remembers_from.load(Ordering::Relaxed);
        from != 0 && self.clock.steady_micros().saturating_sub(from) < window_micros
    }

    /// When Redis forgot, by the machine's clock.
    fn forgot_at(&self) -> Moment {
        let ago = self.clock.steady_micros().saturating_sub(self.remembers_from.load(Ordering::Relaxed)) / 1_000;
        let now = self.clock.now().millis();
        Moment::from_millis(now.saturating_sub(i64::try_from(ago).unwrap_or(i64::MAX)))
    }
}

/// Waits for an answer for as long as Redis is not silent for `patience`, and at most [`TURNS`] times as long.
async fn while_answered<T>(
    up: &Up,
    patience: Duration,
    asking: impl Future<Output = Result<T, RedisError>>,
) -> Result<T, RedisError> {
    let mut asking = pin!(asking);
    for _ in 0..TURNS {
        let (answers, began) = (up.answers(), Instant::now());
        match timeout(patience, asking.as_mut()).await {
            Ok(answer) => {
                up.answered();
                return answer;
            }
            // Who is told of the time long after it is on a node that is behind itself: that says nothing of Redis.
            Err(_) if up.answers() == answers && began.elapsed() < patience.saturating_mul(2) => break,
            Err(_) => {}
        }
    }
    Err(too_slow())
}
