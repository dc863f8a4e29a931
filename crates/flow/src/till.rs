//! The till: what takes part whenever money is asked for, held, taken or given back.

use std::sync::Arc;

use tokio::sync::Notify;
use wufi_domain::ids::{Id, IntentId};
use wufi_domain::money::{Amount, Currency};
use wufi_domain::payment::{Intent, MANUAL_PROVIDER, Marks, PaymentSession, STRIPE_PROVIDER, Sealed};
use wufi_guard::keyring::Keys;
use wufi_guard::payment_seal;
use wufi_guard::secret::Secret;
pub use wufi_outbound::stripe::Calls;
use wufi_outbound::stripe::{Refund, Stripe, StripeError, Trouble, Wanted};
use wufi_store::Db;
use wufi_store::payments::{Bound, Sending};

use crate::FlowError;
use crate::payment::Brake;

/// Where money is taken. Cheap to clone; all clones are one till.
#[derive(Clone, Debug)]
pub struct Till {
    /// The database: asking a provider never happens inside a unit of work, so the till begins its own.
    pub db: Db,
    /// What seals payments.
    pub keys: Keys,
    brake: Arc<Brake>,
    stripe: Option<Stripe>,
    notice_secrets: Arc<[Secret]>,
    bell: Arc<Notify>,
}

impl Till {
    /// A till that takes money by hand alone.
    #[must_use]
    pub fn new(db: Db, keys: Keys) -> Self {
        Self { db, keys, brake: Arc::default(), stripe: None, notice_secrets: Arc::default(), bell: Arc::default() }
    }

    /// The same with another brake on card testing.
    #[must_use]
    pub fn with_brake(self, brake: Brake) -> Self {
        Self { brake: Arc::new(brake), ..self }
    }

    /// The brake on card testing.
    #[must_use]
    pub fn brake(&self) -> &Brake {
        &self.brake
    }

    /// The same, and cards through Stripe, whose notices are told by any of `notice_secrets`: there are two while one
    /// takes the other's place, and none where no notices are taken.
    #[must_use]
    pub fn with_stripe(self, stripe: Stripe, notice_secrets: Vec<Secret>) -> Self {
        Self { stripe: Some(stripe), notice_secrets: notice_secrets.into(), ..self }
    }

    /// Whether this till can take money through that provider.
    #[must_use]
    pub fn takes(&self, provider: &str) -> bool {
        provider == MANUAL_PROVIDER || (provider == STRIPE_PROVIDER && self.stripe.is_some())
    }

    /// How questions to Stripe ended since this process began; of every kind, also where there is no Stripe.
    #[must_use]
    pub fn calls(&self) -> Vec<Calls> {
        self.stripe.as_ref().map_or_else(Calls::none, Stripe::calls)
    }

    /// Whether the money of its cards is real.
    pub(crate) fn is_live(&self) -> bool {
        self.stripe.as_ref().is_some_and(Stripe::is_live)
    }

    /// Stripe, as far as this shop uses it.
    pub(crate) fn stripe(&self) -> Result<&Stripe, FlowError> {
        self.stripe.as_ref().ok_or(FlowError::ProviderNotOffered)
    }

    /// What Stripe's notices are told by; none where none are taken.
    pub(crate) fn notice_secrets(&self) -> Option<&[Secret]> {
        (self.stripe.is_some() && !self.notice_secrets.is_empty()).then_some(&self.notice_secrets)
    }

    /// Says that a payment has to be looked after at once.
    pub(crate) fn ring(&self) {
        self.bell.notify_one();
    }

    /// Waits until somebody rings.
    pub async fn rung(&self) {
        self.bell.notified().await;
    }

    /// What the intent of a session is to be marked with.
    fn marks(&self, bound: &Bound) -> Marks {
        let seal = facts(bound, (bound.session.amount, bound.session.currency)).seal(
            &self.keys.current(),
            self.db.now(),
            bound.session.binding.revision,
        );
        Marks { seal: Some(seal), ..Marks::of(&bound.cart, &bound.session.binding.owner, &bound.session.id) }
    }

