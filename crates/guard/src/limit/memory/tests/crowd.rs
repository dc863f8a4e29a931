//! When there are more buckets than places.

use super::*;

/// Places in the benches of this file: [`SHARDS`] parts of 16.
const PLACES: usize = 16 * SHARDS;

/// A flood of buckets that are used once each.
fn flood(bench: &Bench, from: u64, many: u64) {
    for name in from..from + many {
        bench.after(1).charge(&[bucket(name, 100)]);
    }
}

#[test]
fn there_are_never_more_buckets_than_places() {
    let bench = Bench::holding(PLACES);
    flood(&bench, 1_000, 20_000);

    let figures = bench.memory.figures();
    assert_eq!(figures.buckets, u64::try_from(PLACES).unwrap());
    assert_eq!(figures.crowded_out, 0);
}

#[test]
fn a_flood_of_others_does_not_let_an_offender_begin_anew() {
    let bench = Bench::holding(PLACES);
    let offenders: Vec<Bucket> = (0..20).map(|name| bucket(name, 5)).collect();
    for offender in &offenders {
        assert_eq!(bench.taken(*offender, 3), 3);
    }

    flood(&bench, 1_000, 30_000);

    assert!(bench.memory.figures().faded > 20_000);
    for offender in &offenders {
        assert_eq!(bench.taken(*offender, 10), 2);
    }
}

#[test]
fn who_was_forgotten_for_others_starts_with_what_they_had_used() {
    let bench = Bench::holding(PLACES);
    let quiet: Vec<Bucket> = (0..20).map(|name| bucket(name, 5)).collect();
    for bucket in &quiet {
        assert_eq!(bench.taken(*bucket, 2), 2);
    }

    flood(&bench, 1_000, 30_000);

    let forgotten = quiet.iter().filter(|bucket| !bench.holds(**bucket));
    assert!(forgotten.count() > 10);
    for bucket in &quiet {
        assert_eq!(bench.taken(*bucket, 10), 3);
    }
}

#[test]
fn a_stranger_to_whom_the_use_of_another_is_put_down_has_more_than_half_of_a_window() {
    let bench = Bench::holding(PLACES);
    let in_one_cell = |name: u8, requests| Bucket {
        key: BucketKey::of([0, 7, 7, name, 0, 0, 0, 0, name, 0, 0, 0, 0, 0, 0, 0]),
        ..bucket(0, requests)
    };
    for name in 0..16 {
        assert_eq!(bench.taken(in_one_cell(name, 100), 49), 49);
    }
    bench.after(1);

    assert_eq!(bench.taken(in_one_cell(100, 5), 10), 3);
    assert_eq!(bench.taken(in_one_cell(101, 100), 200), 51);
    assert_eq!(bench.after(WINDOW).taken(in_one_cell(102, 100), 200), 100);
}

#[test]
fn idle_buckets_make_room_before_any_other() {
    let bench = Bench::holding(PLACES);
    flood(&bench, 1_000, 500);
    bench.after(WINDOW);
    let quiet: Vec<Bucket> = (0..400).map(|name| bucket(name, 100)).collect();
    for bucket in &quiet {
        assert!(bench.takes(*bucket));
    }

    flood(&bench, 10_000, 300);

    assert_eq!(bench.memory.figures().faded, 0);
}

#[test]
fn when_only_offenders_are_left_a_new_bucket_hears_that_it_is_full_for_a_window() {
    let bench = Bench::holding(PLACES);
    for name in 0..20_000 {
        bench.charge(&[bucket(name, 1)]);
    }
    bench.after(1);

    let mut refused = (50_000..60_000).map(|name| bench.charge(&[bucket(name, 1)])).filter(|verdict| !verdict.granted);

    let verdict = refused.next().expect("one of them");
    assert_eq!((verdict.standings[0].remaining, verdict.standings[0].next_in_ms), (0, 60_000));
    assert!(bench.memory.figures().crowded_out > 0);
    assert_eq!(bench.after(WINDOW).taken(bucket(50_000, 1), 5), 1);
}
