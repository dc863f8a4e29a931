//! How calls of Stripe ended, for whoever watches the shop.

use std::sync::atomic::{AtomicU64, Ordering};

use super::ask::Deed;
use super::error::StripeError;

/// Counts calls: each once, however often it was tried.
#[derive(Debug, Default)]
pub(super) struct Tally([Ends; 7]);

/// How the calls of one kind ended.
#[derive(Debug, Default)]
struct Ends {
    ok: AtomicU64,
    refused: AtomicU64,
    unavailable: AtomicU64,
}

/// How often calls of one kind ended in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calls {
    /// What was asked for: `create`, `update`, `retrieve`, `capture`, `cancel`, `refund` or `refunds`.
    pub asked: &'static str,
    /// How it ended: `ok`, `refused` or `unavailable`.
    pub result: &'static str,
    /// How often, since this process began.
    pub count: u64,
}

impl Calls {
    /// Every kind of call and every end, none of which has happened.
    #[must_use]
    pub fn none() -> Vec<Self> {
        Tally::default().calls()
    }
}

impl Tally {
    const DEEDS: [&'static str; 7] = ["create", "update", "retrieve", "capture", "cancel", "refund", "refunds"];

    /// Counts how a call ended.
    pub(super) fn count<T>(&self, deed: Deed<'_>, told: &Result<T, StripeError>) {
        let ends = self.0.iter().zip(Self::DEEDS).find(|(_, word)| *word == deed.word());
        let Some((ends, _)) = ends else { return };
        let end = match told {
            Ok(_) => &ends.ok,
            Err(StripeError::Unavailable(_)) => &ends.unavailable,
            Err(_) => &ends.refused,
        };
        end.fetch_add(1, Ordering::Relaxed);
    }

    /// All that was counted, those that never happened among it.
    pub(super) fn calls(&self) -> Vec<Calls> {
        let all = self.0.iter().zip(Self::DEEDS).flat_map(|(ends, asked)| {
            let results = [("ok", &ends.ok), ("refused", &ends.refused), ("unavailable", &ends.unavailable)];
            results.map(|(result, count)| Calls { asked, result, count: count.load(Ordering::Relaxed) })
        });
        all.collect()
    }
}

#[cfg(test)]
mod tests {
    use wufi_domain::ids::{Id, IntentId};

    use super::*;

    #[test]
    fn every_kind_of_call_has_a_place() {
        let id = IntentId::parse("pi_000000000000000000000000").unwrap();
        let all = [
            Deed::Create,
            Deed::Update(&id),
            Deed::Retrieve(&id),
            Deed::Capture(&id),
            Deed::Cancel(&id),
            Deed::Refund(&id),
            Deed::Refunds(&id),
        ];
        let tally = Tally::default();
        for deed in all {
            tally.count(deed, &Ok(()));
            tally.count::<()>(deed, &Err(StripeError::NoSuchIntent));
        }

        let of = |result| tally.calls().into_iter().filter(move |calls| calls.result == result).map(|calls| calls.count);
        assert_eq!(of("ok").chain(of("refused")).collect::<Vec<_>>(), [1; 14]);
        assert_eq!(of("unavailable").sum::<u64>(), 0);
    }
}
