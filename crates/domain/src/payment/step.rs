//! How far a payment session got with its provider: one table of legal steps.

use super::states;

states! {
    /// How far a payment session got.
    ///
    /// The database keeps it in the same unit of work as everything that follows from it, so that
    /// whoever finds it after a crash knows what is left to do.
    Step {
        /// The provider was asked for an intent and its answer is not known.
        Asked = "asked",
        /// The shopper may pay.
        Open = "open",
        /// The provider holds or has the money, and there is no order yet.
        Held = "held",
        /// There is an order; the money is to be taken.
        Ordered = "ordered",
        /// There is an order, and the money was taken.
        Taken = "taken",
        /// No order will come of it: what the provider holds is to be let go, what it took to be given back.
        Releasing = "releasing",
        /// No order came of it, and the provider holds nothing.
        Released = "released",
        /// The provider's facts are not ours: nothing is done to it before a person has looked.
        Disowned = "disowned",
    }
}

impl Step {
    /// The steps that may come next.
    ///
    /// `Ordered → Releasing` is an order that was called off, or whose money could not be taken after all;
    /// of `Taken`, money is given back by refunds, which have rows of their own.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Asked => &[Self::Open, Self::Releasing],
            Self::Open => &[Self::Held, Self::Ordered, Self::Releasing, Self::Released, Self::Disowned],
            Self::Held => &[Self::Ordered, Self::Releasing, Self::Released, Self::Disowned],
            Self::Ordered => &[Self::Taken, Self::Releasing],
            Self::Releasing => &[Self::Released, Self::Disowned],
            Self::Taken | Self::Released | Self::Disowned => &[],
        }
    }

    /// Whether this one may follow; standing still is no step.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        self.next().contains(&next)
    }

    /// Whether the session is the one that its cart would be paid with.
    #[must_use]
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Asked | Self::Open | Self::Held)
    }

    /// Whether it paid for an order: it pays for no other.
    #[must_use]
    pub const fn is_consumed(self) -> bool {
        matches!(self, Self::Ordered | Self::Taken)
    }
}

/// A legal step from one to the next: only such a one can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advance {
    from: Step,
    to: Step,
}

/// A step that the table does not have: a fault of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a payment cannot go from {} to {}", .from.word(), .to.word())]
pub struct IllegalStep {
    from: Step,
    to: Step,
}

impl Step {
    /// The step to `next`, when the table has it.
    pub fn to(self, next: Self) -> Result<Advance, IllegalStep> {
        if self.may_become(next) { Ok(Advance { from: self, to: next }) } else { Err(IllegalStep { from: self, to: next }) }
    }
}

impl Advance {
    /// Where it was.
    #[must_use]
    pub const fn from(self) -> Step {
        self.from
    }

    /// Where it is then.
    #[must_use]
    pub const fn to(self) -> Step {
        self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Step; 8] =
        [Step::Asked, Step::Open, Step::Held, Step::Ordered, Step::Taken, Step::Releasing, Step::Released, Step::Disowned];

    #[test]
    fn no_step_leads_back_and_none_leads_to_an_order_twice() {
        for from in ALL {
            assert!(!from.may_become(from), "{from:?}");
            assert!(!from.may_become(Step::Asked), "{from:?}");
            for next in from.next() {
                assert!(!next.may_become(from), "{from:?} and {next:?}");
                assert!(!(next.is_consumed() && from.is_consumed()) || *next == Step::Taken, "{from:?} to {next:?}");
            }
        }
    }

    #[test]
    fn money_that_is_let_go_pays_for_nothing() {
        for gone in [Step::Releasing, Step::Released, Step::Disowned] {
            assert!(gone.next().iter().all(|next| !next.is_consumed() && !next.is_live()), "{gone:?}");
        }
    }

    #[test]
    fn every_step_can_come_to_an_end() {
        for from in ALL {
            let mut reached = vec![from];
            while let Some(more) = reached.iter().flat_map(|step| step.next()).find(|next| !reached.contains(next)) {
                reached.push(*more);
            }
            assert!(reached.iter().any(|step| step.next().is_empty()), "{from:?}");
        }
    }
}
