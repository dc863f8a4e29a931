//! Windows of time, slid over what was accepted.

use std::time::{Duration, Instant};

/// When a request was sent, and when its answer was there: it was accepted in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Between {
    pub(crate) sent: Instant,
    pub(crate) answered: Instant,
}

/// The most requests that were certainly accepted within one `window`: both their ends lie in it.
///
/// A limiter that keeps its limit never shows more, however slow the network is; the other way
/// round, it could hide behind a slow one, so ask over a fast one.
pub(crate) fn most_certain(accepted: &[Between], window: Duration) -> usize {
    let mut by_answer: Vec<&Between> = accepted.iter().collect();
    by_answer.sort_unstable_by_key(|between| between.answered);
    accepted.iter().map(|first| certainly_from(first.sent, &by_answer, window)).max().unwrap_or(0)
}

fn certainly_from(from: Instant, by_answer: &[&Between], window: Duration) -> usize {
    // Nothing was answered before it was sent, so whatever was sent later was answered later, too.
    let begin = by_answer.partition_point(|between| between.answered < from);
    let later = by_answer.iter().skip(begin);
    later
        .take_while(|between| between.answered.saturating_duration_since(from) < window)
        .filter(|between| between.sent >= from)
        .count()
}
