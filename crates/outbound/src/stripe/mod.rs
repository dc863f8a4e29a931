//! Payments through Stripe: what the shop asks of it, and what Stripe tells the shop by itself.
//!
//! A handful of calls of its API over HTTPS, written by hand (`docs/decisions/0010-stripe-by-hand.md`). Nothing is connected to
//! but the base that is set, whatever an answer or the environment says; a call ends within 25 seconds; what changes
//! something goes under an idempotency key, under which it is tried again. Nothing that Stripe tells is believed
//! before its form is checked, and whether the facts fit the shop's own is decided elsewhere (`wufi_domain::payment`).
//!
//! Under one key Stripe answers for a day as it did the first time, refusals included. So what a repeated call tells is
//! how things stood then; how they stand now, [`Stripe::retrieve`] tells.

mod answer;
mod ask;
mod error;
mod intent;
mod refund;
mod retry;
mod settings;
mod tally;
mod units;
pub mod webhook;
mod wire;
mod word;

use std::fmt;
use std::sync::Arc;

use tokio::sync::Semaphore;
use url::Url;
use wufi_domain::chance::Chance;
use wufi_domain::ids::{Id, IntentId};
use wufi_domain::money::{Amount, Currency};
use wufi_domain::payment::{Intent, Marks};

use ask::{Deed, Form, Question};
pub use error::{StripeError, Trouble};
pub use refund::{Refund, RefundStatus};
use retry::Pace;
pub use settings::{Capture, Settings, SetupError};
pub use tally::Calls;
use tally::Tally;
use wire::Wire;

/// The version of Stripe's API that is asked for, whatever the account is set to: a later one could mean something
/// else by the same words.
///
/// Since 2025-03-31 `amount_refunded` of a charge counts what was given back, and no longer what was let go without
/// having been taken; we read it so. Versions of one name only add to each other, so this is the first of its name.
pub const API_VERSION: &str = "2025-09-30.clover";

/// Calls that are under way at once. Stripe allows 25 a second in test mode and 100 in live mode, of all nodes
/// together, and one takes a few tenths of a second.
const PLACES: usize = 20;

/// The most pages of refunds of one intent that are looked through.
const MAX_PAGES: usize = 20;

/// The shop's account at Stripe. Cheap to clone.
#[derive(Clone)]
pub struct Stripe(Arc<Inner>);

struct Inner {
    wire: Wire,
    capture: Capture,
    is_live: bool,
    pace: Pace,
    places: Semaphore,
    chance: Chance,
    tally: Tally,
}

/// What an intent is to be about.
#[derive(Clone, Debug)]
pub struct Wanted<'w> {
    /// How much is to be paid.
    pub amount: Amount,
    /// In what.
    pub currency: Currency,
    /// What is written on it.
    pub marks: Marks,
    /// What the shop's people see it called at Stripe.
    pub description: Option<&'w str>,
}

impl Stripe {
    /// Takes the settings; connects to nothing yet.
    pub fn new(settings: &Settings<'_>, chance: Chance) -> Result<Self, SetupError> {
        Self::trusting(settings, chance, wire::roots())
    }

    fn trusting(settings: &Settings<'_>, chance: Chance, roots: rustls::RootCertStore) -> Result<Self, SetupError> {
        let is_live = settings::is_live(settings.secret_key)?;
        settings::check_base(&settings.api_base, is_live)?;
        let wire = Wire::new(settings, roots)?;
        let places = Semaphore::new(PLACES);
        let (pace, tally) = (Pace::default(), Tally::default());
        Ok(Self(Arc::new(Inner { wire, capture: settings.capture, is_live, pace, places, chance, tally })))
    }

