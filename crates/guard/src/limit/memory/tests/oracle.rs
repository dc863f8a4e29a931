//! The memory against a list of everything that was ever accepted.

use std::collections::HashMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::limit::Standing;

#[derive(Clone, Debug)]
enum Step {
    Wait(i64),
    Ask(Ask, Vec<usize>),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let waits = prop_oneof![4 => 0_i64..50, 3 => 0_i64..20_000, 1 => Just(WINDOW), 1 => Just(WINDOW - 1), 1 => -30_000_i64..0];
    let asks = prop_oneof![6 => Just(Ask::Charge), 1 => Just(Ask::Count), 1 => Just(Ask::Look)];
    let step = prop_oneof![
        waits.prop_map(Step::Wait),
        (asks.clone(), vec(0..BUCKETS, 1..5)).prop_map(|(ask, which)| Step::Ask(ask, which)),
        (asks, vec(0..BUCKETS, 1..2)).prop_map(|(ask, which)| Step::Ask(ask, which)),
    ];
    vec(step, 1..400)
}

const BUCKETS: usize = 6;

fn buckets() -> [Bucket; BUCKETS] {
    [bucket(0, 1), counting(1, 2), bucket(2, 3), counting(3, 5), bucket(4, 12), bucket(5, 40)]
}

/// Everything ever noted, per bucket.
#[derive(Default)]
struct Oracle {
    noted: HashMap<BucketKey, Vec<i64>>,
}

impl Oracle {
    fn counted(&self, bucket: &Bucket, now: i64) -> Vec<i64> {
        let noted = self.noted.get(&bucket.key).cloned().unwrap_or_default();
        noted.into_iter().filter(|at| at + WINDOW > now).collect()
    }

    fn decide(&mut self, ask: Ask, buckets: &[Bucket], now: i64) -> Verdict {
        let fits = buckets.iter().all(|bucket| self.counted(bucket, now).len() < limit(bucket));
        let granted = fits || ask == Ask::Count;
        let mut charged: Vec<BucketKey> = buckets
            .iter()
            .filter(|bucket| ask != Ask::Look && (granted || bucket.denied == Denied::Counts))
            .map(|bucket| bucket.key)
            .collect();
        charged.sort_by_key(|key| key.digests().next());
        charged.dedup();
        for key in charged {
            self.noted.entry(key).or_default().push(now);
        }
        Verdict { granted, standings: buckets.iter().map(|bucket| self.standing(bucket, now)).collect() }
    }

    fn standing(&self, bucket: &Bucket, now: i64) -> Standing {
        let counted = self.counted(bucket, now);
        let counted = &counted[counted.len().saturating_sub(limit(bucket))..];
        Standing {
            class: bucket.class,
            rule: bucket.rule,
            remaining: u32::try_from(limit(bucket) - counted.len()).unwrap(),
            next_in_ms: counted.first().map_or(0, |at| u64::try_from(at + WINDOW - now).unwrap()),
        }
    }
}

fn limit(bucket: &Bucket) -> usize {
    usize::try_from(bucket.rule.requests()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn every_verdict_is_the_one_of_a_full_record(steps in steps()) {
        let bench = Bench::new();
        let mut oracle = Oracle::default();
        let mut now = 0;
        for step in steps {
            match step {
                Step::Wait(millis) => bench.clock.advance(millis),
                Step::Ask(ask, which) => {
                    let asked: Vec<Bucket> = which.into_iter().map(|which| buckets()[which]).collect();
                    // A clock that went back stands still until it has caught up.
                    now = now.max(bench.clock.now().millis());
                    prop_assert_eq!(bench.memory.decide(ask, &asked, 1), oracle.decide(ask, &asked, now));
                }
            }
        }
    }

    #[test]
    fn no_window_holds_more_than_the_rule_even_when_places_are_few(
        steps in vec((0_i64..3_000, 0_u64..200), 1..700),
    ) {
        let bench = Bench::holding(SHARDS);
        let mut accepted: HashMap<u64, Vec<i64>> = HashMap::new();
        for (wait, name) in steps {
            if bench.after(wait).takes(bucket(name, 5)) {
                accepted.entry(name).or_default().push(bench.clock.now().millis());
            }
        }
        for moments in accepted.values() {
            prop_assert!(moments.windows(6).all(|six| six[5] - six[0] >= WINDOW));
        }
    }
}
