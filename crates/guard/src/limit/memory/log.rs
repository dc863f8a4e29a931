//! The stamps of one bucket.

use std::collections::VecDeque;

/// How many stamps fit into a log without memory of their own: most buckets never hold more.
const FEW: usize = 3;

/// When the requests of a bucket were accepted, in order, each in 4 bytes.
///
/// A stamp is the lower half of its microseconds. That tells it exactly: every stamp is less than
/// a window older than the newest, and no window is as long as 2^32 microseconds (71 minutes).
#[derive(Debug)]
pub(super) struct Log {
    newest: u64,
    /// In microseconds.
    window: u32,
    /// How many stamps are kept: of more, only the newest matter.
    kept: u32,
    stamps: Stamps,
}

#[derive(Debug)]
enum Stamps {
    Few {
        len: u8,
        at: [u32; FEW],
    },
    #[expect(clippy::box_collection, reason = "most logs hold few stamps, and the queue alone would double the size of them all")]
    Many(Box<VecDeque<u32>>),
}

impl Log {
    /// A log without stamps, opened at `now`.
    pub(super) fn opened(now: u64, window_micros: u64, kept: u32) -> Self {
        let window = u32::try_from(window_micros).unwrap_or(u32::MAX);
        Self { newest: now, window, kept, stamps: Stamps::Few { len: 0, at: [0; FEW] } }
    }

    /// Takes over `used` stamps of `at`, up to a window before the log was opened.
    pub(super) fn inherit(&mut self, used: u32, at: u64) {
        for _ in 0..used {
            self.stamps.add(low(at));
        }
    }

    /// When the newest stamp leaves the window, or would if there were one.
    pub(super) const fn ends_at(&self) -> u64 {
        self.newest.saturating_add(widened(self.window))
    }

    /// When it was last added to, or opened.
    pub(super) const fn newest(&self) -> u64 {
        self.newest
    }

    /// How many stamps there are; first [`settle`](Self::settle).
    pub(super) fn len(&self) -> u32 {
        match &self.stamps {
            Stamps::Few { len, .. } => u32::from(*len),
            Stamps::Many(at) => u32::try_from(at.len()).unwrap_or(u32::MAX),
        }
    }

    /// Whether so few of the stamps that are kept were used that the bucket may be forgotten for a newer one.
    pub(super) fn is_quiet(&self) -> bool {
        self.len() <= quiet(self.kept)
    }

    /// Drops the stamps that have left the window: what was accepted a whole window ago counts no longer.
    pub(super) fn settle(&mut self, now: u64) {
        if self.ends_at() <= now {
            self.stamps = Stamps::Few { len: 0, at: [0; FEW] };
            return;
        }
        while self.nth(0).is_some_and(|oldest| oldest.saturating_add(widened(self.window)) <= now) {
            self.stamps.drop_oldest();
        }
        self.stamps.shrink();
    }

    /// Adds a stamp; first [`settle`](Self::settle). Beyond those that are kept the oldest goes.
    pub(super) fn add(&mut self, now: u64) {
        self.newest = now;
        if self.len() >= self.kept {
            self.stamps.drop_oldest();
        }
        self.stamps.add(low(now));
    }

    /// When one more fits than now under a limit of `limit`; `None` when there is nothing to wait for.
    pub(super) fn next_at(&self, limit: u32) -> Option<u64> {
        let oldest_that_matters = self.len().saturating_sub(limit);
        self.nth(oldest_that_matters).map(|at| at.saturating_add(widened(self.window)))
    }

    /// The stamp that `nth` others came before.
    fn nth(&self, nth: u32) -> Option<u64> {
        let nth = usize::try_from(nth).ok()?;
        let stamp = match &self.stamps {
            Stamps::Few { len, at } => at.iter().take(usize::from(*len)).nth(nth),
            Stamps::Many(at) => at.get(nth),
        }?;
        let age = low(self.newest).wrapping_sub(*stamp);
        Some(self.newest.saturating_sub(widened(age)))
    }
}

impl Stamps {
    fn add(&mut self, stamp: u32) {
        match self {
            Self::Few { len, at } => match at.get_mut(usize::from(*len)) {
                Some(free) => {
                    *free = stamp;
                    *len = len.saturating_add(1);
                }
                None => *self = Self::Many(Box::new(at.iter().copied().chain([stamp]).collect())),
            },
            Self::Many(at) => at.push_back(stamp),
        }
    }

    fn drop_oldest(&mut self) {
        match self {
            Self::Few { len, at } => {
                at.rotate_left(1);
                *len = len.saturating_sub(1);
            }
            Self::Many(at) => {
                at.pop_front();
            }
        }
    }

    /// Gives back memory that three quarters of it do not need any more.
    fn shrink(&mut self) {
        let Self::Many(at) = self else { return };
        if at.len() <= FEW {
            let mut few = Self::Few { len: 0, at: [0; FEW] };
            at.iter().for_each(|stamp| few.add(*stamp));
            *self = few;
        } else if at.len().saturating_mul(4) < at.capacity() {
            at.shrink_to(at.len().saturating_mul(2));
        }
    }
}

/// The most stamps with which a bucket that keeps `kept` is quiet: fewer than half.
pub(super) const fn quiet(kept: u32) -> u32 {
    kept.saturating_sub(1) / 2
}

/// The lower half of `micros`.
fn low(micros: u64) -> u32 {
    u32::try_from(micros & u64::from(u32::MAX)).unwrap_or(0)
}

/// `u64::from` in constant functions.
#[expect(clippy::as_conversions, reason = "widening loses nothing, and From is not constant yet")]
const fn widened(micros: u32) -> u64 {
    micros as u64
}
