//! Stamps in the memory of this process.
//!
//! Buckets are spread over [`SHARDS`], each behind its own lock. A request locks those of all its
//! buckets in the order of their numbers, so that it is charged to all or to none and no two
//! requests wait for each other.

mod log;
mod shard;
#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use wufi_domain::moment::Clock;

use self::shard::Shard;
use super::slot::{Seen, Slot, distinct, slots, standings};
use super::{Ask, Bucket, Verdict};

/// How many parts there are, so that requests seldom wait for each other.
const SHARDS: usize = 64;
/// How many buckets are kept at most: about 75 bytes each while it holds three stamps or fewer, and
/// up to 8 bytes for each stamp beyond.
const MOST_BUCKETS: usize = 1 << 20;

/// Buckets in memory. See [`Shard`] for what happens when there are too many.
pub(super) struct Memory {
    clock: Clock,
    latest: AtomicU64,
    shards: Box<[Mutex<Shard>]>,
    /// Which part is swept next.
    turn: AtomicUsize,
}

/// What the memory of a limiter holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Buckets that are kept now.
    pub buckets: u64,
    /// Buckets that made room for others before their time, since the start.
    pub faded: u64,
    /// Requests that were refused because there was no room for their bucket, since the start.
    pub crowded_out: u64,
    /// Decisions that this node made alone although it shares with others, since the start.
    pub alone: u64,
}

/// A locked part with the slots of a request that are in it.
struct Held<'a> {
    shard: MutexGuard<'a, Shard>,
    slots: &'a [Slot],
}

impl Memory {
    pub(super) fn new(clock: Clock) -> Self {
        Self::holding(MOST_BUCKETS, clock)
    }

    /// A memory for up to `most` buckets.
    fn holding(most: usize, clock: Clock) -> Self {
        let shard = || Mutex::new(Shard::holding(most.div_ceil(SHARDS)));
        Self {
            clock,
            latest: AtomicU64::new(0),
            shards: std::iter::repeat_with(shard).take(SHARDS).collect(),
            turn: AtomicUsize::new(0),
        }
    }

    /// Decides as one of `nodes` that may each grant their share; as 1 it grants everything.
    pub(super) fn decide(&self, ask: Ask, buckets: &[Bucket], nodes: u32) -> Verdict {
        let slots = slots(buckets, nodes);
        let mut held = self.hold(&slots);
        // Read while the locks are held: so the stamps of a bucket are in the order of its decisions.
        let now = self.now();

        let is_granted = ask == Ask::Count || fits(&mut held, now);
        let is_crowded = ask == Ask::Charge && is_granted && !open(&mut held, now);
        let granted = is_granted && !is_crowded;
        for Held { shard, slots } in &mut held {
            for slot in distinct(slots).filter_map(<[Slot]>::first).filter(|slot| ask.charges(granted, slot.denied)) {
                shard.note(now, slot);
            }
        }
        let seen = see(
            &mut held,
            |shard, slot| {
                if is_crowded && !shard.holds(slot) { slot.without_room() } else { shard.seen(now, slot) }
            },
        );
        drop(held);
        self.sweep(now);
        Verdict { granted, standings: standings(buckets, &seen) }
    }

    pub(super) fn figures(&self) -> Figures {
        self.shards.iter().map(|shard| lock(shard).figures()).fold(Figures::default(), |sum, one| Figures {
            buckets: sum.buckets.saturating_add(one.buckets),
            faded: sum.faded.saturating_add(one.faded),
            crowded_out: sum.crowded_out.saturating_add(one.crowded_out),
            alone: 0,
        })
    }

    /// The time, which never goes back: a clock that was set back stands still here until it has caught up.
    fn now(&self) -> u64 {
        let now = self.clock.steady_micros();
        self.latest.fetch_max(now, Ordering::Relaxed).max(now)
    }

    /// Drops some idle buckets, in another part each time, so that no request ever waits for many of them.
    fn sweep(&self, now: u64) {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed).checked_rem(SHARDS).unwrap_or(0);
        // A part that somebody is using is swept another time.
        if let Some(mut shard) = self.shards.get(turn).and_then(|shard| shard.try_lock().ok()) {
            shard.sweep(now);
        }
    }

    /// Locks every part that `slots`, in the order of their digests, need.
    fn hold<'a>(&'a self, slots: &'a [Slot]) -> Vec<Held<'a>> {
        let hold = |slots: &'a [Slot]| {
            let shard = self.shards.get(shard_of(slots.first()?))?;
            Some(Held { shard: lock(shard), slots })
        };
        slots.chunk_by(|one, other| shard_of(one) == shard_of(other)).filter_map(hold).collect()
    }
}

/// In which part a slot is: the first bits of its digest, so that parts are in the order of digests.
fn shard_of(slot: &Slot) -> usize {
    let [first, ..] = slot.digest;
    usize::from(first).saturating_mul(SHARDS) / 256
}

/// Nothing that is done under the lock leaves a shard half changed, so a panic there spoils nothing.
fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether one more fits into every slot.
fn fits(held: &mut [Held<'_>], now: u64) -> bool {
    held.iter_mut().all(|Held { shard, slots }| slots.iter().all(|slot| shard.seen(now, slot).used < slot.limit))
}

/// Whether every slot has its bucket, or there was room to make it.
fn open(held: &mut [Held<'_>], now: u64) -> bool {
    held.iter_mut().all(|Held { shard, slots }| slots.iter().all(|slot| shard.open(now, slot)))
}

/// Every slot with how `find` finds it.
fn see(held: &mut [Held<'_>], find: impl Fn(&mut Shard, &Slot) -> Seen) -> Vec<(Slot, Seen)> {
    let mut seen = Vec::new();
    for Held { shard, slots } in held {
        seen.extend(slots.iter().map(|slot| (*slot, find(shard, slot))));
    }
    seen
}
