//! What became of requests under idempotency keys.

use metrics::Counter;

use super::families::REPLAYS;
use super::make::Maker;

/// What became of a request under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Replay {
    /// It was done.
    First,
    /// It heard what the first one heard.
    Replayed,
    /// The key came before with another body.
    Reused,
    /// The first one still worked.
    InProgress,
    /// What the first one heard was lost.
    Lost,
}

impl Replay {
    const ALL: [Self; 5] = [Self::First, Self::Replayed, Self::Reused, Self::InProgress, Self::Lost];

    const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Replayed => "replayed",
            Self::Reused => "reused",
            Self::InProgress => "in_progress",
            Self::Lost => "lost",
        }
    }
}

/// A counter for each.
#[derive(Debug)]
pub(super) struct Replays(Vec<(Replay, Counter)>);

impl Replays {
    pub(super) fn new(make: &Maker) -> Self {
        Self(Replay::ALL.map(|replay| (replay, make.counter(&REPLAYS, &[("result", replay.name())]))).into())
    }

    pub(super) fn count(&self, replay: Replay) {
        if let Some((_, counter)) = self.0.iter().find(|(known, _)| *known == replay) {
            counter.increment(1);
        }
    }
}