    fn wanted(&self, bound: &Bound) -> Wanted<'static> {
        let (amount, currency) = (bound.session.amount, bound.session.currency);
        Wanted { amount, currency, marks: self.marks(bound), description: None }
    }

    /// Over which facts the seal on `intent` holds.
    pub(crate) fn sealed(&self, bound: &Bound, intent: &Intent) -> Sealed {
        let (keyring, now) = (self.keys.current(), self.db.now());
        let holds = |amount| intent.marks.seal.as_deref().is_some_and(|seal| facts(bound, amount).holds(&keyring, now, seal));
        Sealed { session: holds((bound.session.amount, bound.session.currency)), intent: holds((intent.amount, intent.currency)) }
    }

    /// Has the provider make the intent of a session; asked again, it tells of the same one.
    pub(crate) async fn create(&self, bound: &Bound) -> Result<Intent, FlowError> {
        let wanted = self.wanted(bound);
        Ok(self.stripe()?.create(&wanted, bound.session.id.as_str()).await?)
    }

    /// Has the provider bring an intent up to date with its session.
    pub(crate) async fn update(&self, bound: &Bound, intent: &IntentId) -> Result<Intent, FlowError> {
        let wanted = self.wanted(bound);
        let key = format!("{}-{}", bound.session.id, bound.session.binding.revision);
        match self.stripe()?.update(intent, &wanted, &key).await {
            // It is no longer what it was when it was looked at.
            Err(StripeError::Unexpected { .. }) => self.look(intent).await,
            answer => Ok(answer?),
        }
    }

    /// Asks the provider how an intent is.
    pub(crate) async fn look(&self, intent: &IntentId) -> Result<Intent, FlowError> {
        Ok(self.stripe()?.retrieve(intent).await?)
    }

    /// Takes the money of a session; when that cannot be done, tells how its intent is instead.
    pub(crate) async fn capture(&self, session: &PaymentSession, intent: &IntentId) -> Result<Intent, FlowError> {
        let key = self.key(session, "capture");
        match self.stripe()?.capture(intent, (session.amount, session.currency), &key).await {
            Err(StripeError::Unexpected { .. }) => self.look(intent).await,
            answer => Ok(answer?),
        }
    }

    /// Gives back money that was taken for a session of which no order came.
    pub(crate) async fn give_back(&self, session: &PaymentSession, intent: &IntentId, amount: Amount) -> Result<(), FlowError> {
        let key = self.key(session, "refund");
        Ok(self.stripe()?.refund(intent, (amount, session.currency), (&key, None)).await.map(drop)?)
    }

    /// Gives back a part of the money that was taken for an order. The key is the refund's own, whoever asks and however often.
    pub(crate) async fn refund(
        &self,
        session: &PaymentSession,
        intent: &IntentId,
        refund: &Sending,
    ) -> Result<Refund, StripeError> {
        let Some(stripe) = &self.stripe else { return Err(StripeError::Unavailable(Trouble::Connection)) };
        let key = format!("{}-{}", refund.id, refund.revision);
        stripe.refund(intent, (refund.amount, session.currency), (&key, Some(refund.id.as_str()))).await
    }

    /// The same refund at the provider, if it has it: under whichever key it was asked for.
    pub(crate) async fn refunded(&self, intent: &IntentId, refund: &Sending) -> Result<Option<Refund>, StripeError> {
        let Some(stripe) = &self.stripe else { return Err(StripeError::Unavailable(Trouble::Connection)) };
        stripe.refund_marked(intent, refund.id.as_str()).await
    }

    /// Lets the money of a session go; when that cannot be done, tells how its intent is instead.
    pub(crate) async fn cancel(&self, session: &PaymentSession, intent: &IntentId) -> Result<Intent, FlowError> {
        match self.stripe()?.cancel(intent, &self.key(session, "cancel")).await {
            Err(StripeError::Unexpected { .. }) => self.look(intent).await,
            answer => Ok(answer?),
        }
    }

    /// The key of a question that the intent's own state lets have its effect once.
    ///
    /// Another one for each attempt: Stripe keeps a failure of its own under its key as well, and would tell it again
    /// for a day although the next attempt would work.
    fn key(&self, session: &PaymentSession, what: &str) -> String {
        format!("{}-{what}-{}", session.id, self.db.now().millis())
    }
}

fn facts(bound: &Bound, (amount, currency): (Amount, Currency)) -> payment_seal::Sealed<'_> {
    let Bound { session, cart } = bound;
    payment_seal::Sealed { session: &session.id, cart, owner: &session.binding.owner, amount, currency }
}
