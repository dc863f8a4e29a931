//! How webhooks are delivered.

use std::time::Duration;

use serde::Serialize;

/// How webhooks are delivered. Tests change it as they go; what is on its way already is not held up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// When.
    pub timing: Timing,
    /// In which order.
    pub order: Order,
    /// How often each.
    pub copies: Copies,
    /// The types that never arrive, such as `payment_intent.succeeded`; `*` is all.
    pub lost: Vec<String>,
    /// How they are signed.
    pub signing: Signing,
    /// How often one is tried again that was not answered with 2xx.
    pub retries: u32,
    /// How long after the last try.
    pub retry_pause: Duration,
    /// How long a shop has for its answer.
    pub patience: Duration,
}

/// When webhooks are delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Before the call that they tell of is answered.
    BeforeAnswer,
    /// So long after it happened.
    After(Duration),
    /// Not until somebody says so.
    Held,
}

/// In which order webhooks are delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As it happened.
    AsHappened,
    /// Once the first is due, all that wait, the newest first.
    NewestFirst,
}

/// How often a webhook is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copies {
    /// Once.
    One,
    /// So often, one after the other was answered.
    InTurn(u32),
    /// So often, at the same time.
    AtOnce(u32),
}

/// How a webhook is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signing {
    /// Rightly.
    Right,
    /// With the right secret, as at so many seconds ago.
    Stale(i64),
    /// With another secret.
    WrongSecret,
    /// With an old secret and the right one, as for a day after the secret was changed.
    Rolled,
    /// Not at all.
    Missing,
}

impl Default for Delivery {
    fn default() -> Self {
        Self {
            timing: Timing::After(Duration::ZERO),
            order: Order::AsHappened,
            copies: Copies::One,
            lost: Vec::new(),
            signing: Signing::Right,
            retries: 3,
            retry_pause: Duration::from_millis(200),
            patience: Duration::from_secs(10),
        }
    }
}

impl Delivery {
    pub(super) fn loses(&self, kind: &str) -> bool {
        self.lost.iter().any(|lost| lost == "*" || lost == kind)
    }
}

/// A try to deliver a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Delivered {
    /// The event, `evt_…`.
    pub event: String,
    /// Its type.
    pub kind: String,
    /// What the shop answered; nothing when it did not.
    pub status: Option<u16>,
}

impl Delivered {
    /// Whether the shop has taken it.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }
}
