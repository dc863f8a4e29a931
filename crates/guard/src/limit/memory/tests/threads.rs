//! Many threads at once.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use super::*;

const THREADS: u64 = 8;

#[test]
fn threads_that_ask_at_once_get_exactly_the_limit_together() {
    let bench = Bench::new();
    let granted = AtomicU32::new(0);
    for round in 1..=20 {
        thread::scope(|threads| {
            for thread in 0..THREADS {
                let (bench, granted) = (&bench, &granted);
                // Each in another order: the locks must be taken in one.
                let mut asked = vec![bucket(1, 100), bucket(2, 500), bucket(100 + thread, 90), bucket(3, 10_000)];
                asked.rotate_left(usize::try_from(thread % 4).unwrap());
                threads.spawn(move || {
                    (0..100).filter(|_| bench.charge(&asked).granted).for_each(|_| _ = granted.fetch_add(1, Ordering::Relaxed));
                });
            }
        });
        assert_eq!(granted.load(Ordering::Relaxed), 100 * round);
        bench.after(WINDOW);
    }
}

/// The moments between which a request was accepted.
type Between = (u64, u64);

/// Hammers `memory` until `ends_at` and tells when it was let through.
fn hammer(memory: &Memory, bucket: Bucket, ends_at: u64) -> Vec<Between> {
    let mut accepted = Vec::new();
    while Clock::System.steady_micros() < ends_at {
        let before = Clock::System.steady_micros();
        if memory.decide(Ask::Charge, &[bucket], 1).granted {
            accepted.push((before, Clock::System.steady_micros()));
        }
    }
    accepted
}

#[test]
fn no_window_of_real_time_holds_more_than_the_limit() {
    const LIMIT: usize = 50;
    let memory = Memory::new(Clock::System);
    let bucket = Bucket { rule: Rule::new(50, 1).unwrap(), ..bucket(1, 1) };
    let ends_at = Clock::System.steady_micros() + 3_000_000;

    let mut accepted: Vec<Between> = thread::scope(|threads| {
        let hammers: Vec<_> = (0..THREADS).map(|_| threads.spawn(|| hammer(&memory, bucket, ends_at))).collect();
        hammers.into_iter().flat_map(|hammer| hammer.join().unwrap()).collect()
    });

    accepted.sort_by_key(|(_, after)| *after);
    assert!(accepted.len() > 2 * LIMIT);
    for (from, _) in &accepted {
        let within = accepted.iter().filter(|(before, after)| before >= from && *after < from + 1_000_000);
        assert!(within.count() <= LIMIT);
    }
}
