mod crowd;
mod oracle;
mod threads;

use wufi_domain::limit::{Class, Rule};
use wufi_domain::moment::Moment;

use super::super::BucketKey;
use super::super::key::Digest;
use super::*;
use crate::limit::Denied;

const SECOND: i64 = 1_000;
const WINDOW: i64 = 60 * SECOND;

/// A memory with a clock that stands at some moment until it is moved.
struct Bench {
    clock: Clock,
    memory: Memory,
}

impl Bench {
    fn new() -> Self {
        Self::holding(MOST_BUCKETS)
    }

    fn holding(most: usize) -> Self {
        let clock = Clock::standing_at(Moment::from_secs(1_000_000));
        Self { memory: Memory::holding(most, clock.clone()), clock }
    }

    fn after(&self, millis: i64) -> &Self {
        self.clock.advance(millis);
        self
    }

    fn charge(&self, buckets: &[Bucket]) -> Verdict {
        self.memory.decide(Ask::Charge, buckets, 1)
    }

    /// Whether one more request to `bucket` alone is granted.
    fn takes(&self, bucket: Bucket) -> bool {
        self.charge(&[bucket]).granted
    }

    /// Whether `bucket` is kept.
    fn holds(&self, bucket: Bucket) -> bool {
        let slots = slots(&[bucket], 1);
        self.memory.hold(&slots)[0].shard.holds(&slots[0])
    }

    /// How many of `tries` requests to `bucket` alone are granted.
    fn taken(&self, bucket: Bucket, tries: u32) -> u32 {
        (0..tries).map(|_| u32::from(self.takes(bucket))).sum()
    }
}

/// A bucket of `requests` a minute.
fn bucket(name: u64, requests: u32) -> Bucket {
    Bucket { class: Class::Cart, key: key(name), rule: Rule::new(requests, 60).unwrap(), denied: Denied::Free }
}

fn counting(name: u64, requests: u32) -> Bucket {
    Bucket { denied: Denied::Counts, ..bucket(name, requests) }
}

/// Keys that are spread as digests are.
fn key(name: u64) -> BucketKey {
    let spread =
        |salt: u64| (name ^ salt).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mut digest = Digest::default();
    digest[..8].copy_from_slice(&spread(1).to_be_bytes());
    digest[8..].copy_from_slice(&spread(2).to_be_bytes());
    BucketKey::of(digest)
}

#[test]
fn exactly_as_many_as_the_rule_says_are_granted_at_once() {
    let bench = Bench::new();
    assert_eq!(bench.taken(bucket(1, 100), 250), 100);
    assert_eq!(bench.taken(bucket(2, 100), 250), 100);
}

#[test]
fn bursts_on_both_sides_of_an_edge_are_one_burst() {
    let bench = Bench::new();
    let cart = bucket(1, 100);

    assert_eq!(bench.after(WINDOW - 100).taken(cart, 150), 100);
    assert_eq!(bench.after(200).taken(cart, 150), 0);
    assert_eq!(bench.after(WINDOW - 201).taken(cart, 150), 0);
    assert_eq!(bench.after(1).taken(cart, 150), 100);
}

#[test]
fn what_was_accepted_exactly_a_window_ago_counts_no_longer() {
    let bench = Bench::new();
    let once = bucket(1, 1);

    assert!(bench.takes(once));
    assert!(!bench.after(WINDOW - 1).takes(once));
    assert!(bench.after(1).takes(once));
}

#[test]
fn a_request_is_charged_to_all_or_to_none() {
    let bench = Bench::new();
    let (cart, payment) = (bucket(1, 100), bucket(2, 3));
    assert_eq!((0..10).filter(|_| bench.charge(&[cart, payment]).granted).count(), 3);

    let verdict = bench.memory.decide(Ask::Look, &[cart, payment], 1);

    assert!(!verdict.granted);
    assert_eq!(verdict.standings.iter().map(|standing| standing.remaining).collect::<Vec<_>>(), [97, 0]);
}

#[test]
fn whoever_obeys_is_served_and_whoever_comes_a_moment_earlier_is_not() {
    let bench = Bench::new();
    let payment = bucket(1, 3);
    for _ in 0..3 {
        assert!(bench.after(1_234).takes(payment));
    }
    let refused = bench.after(777).charge(&[payment]);

    let wait = refused.standings[0].next_in_ms;
    assert_eq!(wait, 60_000 - 2 * 1_234 - 777);
    assert_eq!(refused.retry_after_secs(), wait.div_ceil(1_000));
    assert!(!bench.after(i64::try_from(wait).unwrap() - 1).takes(payment));
    assert!(bench.after(1).takes(payment));
    assert!(!bench.takes(payment));
}

#[test]
fn whoever_hammers_where_denied_requests_count_stays_out_until_they_pause() {
    let bench = Bench::new();
    let auth = counting(1, 5);
    assert_eq!(bench.taken(auth, 5), 5);

    assert_eq!((0..100).filter(|_| bench.after(10 * SECOND).takes(auth)).count(), 0);

    let refused = bench.charge(&[auth]);
    assert!(
        !bench.after(i64::try_from(refused.standings[0].next_in_ms).unwrap() - 1).memory.decide(Ask::Look, &[auth], 1).granted
    );
    assert!(bench.after(1).takes(auth));
}

