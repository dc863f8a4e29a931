//! Money that is given back.

use serde::Deserialize;
use serde_json::Value;
use wufi_domain::ids::{Id, IntentId};
use wufi_domain::money::{Amount, Currency};

use super::units::from_stripe;
use super::word;

/// What Stripe says of money that it gives back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Its id at Stripe: `re_…`, or `pyr_…` where it was not paid by card.
    pub reference: String,
    /// How far it got.
    pub status: RefundStatus,
}

/// How far money got on its way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundStatus {
    /// On its way.
    Pending,
    /// The shopper has to do something for it.
    RequiresAction,
    /// Given back.
    Succeeded,
    /// It came back to the shop: the shopper's bank did not take it.
    Failed,
    /// Called off.
    Canceled,
}

impl Refund {
    /// Whether the money will not reach the shopper.
    #[must_use]
    pub const fn has_failed(&self) -> bool {
        matches!(self.status, RefundStatus::Failed | RefundStatus::Canceled)
    }
}

impl RefundStatus {
    /// Stripe's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::RequiresAction => "requires_action",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Pending, Self::RequiresAction, Self::Succeeded, Self::Failed, Self::Canceled]
            .into_iter()
            .find(|status| status.word() == word)
    }
}

/// Under which name the shop writes its own id of a refund on it.
pub(super) const MARK: &str = "wufi_refund";

/// A page of refunds.
pub(super) struct Page {
    /// Each, with the shop's own id on it.
    pub(super) refunds: Vec<(Option<String>, Refund)>,
    /// Whether more follow.
    pub(super) has_more: bool,
}

#[derive(Deserialize)]
struct List {
    object: String,
    data: Vec<Told>,
    has_more: bool,
}

#[derive(Deserialize)]
struct Told {
    id: String,
    object: String,
    amount: i64,
    currency: String,
    payment_intent: Value,
    status: Option<String>,
    #[serde(default)]
    metadata: Value,
}

impl Told {
    /// What it says, when it is of that intent.
    fn of(self, intent: &IntentId) -> Option<Refund> {
        if self.object != "refund" || word::id_of(&self.payment_intent) != Some(intent.as_str()) {
            return None;
        }
        // Stripe documents that a status may be missing: then nobody knows yet.
        let status = self.status.as_deref().map_or(Some(RefundStatus::Pending), RefundStatus::parse)?;
        Some(Refund { reference: word::id(&["re_", "pyr_"], &self.id)?, status })
    }
}

/// Reads a page of refunds; one that cannot be read makes the page none, since it could be the one that is looked for.
pub(super) fn read_page(body: &[u8], intent: &IntentId) -> Option<Page> {
    let List { object, data, has_more } = serde_json::from_slice(body).ok()?;
    let mark = |told: &Told| told.metadata.get(MARK).and_then(Value::as_str).map(str::to_owned);
    let refunds: Option<Vec<_>> = data.into_iter().map(|told| Some((mark(&told), told.of(intent)?))).collect();
    // More after nothing would end the search before the one that is looked for, and the money would leave twice.
    let is_page = |refunds: &Vec<_>| object == "list" && !(has_more && refunds.is_empty());
    Some(Page { refunds: refunds.filter(is_page)?, has_more })
}

/// Reads a refund; none when it is of another intent or amount than was asked for.
pub(super) fn read(body: &[u8], intent: &IntentId, (amount, currency): (Amount, Currency)) -> Option<Refund> {
    let told: Told = serde_json::from_slice(body).ok()?;
    let is_as_asked = Currency::new(&told.currency) == Some(currency) && from_stripe(told.amount, currency) == Some(amount);
    if is_as_asked { told.of(intent) } else { None }
}
