//! What can go wrong between a shop and Stripe.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::reply::Reply;
use crate::lock;

/// Something that goes wrong with a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// Nothing comes for so long, and then the connection is closed.
    TimeOut {
        /// For so long, in milliseconds.
        after_ms: u64,
        /// Whether what was asked for is done (before the wait).
        effect: Effect,
    },
    /// An answer that says no more than this status.
    Status {
        /// 500, 429, 503 and such.
        status: u16,
        /// Whether what was asked for is done.
        effect: Effect,
        /// Whether who comes again with the same idempotency key hears the same.
        replay: Replay,
    },
    /// The connection is reset before anything is done.
    Reset,
    /// What was asked for is done; the connection is closed without an answer.
    AnswerLost,
    /// An answer 200 that makes no sense.
    Garbage {
        /// What it looks like.
        shape: Garbage,
        /// Whether what was asked for is done.
        effect: Effect,
    },
    /// An answer 302 to somewhere else; nothing is done.
    Redirect {
        /// To there.
        to: String,
    },
    /// The right answer, one byte at a time.
    Slow {
        /// With so long between two bytes, in milliseconds.
        pause_ms: u64,
    },
}

/// Whether what was asked for is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It is not.
    None,
    /// It is, and unless the fault says otherwise its answer is kept under the idempotency key.
    Done,
}

/// Whether a failure sticks to the idempotency key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Replay {
    /// It does not: a gateway in front has failed. The next call with the key does it, or hears what was answered.
    Fresh,
    /// It does, as when Stripe itself fails half way: every call with that key hears the failure.
    Kept,
}

/// What an answer looks like that makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Garbage {
    /// A web page.
    Html,
    /// The right answer, cut off in the middle.
    Truncated,
    /// JSON of something else.
    AnotherShape,
    /// Nothing at all.
    Empty,
    /// The right answer behind 16 MiB of white space.
    Huge,
}

/// Which calls a fault hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// All of them.
    Every,
    /// The next so many that no earlier fault hits.
    Next(u32),
    /// That one alone, counted from now; 1 is the next.
    Nth(u32),
}

impl Fault {
    /// A status without an effect, which sticks to no key.
    #[must_use]
    pub const fn status(status: u16) -> Self {
        Self::Status { status, effect: Effect::None, replay: Replay::Fresh }
    }

    /// A status although what was asked for is done; who comes again with the key hears how it went.
    #[must_use]
    pub const fn status_after_effect(status: u16) -> Self {
        Self::Status { status, effect: Effect::Done, replay: Replay::Fresh }
    }

    /// Whether it strikes before anybody looks at the call.
    pub(crate) const fn comes_first(&self) -> bool {
        match self {
            Self::TimeOut { effect, .. } | Self::Garbage { effect, .. } => matches!(effect, Effect::None),
            Self::Status { effect, replay, .. } => matches!((effect, replay), (Effect::None, Replay::Fresh)),
            Self::Reset | Self::Redirect { .. } => true,
            Self::AnswerLost | Self::Slow { .. } => false,
        }
    }

    /// What is answered instead of doing it.
    pub(crate) fn instead(&self) -> Option<Reply> {
        match self {
            Self::Status { status, effect: Effect::None, .. } => Some(failure(*status)),
            _ => None,
        }
    }

    /// What sticks to the key in place of the answer.
    pub(crate) fn sticks(&self) -> Option<Reply> {
        match self {
            Self::Status { status, replay: Replay::Kept, .. } => Some(Reply { sticks: true, ..failure(*status) }),
            _ => None,
        }
    }
}

/// What Stripe answers with that status.
pub(crate) fn failure(status: u16) -> Reply {
    let error = match status {
        429 => ApiError::invalid("Request rate limit exceeded. Learn more at https://stripe.com/docs/rate-limits.")
            .code("rate_limit")
            .status(429),
        400..=499 => ApiError::invalid("The double was told to answer this.").status(status),
        _ => ApiError::internal(status, "An unknown error occurred"),
    };
    error.into()
}

/// The faults that were planned, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Planned>>);

#[derive(Clone, Debug)]
struct Planned {
    call: Call,
    fault: Fault,
    turn: Turn,
}

impl Faults {
    pub(crate) fn plan(&self, call: Call, fault: Fault, turn: Turn) {
        lock(&self.0).push(Planned { call, fault, turn });
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    /// The fault that hits this call.
    pub(crate) fn strike(&self, call: Call) -> Option<Fault> {
        let mut planned = lock(&self.0);
        let mut struck = None;
        for plan in planned.iter_mut().filter(|plan| plan.call == call) {
            let hits = match &mut plan.turn {
                Turn::Every => true,
                Turn::Next(left) => {
                    *left > 0 && struck.is_none() && {
                        *left -= 1;
                        true
                    }
                }
                Turn::Nth(left) => {
                    *left = left.saturating_sub(1);
                    *left == 0
                }
            };
            if hits && struck.is_none() {
                struck = Some(plan.fault.clone());
            }
        }
        planned.retain(|plan| !matches!(plan.turn, Turn::Next(0) | Turn::Nth(0)));
        struck
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn struck(faults: &Faults, calls: usize) -> Vec<u16> {
        let status = |fault| match fault {
            Some(Fault::Status { status, .. }) => status,
            _ => 0,
        };
        (0..calls).map(|_| status(faults.strike(Call::Create))).collect()
    }

    #[test]
    fn faults_wait_for_each_other_but_not_for_calls_of_another_kind() {
        let faults = Faults::default();
        faults.plan(Call::Create, Fault::status(500), Turn::Next(2));
        faults.plan(Call::Create, Fault::status(429), Turn::Next(1));
        faults.plan(Call::Capture, Fault::status(503), Turn::Every);

        assert_eq!(struck(&faults, 4), [500, 500, 429, 0]);
    }

    #[test]
    fn the_nth_call_is_counted_from_the_plan_whatever_else_hits() {
        let faults = Faults::default();
        faults.plan(Call::Create, Fault::status(500), Turn::Next(1));
        faults.plan(Call::Create, Fault::status(429), Turn::Nth(3));

        assert_eq!(struck(&faults, 5), [500, 0, 429, 0, 0]);
    }

    #[test]
    fn every_call_is_hit_until_the_plans_are_dropped() {
        let faults = Faults::default();
        faults.plan(Call::Create, Fault::status(500), Turn::Every);
        assert_eq!(struck(&faults, 3), [500, 500, 500]);

        faults.clear();

        assert_eq!(struck(&faults, 1), [0]);
    }
}