#[test]
fn a_request_that_another_bucket_denies_counts_where_denied_ones_do() {
    let bench = Bench::new();
    let (full, auth, free) = (bucket(1, 1), counting(2, 5), bucket(3, 5));
    assert!(bench.takes(full));

    let verdict = bench.charge(&[full, auth, free]);

    assert!(!verdict.granted);
    assert_eq!(verdict.standings.iter().map(|standing| standing.remaining).collect::<Vec<_>>(), [0, 4, 5]);
}

#[test]
fn counting_afterwards_asks_for_nothing_and_can_fill_a_bucket() {
    let bench = Bench::new();
    let auth = bucket(1, 5);
    for _ in 0..7 {
        assert!(bench.memory.decide(Ask::Count, &[auth], 1).granted);
    }
    assert!(!bench.takes(auth));
    assert!(bench.after(WINDOW).takes(auth));
}

#[test]
fn looking_charges_nothing() {
    let bench = Bench::new();
    let once = bucket(1, 1);
    for _ in 0..3 {
        let verdict = bench.memory.decide(Ask::Look, &[once], 1);
        assert!(verdict.granted);
        assert_eq!((verdict.standings[0].remaining, verdict.standings[0].next_in_ms), (1, 0));
    }
    assert_eq!(bench.memory.figures().buckets, 0);
}

#[test]
fn a_bucket_that_is_named_twice_is_charged_once() {
    let bench = Bench::new();
    let cart = bucket(1, 3);
    assert_eq!((0..10).filter(|_| bench.charge(&[cart, cart]).granted).count(), 3);
}

#[test]
fn a_clock_that_is_set_back_opens_nothing() {
    let bench = Bench::new();
    let cart = bucket(1, 100);
    assert_eq!(bench.taken(cart, 60), 60);

    assert_eq!(bench.after(-3_600 * SECOND).taken(cart, 150), 40);
    assert_eq!(bench.after(3_599 * SECOND).taken(cart, 150), 0);
    assert_eq!(bench.after(WINDOW + SECOND).taken(cart, 150), 100);
}

#[test]
fn a_storefronts_bucket_holds_its_thirty_thousand() {
    let bench = Bench::new();
    let storefront = bucket(1, 30_000);
    let granted = (0..60_000).filter(|_| bench.after(1).takes(storefront)).count();
    assert_eq!(granted, 30_000);
    assert_eq!((0..30_000).filter(|_| bench.after(1).takes(storefront)).count(), 30_000);
}

#[test]
fn buckets_that_nobody_uses_any_more_are_swept_away_on_the_way() {
    let bench = Bench::new();
    (0..5_000).for_each(|name| assert!(bench.takes(bucket(name, 10))));
    assert_eq!(bench.memory.figures().buckets, 5_000);

    bench.after(WINDOW);
    (0..2_000).for_each(|name| assert!(bench.takes(bucket(name % 20, 1_000))));

    assert_eq!(bench.memory.figures(), Figures { buckets: 20, ..Figures::default() });
}

#[test]
fn one_of_several_nodes_grants_its_share_of_what_all_of_it_knows() {
    let bench = Bench::new();
    let cart = bucket(1, 100);
    for _ in 0..20 {
        bench.memory.decide(Ask::Count, &[cart], 1);
    }

    let granted = (0..100).filter(|_| bench.memory.decide(Ask::Charge, &[cart], 4).granted).count();
    let refused = bench.memory.decide(Ask::Charge, &[cart], 4).standings[0];

    assert_eq!(granted, 5);
    assert_eq!((refused.remaining, refused.next_in_ms, refused.rule), (0, 60_000, cart.rule));
    assert_eq!((0..100).filter(|_| bench.memory.decide(Ask::Charge, &[cart], 1).granted).count(), 75);
}

#[test]
fn a_node_that_used_more_than_its_share_hears_when_the_share_fits_again() {
    let bench = Bench::new();
    let cart = bucket(1, 100);
    for _ in 0..10 {
        bench.after(SECOND).memory.decide(Ask::Count, &[cart], 1);
    }

    // Of ten, one second apart, seven have to leave before three are two.
    let refused = bench.memory.decide(Ask::Charge, &[cart], 33).standings[0];

    assert_eq!((refused.remaining, refused.next_in_ms), (0, 60_000 - 2 * 1_000));
    assert!(!bench.after(WINDOW - 2 * SECOND - 1).memory.decide(Ask::Charge, &[cart], 33).granted);
    assert!(bench.after(1).memory.decide(Ask::Charge, &[cart], 33).granted);
}

#[test]
fn a_key_that_is_being_replaced_is_counted_under_the_old_and_the_new_digest() {
    let bench = Bench::new();
    let both = Bucket { key: BucketKey::both(key(1), key(2)), ..bucket(0, 10) };
    assert_eq!(bench.taken(bucket(1, 10), 4), 4);
    assert_eq!(bench.taken(both, 3), 3);

    assert_eq!(bench.memory.decide(Ask::Look, &[both], 1).standings[0].remaining, 3);
    assert_eq!(bench.taken(bucket(2, 10), 20), 7);
    assert_eq!(bench.taken(both, 20), 0);
    assert_eq!(bench.taken(bucket(1, 10), 20), 3);
}
