//! A part of the buckets.

use std::hash::{BuildHasherDefault, Hasher};

use indexmap::IndexMap;

use super::Figures;
use super::log::{self, Log};
use crate::limit::key::Digest;
use crate::limit::slot::{Seen, Slot};

/// How many buckets are looked at to find one that can make room.
const LOOKED_AT: usize = 32;
/// How many buckets are looked at in one sweep: more than a request makes, so that sweeping keeps up.
const SWEPT: usize = 8;
/// How many cells remember what was forgotten early.
const CELLS: usize = 1_024;

/// Up to `most` buckets.
///
/// When they are that many, a new bucket takes the place of an idle one; if none is found near,
/// of the one silent for longest among those that used less than half of what they may. What
/// that one had used stays in its *cell*, which others share, and a bucket that comes new starts
/// with what its cell remembers: so nobody gains by being forgotten, and a stranger loses less
/// than half of one window. Buckets that used more are never forgotten; when nothing else is
/// found, the new bucket's request is refused, and told to come back after a window.
pub(super) struct Shard {
    most: usize,
    logs: IndexMap<Digest, Log, BuildHasherDefault<Trailing>>,
    /// Where the search for idle buckets goes on.
    hand: usize,
    /// None until the first bucket is forgotten early.
    cells: Vec<Cell>,
    faded: u64,
    crowded_out: u64,
}

/// The most that any forgotten bucket of this cell had used, and until when that counts.
#[derive(Clone, Copy, Default)]
struct Cell {
    used: u32,
    until: u64,
}

impl Shard {
    pub(super) fn holding(most: usize) -> Self {
        Self { most, logs: IndexMap::default(), hand: 0, cells: Vec::new(), faded: 0, crowded_out: 0 }
    }

    /// How the slot stands at `now`.
    pub(super) fn seen(&mut self, now: u64, slot: &Slot) -> Seen {
        let Some(log) = self.logs.get_mut(&slot.digest) else {
            let remembered = self.remembered(now, slot);
            return Seen { used: remembered.used, next_in_micros: remembered.until.saturating_sub(now) };
        };
        log.settle(now);
        let next_in_micros = log.next_at(slot.limit).map_or(0, |at| at.saturating_sub(now));
        Seen { used: log.len(), next_in_micros }
    }

    /// Makes the slot's bucket, unless it is there; `false` when there is no room.
    pub(super) fn open(&mut self, now: u64, slot: &Slot) -> bool {
        let is_there = self.make(now, slot).is_some();
        if !is_there {
            self.crowded_out = self.crowded_out.saturating_add(1);
        }
        is_there
    }

    /// Stamps the slot's bucket, making it when there is room.
    pub(super) fn note(&mut self, now: u64, slot: &Slot) {
        if let Some(log) = self.make(now, slot) {
            log.settle(now);
            log.add(now);
        }
    }

    /// Whether the slot has a bucket.
    pub(super) fn holds(&self, slot: &Slot) -> bool {
        self.logs.contains_key(&slot.digest)
    }

    /// Looks at the next few buckets and drops the idle ones.
    pub(super) fn sweep(&mut self, now: u64) {
        for _ in 0..SWEPT {
            if !self.drop_if_idle(now) {
                self.hand = self.hand.saturating_add(1);
            }
        }
    }

    pub(super) fn figures(&self) -> Figures {
        let buckets = u64::try_from(self.logs.len()).unwrap_or(u64::MAX);
        Figures { buckets, faded: self.faded, crowded_out: self.crowded_out, alone: 0 }
    }

    /// The slot's bucket; made, when there is room and it was not there.
    fn make(&mut self, now: u64, slot: &Slot) -> Option<&mut Log> {
        if !self.holds(slot) {
            if !self.has_room(now) {
                return None;
            }
            let mut log = Log::opened(now, slot.window_micros, slot.kept);
            let remembered = self.remembered(now, slot);
            log.inherit(remembered.used, remembered.until.saturating_sub(slot.window_micros).min(now));
            self.logs.insert(slot.digest, log);
        }
        self.logs.get_mut(&slot.digest)
    }

    /// Whether one more bucket has a place, after making one where that can be done.
    fn has_room(&mut self, now: u64) -> bool {
        if self.logs.len() < self.most {
            return true;
        }
        let mut silent: Option<(usize, u64)> = None;
        for _ in 0..LOOKED_AT {
            if self.drop_if_idle(now) {
                return true;
            }
            if let Some((_, log)) = self.logs.get_index_mut(self.hand) {
                log.settle(now);
                // One that was stamped or opened just now may be this very request's.
                if log.is_quiet() && log.newest() < now && silent.is_none_or(|(_, since)| log.newest() < since) {
                    silent = Some((self.hand, log.newest()));
                }
            }
            self.hand = self.hand.saturating_add(1);
        }
        silent.is_some_and(|(at, _)| self.fade(at, now))
    }

    /// Drops the bucket at the hand if nothing in it counts any more; from the end the hand goes to the beginning.
    fn drop_if_idle(&mut self, now: u64) -> bool {
        if self.hand >= self.logs.len() {
            self.hand = 0;
        }
        let is_idle = self.logs.get_index(self.hand).is_some_and(|(_, log)| log.ends_at() <= now);
        is_idle && self.logs.swap_remove_index(self.hand).is_some()
    }

    /// Forgets the bucket at `at`, all but what its cell keeps.
    fn fade(&mut self, at: usize, now: u64) -> bool {
        let Some((digest, log)) = self.logs.swap_remove_index(at) else { return false };
        self.cells.resize(CELLS, Cell::default());
        if let Some(cell) = self.cells.get_mut(cell_of(&digest)) {
            let still = if cell.until > now { *cell } else { Cell::default() };
            *cell = Cell { used: still.used.max(log.len()), until: still.until.max(log.ends_at()) };
        }
        self.faded = self.faded.saturating_add(1);
        true
    }

    /// What a bucket that is not there must be taken to have used: never more than a quiet one could have.
    fn remembered(&self, now: u64, slot: &Slot) -> Cell {
        let cell = self.cells.get(cell_of(&slot.digest)).filter(|cell| cell.until > now).copied().unwrap_or_default();
        Cell { used: cell.used.min(log::quiet(slot.kept)), ..cell }
    }
}

/// In which cell a bucket is remembered.
fn cell_of(digest: &Digest) -> usize {
    let [_, high, low, ..] = *digest;
    usize::from(u16::from_be_bytes([high, low])).checked_rem(CELLS).unwrap_or(0)
}

/// Takes the last bytes of a digest for its hash: it is one already, and nobody can choose it.
#[derive(Default)]
struct Trailing(u64);

impl Hasher for Trailing {
    fn write(&mut self, bytes: &[u8]) {
        if let Some(last) = bytes.last_chunk() {
            self.0 = u64::from_ne_bytes(*last);
        }
    }

    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        self.0
    }
}
