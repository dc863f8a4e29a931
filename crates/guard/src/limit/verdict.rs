//! What comes of asking.

use std::cmp::Reverse;

use wufi_domain::limit::{Class, Rule};

/// Whether a request was granted, and how its buckets stand after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it was within every limit.
    pub granted: bool,
    /// How each bucket stands now, in the order in which they were given.
    pub standings: Vec<Standing>,
}

/// How a bucket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What kind of request it counts.
    pub class: Class,
    /// How many it grants.
    pub rule: Rule,
    /// How many more fit now.
    pub remaining: u32,
    /// Milliseconds until one more fits than now; 0 when nothing was spent.
    pub next_in_ms: u64,
}

impl Standing {
    /// Seconds until one more fits than now, rounded up, so that whoever waits for them finds it so.
    #[must_use]
    pub const fn next_in_secs(&self) -> u64 {
        self.next_in_ms.div_ceil(1_000)
    }
}

impl Verdict {
    /// Seconds after which a refused request fits into every bucket, unless others use them up: `Retry-After`.
    ///
    /// 0 when there is nothing to wait for.
    #[must_use]
    pub fn retry_after_secs(&self) -> u64 {
        self.standings.iter().filter(|standing| standing.remaining == 0).map(Standing::next_in_secs).max().unwrap_or(0)
    }

    /// The standings, the tightest first: what leaves least, and of those what leaves it for longest.
    #[must_use]
    pub fn tightest_first(&self) -> Vec<Standing> {
        let mut standings = self.standings.clone();
        standings.sort_by_key(tightness);
        standings
    }
}

/// By which the tightest is the least.
pub(super) const fn tightness(standing: &Standing) -> (u32, Reverse<u64>) {
    (standing.remaining, Reverse(standing.next_in_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(class: Class, remaining: u32, next_in_ms: u64) -> Standing {
        Standing { class, rule: class.default_rule(), remaining, next_in_ms }
    }

    #[test]
    fn a_second_that_has_begun_is_waited_out() {
        let secs = [0, 1, 999, 1_000, 1_001, 60_000].map(|ms| standing(Class::Cart, 0, ms).next_in_secs());
        assert_eq!(secs, [0, 1, 1, 1, 2, 60]);
    }

    #[test]
    fn a_refused_request_waits_for_the_slowest_of_the_full_buckets() {
        let standings =
            vec![standing(Class::Cart, 40, 59_000), standing(Class::Checkout, 0, 12_001), standing(Class::Payment, 0, 4_000)];
        let verdict = Verdict { granted: false, standings };

        assert_eq!(verdict.retry_after_secs(), 13);
        assert_eq!(verdict.tightest_first().iter().map(|s| s.class.name()).collect::<Vec<_>>(), ["checkout", "payment", "cart"]);
    }
}