    /// Whether the key is about real money.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.0.is_live
    }

    /// Where the API is.
    #[must_use]
    pub fn api_base(&self) -> &Url {
        self.0.wire.base()
    }

    /// How calls ended since this process began.
    #[must_use]
    pub fn calls(&self) -> Vec<Calls> {
        self.0.tally.calls()
    }

    /// Makes an intent. Under one `key` there is one, however often it is asked for.
    pub async fn create(&self, wanted: &Wanted<'_>, key: &str) -> Result<Intent, StripeError> {
        let mut form = Form::amount("amount", wanted.amount, wanted.currency)?;
        form.add("currency", wanted.currency.code());
        form.add("capture_method", self.0.capture.word());
        form.add("automatic_payment_methods[enabled]", "true");
        for (name, mark) in wanted.marks.named() {
            if let Some(mark) = mark {
                form.add(&format!("metadata[{name}]"), mark);
            }
        }
        form.describe(wanted.description);
        self.intent(Deed::Create, form, Some(key)).await
    }

    /// Changes what an intent is about: amount, currency and marks. A mark that is missing is taken off.
    ///
    /// Stripe takes 1,000 of these an hour for one intent.
    pub async fn update(&self, id: &IntentId, wanted: &Wanted<'_>, key: &str) -> Result<Intent, StripeError> {
        let mut form = Form::amount("amount", wanted.amount, wanted.currency)?;
        form.add("currency", wanted.currency.code());
        for (name, mark) in wanted.marks.named() {
            // Stripe keeps what is not mentioned; an empty text takes it off.
            form.add(&format!("metadata[{name}]"), mark.unwrap_or_default());
        }
        form.describe(wanted.description);
        self.intent(Deed::Update(id), form, Some(key)).await
    }

    /// What Stripe says of an intent now.
    pub async fn retrieve(&self, id: &IntentId) -> Result<Intent, StripeError> {
        self.intent(Deed::Retrieve(id), Form::default(), None).await
    }

    /// Takes `amount` of what is held; what is left of it is let go.
    pub async fn capture(&self, id: &IntentId, amount: (Amount, Currency), key: &str) -> Result<Intent, StripeError> {
        let form = Form::amount("amount_to_capture", amount.0, amount.1)?;
        self.intent(Deed::Capture(id), form, Some(key)).await
    }

    /// Calls an intent off: what is held is let go. What was taken already has to be refunded.
    pub async fn cancel(&self, id: &IntentId, key: &str) -> Result<Intent, StripeError> {
        self.intent(Deed::Cancel(id), Form::default(), Some(key)).await
    }

    /// Gives back `amount` of what was taken. Under one `key` it is given back once; `mark` is written on it, so that it
    /// can be told from others afterwards.
    pub async fn refund(
        &self,
        id: &IntentId,
        amount: (Amount, Currency),
        (key, mark): (&str, Option<&str>),
    ) -> Result<Refund, StripeError> {
        let mut form = Form::amount("amount", amount.0, amount.1)?;
        form.add("payment_intent", id.as_str());
        if let Some(mark) = mark {
            form.add(&format!("metadata[{}]", refund::MARK), mark);
        }
        let question = Question::new(Deed::Refund(id), form, Some(key))?;
        self.ask(&question, |body| refund::read(body, id, amount)).await
    }

    /// The refund of an intent on which `mark` is written, if Stripe has one.
    pub async fn refund_marked(&self, id: &IntentId, mark: &str) -> Result<Option<Refund>, StripeError> {
        let mut after: Option<String> = None;
        for _ in 0..MAX_PAGES {
            let mut form = Form::default();
            form.add("payment_intent", id.as_str());
            form.add("limit", "100");
            if let Some(last) = &after {
                form.add("starting_after", last);
            }
            let question = Question::new(Deed::Refunds(id), form, None)?;
            let page = self.ask(&question, |body| refund::read_page(body, id)).await?;
            if let Some(found) = page.refunds.iter().find(|(held, _)| held.as_deref() == Some(mark)) {
                return Ok(Some(found.1.clone()));
            }
            match page.refunds.last().filter(|_| page.has_more) {
                Some((_, last)) => after = Some(last.reference.clone()),
                None => return Ok(None),
            }
        }
        // No payment is given back in so many parts.
        Err(StripeError::Unavailable(Trouble::Garbage))
    }

    async fn intent(&self, deed: Deed<'_>, mut form: Form, key: Option<&str>) -> Result<Intent, StripeError> {
        // Without its last charge nobody could say whether money was given back.
        form.add("expand[]", "latest_charge");
        let question = Question::new(deed, form, key)?;
        self.ask(&question, |body| intent::read(body, deed.about())).await
    }
}

impl fmt::Debug for Stripe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mode = if self.0.is_live { "live" } else { "test" };
        write!(f, "Stripe({}, {mode})", self.0.wire.base())
    }
}

#[cfg(test)]
mod tests;
