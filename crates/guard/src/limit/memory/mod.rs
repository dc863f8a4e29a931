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
use super::key::Digest;
use super::{Ask, Bucket, Denied, Standing, Verdict};

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
}

/// A bucket as this memory keeps it.
#[derive(Clone, Copy, Debug)]
struct Slot {
    digest: Digest,
    /// How many stamps are too many for one more.
    limit: u32,
    /// How many stamps are kept.
    kept: u32,
    window_micros: u64,
    denied: Denied,
}

impl Slot {
    fn of(bucket: &Bucket) -> Self {
        Self {
            digest: bucket.key.digest(),
            limit: bucket.rule.requests(),
            kept: bucket.rule.requests(),
            window_micros: u64::from(bucket.rule.window_secs()).saturating_mul(1_000_000),
            denied: bucket.denied,
        }
    }

    /// What the request hears of a slot for which there is no room: that it is full for a window.
    const fn without_room(&self) -> Seen {
        Seen { used: self.limit, next_in_micros: self.window_micros }
    }
}

/// How a slot is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    /// Stamps in the window.
    used: u32,
    /// Microseconds until one more fits than now.
    next_in_micros: u64,
}

/// A slot with its place among those of its request.
#[derive(Clone, Copy)]
struct Placed {
    nth: usize,
    shard: usize,
    slot: Slot,
}

/// A locked part with the slots of a request that are in it.
struct Held<'a> {
    shard: MutexGuard<'a, Shard>,
    placed: &'a [Placed],
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

    pub(super) fn decide(&self, ask: Ask, buckets: &[Bucket]) -> Verdict {
        let placed = placed(buckets);
        let mut held = self.hold(&placed);
        // Read while the locks are held: so the stamps of a bucket are in the order of its decisions.
        let now = self.now();

        let is_granted = ask == Ask::Count || fits(&mut held, now);
        let is_crowded = ask == Ask::Charge && is_granted && !open(&mut held, now);
        let granted = is_granted && !is_crowded;
        for Held { shard, placed } in &mut held {
            for slot in distinct(placed).filter(|slot| is_charged(ask, granted, slot)) {
                shard.note(now, slot);
            }
        }
        let find = |shard: &mut Shard, slot: &Slot| {
            if is_crowded && !shard.holds(slot) { slot.without_room() } else { shard.seen(now, slot) }
        };
        let standings = standings(&mut held, buckets, find);
        drop(held);
        self.sweep(now);
        Verdict { granted, standings }
    }

    pub(super) fn figures(&self) -> Figures {
        self.shards.iter().map(|shard| lock(shard).figures()).fold(Figures::default(), |sum, one| Figures {
            buckets: sum.buckets.saturating_add(one.buckets),
            faded: sum.faded.saturating_add(one.faded),
            crowded_out: sum.crowded_out.saturating_add(one.crowded_out),
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

    /// Locks every part that `placed`, in the order of its parts, needs.
    fn hold<'a>(&'a self, placed: &'a [Placed]) -> Vec<Held<'a>> {
        let hold = |placed: &'a [Placed]| {
            let shard = self.shards.get(placed.first()?.shard)?;
            Some(Held { shard: lock(shard), placed })
        };
        placed.chunk_by(|one, other| one.shard == other.shard).filter_map(hold).collect()
    }
}

/// Nothing that is done under the lock leaves a shard half changed, so a panic there spoils nothing.
fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The slots of a request, in the order of their parts; those of one digest side by side.
fn placed(buckets: &[Bucket]) -> Vec<Placed> {
    let place = |(nth, bucket): (usize, &Bucket)| {
        let slot = Slot::of(bucket);
        let [.., last] = slot.digest;
        Placed { nth, shard: usize::from(last).checked_rem(SHARDS).unwrap_or(0), slot }
    };
    let mut placed: Vec<Placed> = buckets.iter().enumerate().map(place).collect();
    placed.sort_unstable_by_key(|placed| (placed.shard, placed.slot.digest, placed.nth));
    placed
}

/// The slots, each once: a request is charged once to a bucket, however often it names it.
fn distinct(placed: &[Placed]) -> impl Iterator<Item = &Slot> {
    placed.chunk_by(|one, other| one.slot.digest == other.slot.digest).filter_map(|same| same.first()).map(|one| &one.slot)
}

/// Whether one more fits into every slot.
fn fits(held: &mut [Held<'_>], now: u64) -> bool {
    held.iter_mut().all(|Held { shard, placed }| placed.iter().all(|one| shard.seen(now, &one.slot).used < one.slot.limit))
}

/// Whether every slot has its bucket, or there was room to make it.
fn open(held: &mut [Held<'_>], now: u64) -> bool {
    held.iter_mut().all(|Held { shard, placed }| placed.iter().all(|one| shard.open(now, &one.slot)))
}

fn is_charged(ask: Ask, granted: bool, slot: &Slot) -> bool {
    match ask {
        Ask::Charge => granted || slot.denied == Denied::Counts,
        Ask::Count => true,
        Ask::Look => false,
    }
}

/// How the buckets stand, in the order in which they were given.
fn standings(held: &mut [Held<'_>], buckets: &[Bucket], find: impl Fn(&mut Shard, &Slot) -> Seen) -> Vec<Standing> {
    let mut seen = Vec::with_capacity(buckets.len());
    for Held { shard, placed } in held {
        seen.extend(placed.iter().map(|one| (one.nth, one.slot.limit, find(shard, &one.slot))));
    }
    seen.sort_unstable_by_key(|(nth, ..)| *nth);
    let stand = |(bucket, (_, limit, seen)): (&Bucket, (usize, u32, Seen))| Standing {
        class: bucket.class,
        rule: bucket.rule,
        remaining: limit.saturating_sub(seen.used),
        next_in_ms: seen.next_in_micros.div_ceil(1_000),
    };
    buckets.iter().zip(seen).map(stand).collect()
}
