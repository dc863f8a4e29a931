//! Buckets that Redis said were full.
//!
//! When Redis does not answer in time, the node decides by itself. What Redis said a moment ago it need
//! not forget then: a bucket that was full is full until the moment that came with the answer. Without this, each
//! answer that is late in a burst would be one request too many.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::limit::key::Digest;
use crate::limit::slot::{Seen, Slot};

/// How many are kept; beyond, a late answer costs at most the node's share, as it does while Redis is away.
const MOST: usize = 16_384;

/// Buckets that were full, each until when, in microseconds of the node's clock.
#[derive(Default)]
pub(super) struct Full(Mutex<HashMap<Digest, u64>>);

impl Full {
    /// Takes note of what Redis said of `slots`.
    pub(super) fn note(&self, now: u64, slots: &[(Slot, Seen)]) {
        let mut full = slots.iter().filter(|(slot, seen)| seen.used >= slot.limit).peekable();
        if full.peek().is_none() {
            return;
        }
        let mut held = self.lock();
        for (slot, seen) in full {
            if held.len() >= MOST && !held.contains_key(&slot.digest) {
                held.retain(|_, until| *until > now);
            }
            if held.len() < MOST || held.contains_key(&slot.digest) {
                held.insert(slot.digest, now.saturating_add(seen.next_in_micros));
            }
        }
    }

    /// How many microseconds a slot is still full for; none when it is not known to be.
    pub(super) fn left(&self, now: u64, slot: &Slot) -> Option<u64> {
        let left = self.lock().get(&slot.digest)?.saturating_sub(now);
        (left > 0).then_some(left)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Digest, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limit::Denied;

    fn slot(name: u8) -> Slot {
        let mut digest = [0; 16];
        digest[0] = name;
        Slot { nth: 0, digest, limit: 5, kept: 5, window_micros: 60_000_000, denied: Denied::Free }
    }

    #[test]
    fn a_full_bucket_is_full_until_the_moment_that_came_with_the_answer() {
        let full = Full::default();
        full.note(1_000, &[(slot(1), Seen { used: 5, next_in_micros: 200 }), (slot(2), Seen { used: 4, next_in_micros: 200 })]);

        assert_eq!([1_000, 1_199, 1_200].map(|now| full.left(now, &slot(1))), [Some(200), Some(1), None]);
        assert_eq!(full.left(1_000, &slot(2)), None);
    }

    #[test]
    fn a_flood_of_full_buckets_is_bounded_and_makes_room_for_newer_ones() {
        let full = Full::default();
        for name in 0..40_000_u32 {
            let mut flooded = slot(0);
            flooded.digest[..4].copy_from_slice(&name.to_be_bytes());
            full.note(u64::from(name), &[(flooded, Seen { used: 5, next_in_micros: 100 })]);
        }

        assert!(full.lock().len() <= MOST);
        full.note(50_000, &[(slot(9), Seen { used: 5, next_in_micros: 100 })]);
        assert_eq!(full.left(50_000, &slot(9)), Some(100));
    }
}
