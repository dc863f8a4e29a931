//! What an answer means for the question, and whether to ask again.

use std::time::Duration;

use serde_json::Value;

use super::ask::Deed;
use super::error::{StripeError, Trouble};
use super::word::word;

/// Codes that are about where an intent stands, or its charge.
const STANDING: [&str; 11] = [
    "payment_intent_unexpected_state",
    "intent_invalid_state",
    "payment_intent_action_required",
    "charge_already_captured",
    "charge_already_refunded",
    "charge_disputed",
    "charge_expired_for_capture",
    "charge_not_refundable",
    "capture_charge_authorization_expired",
    "capture_unauthorized_payment",
    "refund_disputed_payment",
];

/// Codes that are about how much.
const AMOUNT: [&str; 3] = ["amount_too_large", "amount_too_small", "invalid_charge_amount"];

/// Codes that mean that somebody else is at it just now, whatever the status.
const OCCUPIED: [&str; 3] = ["lock_timeout", "idempotency_key_in_use", "rate_limit"];

/// An answer as it came over the wire.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// `Stripe-Should-Retry`: Stripe knows whether asking again can help.
    pub(super) should_retry: Option<bool>,
    /// `Retry-After`.
    pub(super) wait: Option<Duration>,
    /// `Idempotent-Replayed`: it was given before under the same key.
    pub(super) is_replay: bool,
    pub(super) body: Vec<u8>,
}

/// Why a try came to nothing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) error: StripeError,
    pub(super) again: Again,
}

/// Whether to ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    Never,
    /// Not earlier than Stripe asks for, if it does.
    After(Option<Duration>),
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        let is_settled = matches!(trouble, Trouble::Redirect { .. } | Trouble::Kept { .. } | Trouble::Crowd);
        let again = if is_settled { Again::Never } else { Again::After(None) };
        Self { error: StripeError::Unavailable(trouble), again }
    }
}

impl From<StripeError> for Failure {
    fn from(error: StripeError) -> Self {
        Self { error, again: Again::Never }
    }
}

/// What Stripe says when it does not do something: what stands under `error`. Its `message` is not read: it repeats
/// what was sent.
struct Complaint(Value);

impl Complaint {
    fn read(body: &[u8]) -> Self {
        let told: Value = serde_json::from_slice(body).unwrap_or_default();
        Self(told.get("error").cloned().unwrap_or_default())
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// The code, or the type when there is none.
    fn word(&self) -> Option<String> {
        self.text("code").or_else(|| self.text("type")).and_then(word)
    }

    fn is_one_of(&self, codes: &[&str]) -> bool {
        self.text("code").is_some_and(|code| codes.contains(&code))
    }

    /// Whether what is missing is the intent that was named, in the path or in the form.
    fn misses_intent(&self, deed: Deed<'_>) -> bool {
        let is_intent = matches!(self.text("param"), None | Some("intent" | "payment_intent"));
        self.is_one_of(&["resource_missing"]) && is_intent && deed.about().is_some()
    }
}

impl Answer {
    /// What it tells.
    pub(super) fn told<T>(&self, deed: Deed<'_>, read: impl Fn(&[u8]) -> Option<T>) -> Result<T, Failure> {
        match self.status {
            200..=299 => read(&self.body).ok_or_else(|| Failure::from(Trouble::Garbage)),
            400..=599 => Err(self.failure(deed)),
            status @ 300..=399 => Err(Failure::from(Trouble::Redirect { status })),
            _ => Err(Failure::from(Trouble::Garbage)),
        }
    }

    fn failure(&self, deed: Deed<'_>) -> Failure {
        let complaint = Complaint::read(&self.body);
        let is_passing = matches!(self.status, 408 | 409 | 424 | 429 | 500..=599) || complaint.is_one_of(&OCCUPIED);
        if is_passing || self.should_retry == Some(true) {
            return self.passing(deed);
        }

        Failure::from(if complaint.misses_intent(deed) {
            StripeError::NoSuchIntent
        } else if complaint.is_one_of(&AMOUNT) && deed.sets_amount() {
            StripeError::Unchargeable
        } else if self.status == 402 || complaint.is_one_of(&STANDING) || complaint.is_one_of(&AMOUNT) {
            // Too much to capture or to refund: somebody else did so already. 402: the shopper's bank did not do it.
            StripeError::Unexpected { code: complaint.word() }
        } else {
            StripeError::Refused { status: self.status, code: complaint.word() }
        })
    }

    /// A failure that says nothing of what became of it.
    fn passing(&self, deed: Deed<'_>) -> Failure {
        let status = self.status;
        let is_kept = self.is_replay || self.should_retry == Some(false);
        if status >= 500 && is_kept && deed.changes() {
            return Failure::from(Trouble::Kept { status });
        }
        let error = StripeError::Unavailable(Trouble::Later { status });
        let again = if self.should_retry == Some(false) { Again::Never } else { Again::After(self.wait) };
        Failure { error, again }
    }
}
