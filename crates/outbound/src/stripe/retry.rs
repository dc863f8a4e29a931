//! How often a question is asked, and how long is waited in between.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};
use wufi_domain::chance::Chance;

use super::Stripe;
use super::answer::{Again, Answer, Failure};
use super::ask::Question;
use super::error::{StripeError, Trouble};

/// How much time a call has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// For all of it.
    pub(super) whole: Duration,
    /// For one try.
    pub(super) each: Duration,
    /// How long is waited at most after the first try; twice as long after each further one.
    pub(super) pause: Duration,
    /// How often is tried.
    pub(super) tries: u32,
}

impl Default for Pace {
    fn default() -> Self {
        let (whole, each) = (Duration::from_secs(25), Duration::from_secs(10));
        Self { whole, each, pause: Duration::from_millis(500), tries: 3 }
    }
}

impl Pace {
    /// How long to wait after so many tries: half of it certain, half by chance, so that those who failed together do
    /// not come back together; at least as long as Stripe asked for.
    fn pause(&self, tried: u32, asked: Option<Duration>, chance: &Chance) -> Duration {
        let half = self.pause.saturating_mul(1 << tried.saturating_sub(1).min(8)) / 2;
        let [dice] = chance.bytes();
        let pause = half + half * u32::from(dice) / 255;
        pause.max(asked.unwrap_or_default())
    }
}

impl Stripe {
    /// Asks until there is an answer that says what became of it, as long as there is time. Each try goes under the
    /// same key, so it does not matter which of them Stripe did.
    pub(super) async fn ask<T>(&self, question: &Question<'_>, read: impl Fn(&[u8]) -> Option<T>) -> Result<T, StripeError> {
        let told = self.insist(question, read).await;
        self.0.tally.count(question.deed, &told);
        told
    }

    async fn insist<T>(&self, question: &Question<'_>, read: impl Fn(&[u8]) -> Option<T>) -> Result<T, StripeError> {
        let pace = &self.0.pace;
        let deadline = Instant::now() + pace.whole;
        let mut tried = 0;
        loop {
            tried += 1;
            let answer = self.once(question, deadline).await;
            let failure = match answer.map_err(Failure::from).and_then(|answer| answer.told(question.deed, &read)) {
                Ok(told) => return Ok(told),
                Err(failure) => failure,
            };

            let Again::After(asked) = failure.again else { return Err(failure.error) };
            let pause = pace.pause(tried, asked, &self.0.chance);
            if tried >= pace.tries || Instant::now() + pause >= deadline {
                return Err(failure.error);
            }
            sleep(pause).await;
        }
    }

    /// One try, in a place of its own.
    async fn once(&self, question: &Question<'_>, deadline: Instant) -> Result<Answer, Trouble> {
        let left = || deadline.saturating_duration_since(Instant::now());
        let Ok(Ok(_place)) = timeout(left(), self.0.places.acquire()).await else { return Err(Trouble::Crowd) };

        let patience = self.0.pace.each.min(left());
        timeout(patience, self.0.wire.exchange(question)).await.unwrap_or(Err(Trouble::Silence))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_call_ends_before_whoever_waits_for_it_gives_up() {
        let pace = Pace::default();

        assert_eq!((pace.whole, pace.each, pace.tries), (Duration::from_secs(25), Duration::from_secs(10), 3));
    }

    proptest! {
        #[test]
        fn a_pause_grows_and_is_never_shorter_than_asked_for(tried in 1_u32..50, asked in 0_u64..100, seed in any::<u64>()) {
            let pace = Pace::default();
            let most = pace.pause * (1 << (tried - 1).min(8));
            let asked = Duration::from_secs(asked);

            let pause = pace.pause(tried, None, &Chance::seeded(seed));
            let told = pace.pause(tried, Some(asked), &Chance::seeded(seed));

            prop_assert!((most / 2..=most).contains(&pause), "{pause:?} of {most:?}");
            prop_assert_eq!(told, pause.max(asked));
        }
    }

    #[test]
    fn those_who_failed_together_come_back_apart() {
        let chance = Chance::seeded(1);
        let pauses: std::collections::HashSet<_> = (0..20).map(|_| Pace::default().pause(1, None, &chance)).collect();

        assert!(pauses.len() > 10, "{pauses:?}");
    }
}
