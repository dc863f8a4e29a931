//! Buckets as the backends count them.

use wufi_domain::limit::Rule;

use super::key::Digest;
use super::verdict::tightness;
use super::{Bucket, Denied, Standing};

/// One digest of a bucket, and what is needed to decide about it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// Whose slot it is: the place of the bucket among those of its request.
    pub(super) nth: usize,
    pub(super) digest: Digest,
    /// How many stamps are too many for one more.
    pub(super) limit: u32,
    /// How many stamps are kept.
    pub(super) kept: u32,
    pub(super) window_micros: u64,
    pub(super) denied: Denied,
}

/// How a slot is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// Stamps in the window.
    pub(super) used: u32,
    /// Microseconds until one more fits than now.
    pub(super) next_in_micros: u64,
}

/// The slots of a request of which one of `nodes` may grant its share alone, in the order of their digests.
pub(super) fn slots(buckets: &[Bucket], nodes: u32) -> Vec<Slot> {
    let mut slots: Vec<Slot> = buckets
        .iter()
        .enumerate()
        .flat_map(|(nth, bucket)| bucket.key.digests().map(move |digest| slot(nth, digest, bucket, nodes)))
        .collect();
    slots.sort_unstable_by_key(|slot| (slot.digest, slot.nth));
    slots
}

fn slot(nth: usize, digest: Digest, bucket: &Bucket, nodes: u32) -> Slot {
    Slot {
        nth,
        digest,
        limit: bucket.rule.share(nodes).requests(),
        kept: bucket.rule.requests(),
        window_micros: window_micros(bucket.rule),
        denied: bucket.denied,
    }
}

fn window_micros(rule: Rule) -> u64 {
    u64::from(rule.window_secs()).saturating_mul(1_000_000)
}

/// The slots of one digest together: a request is charged once to a bucket, however often it names it.
pub(super) fn distinct(slots: &[Slot]) -> impl Iterator<Item = &[Slot]> {
    slots.chunk_by(|one, other| one.digest == other.digest)
}

impl Slot {
    /// What is heard of a slot for which there is no room: that it is full for a window.
    pub(super) const fn without_room(&self) -> Seen {
        Seen { used: self.limit, next_in_micros: self.window_micros }
    }
}

/// How the buckets stand when their slots are `seen` so: each as the tightest of its slots.
pub(super) fn standings(buckets: &[Bucket], seen: &[(Slot, Seen)]) -> Vec<Standing> {
    let stand = |(nth, bucket): (usize, &Bucket)| {
        let untouched = Standing { class: bucket.class, rule: bucket.rule, remaining: bucket.rule.requests(), next_in_ms: 0 };
        let of_it = seen.iter().filter(|(slot, _)| slot.nth == nth).map(|(slot, seen)| Standing {
            remaining: slot.limit.saturating_sub(seen.used),
            next_in_ms: seen.next_in_micros.div_ceil(1_000),
            ..untouched
        });
        of_it.min_by_key(tightness).unwrap_or(untouched)
    };
    buckets.iter().enumerate().map(stand).collect()
}
