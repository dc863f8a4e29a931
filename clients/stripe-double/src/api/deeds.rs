//! What calls ask for is done.

use serde_json::{Value, json};

use super::auth::Caller;
use super::error::ApiError;
use super::order::{Deed, Order};
use super::page;
use crate::intent::{self, ending, payment, view};
use crate::world::World;
use crate::{charge, customer, refund};

impl Order {
    /// Does it; returns what is answered.
    pub(crate) fn run(self, world: &mut World) -> Result<Value, ApiError> {
        self.check_client_secret(world)?;
        let Self { deed, expand, caller, .. } = self;
        let mut answer = deed.run(world)?;
        if caller == Caller::Browser {
            return Ok(view::public(answer));
        }
        expand.apply(world, &mut answer);
        Ok(answer)
    }

    /// A browser shows the secret of the intent; the shop's server need not, but if it does it must be right.
    fn check_client_secret(&self, world: &World) -> Result<(), ApiError> {
        let (Deed::Retrieve(id) | Deed::Confirm(id, _)) = &self.deed else { return Ok(()) };
        let right = world.intent(id).map(|intent| &intent.client_secret);
        match &self.client_secret {
            None if self.caller == Caller::Browser => {
                let message = "The client_secret must be provided when using a publishable key.";
                Err(ApiError::invalid(message).code("parameter_missing").param("client_secret"))
            }
            Some(shown) if right? != shown => {
                let message = "The client_secret provided does not match any associated PaymentIntent on this account. Ensure \
                               the publishable key used belongs to the same account that created the PaymentIntent.";
                Err(ApiError::invalid(message).code("payment_intent_invalid_parameter").param("client_secret"))
            }
            _ => Ok(()),
        }
    }
}

impl Deed {
    fn run(self, world: &mut World) -> Result<Value, ApiError> {
        let intent = match self {
            Self::Create(new) => intent::create(world, *new)?,
            Self::Update(id, changes) => intent::update(world, &id, *changes).map(|()| id)?,
            Self::Confirm(id, confirm) => payment::confirm(world, &id, confirm).map(|()| id)?,
            Self::Capture(id, amount) => ending::capture(world, &id, amount).map(|()| id)?,
            Self::Cancel(id, reason) => ending::cancel(world, &id, reason).map(|()| id)?,
            Self::Retrieve(id) => id,
            other => return other.run_beside(world),
        };
        world.intent(&intent).map(view::shown)
    }

    /// What is not about one intent.
    fn run_beside(self, world: &mut World) -> Result<Value, ApiError> {
        match self {
            Self::List { page, customer } => {
                let wanted =
                    |intent: &intent::Intent| page.takes(intent.created) && (customer.is_none() || customer == intent.customer);
                Ok(page::shown("/v1/payment_intents", page.of(&world.intents, wanted, view::shown)?))
            }
            Self::Refund(new) => {
                let id = refund::create(world, new)?;
                shown_refund(world, &id)
            }
            Self::RetrieveRefund(id) => shown_refund(world, &id),
            Self::ListRefunds { page, payment_intent, charge } => {
                let wanted = |refund: &refund::Refund| {
                    page.takes(refund.created)
                        && payment_intent.as_ref().is_none_or(|id| *id == refund.payment_intent)
                        && charge.as_ref().is_none_or(|id| *id == refund.charge)
                };
                Ok(page::shown("/v1/refunds", page.of(&world.refunds, wanted, refund::shown)?))
            }
            Self::RetrieveCharge(id) => world.charge(&id).map(charge::shown),
            Self::CreateCustomer(new) => customer::create(world, new),
            Self::RetrieveCustomer(id) => {
                let customer = world.customers.get(&id).ok_or_else(|| ApiError::missing("customer", &id, "id"))?;
                Ok(customer.shown())
            }
            _ => Ok(account(world)),
        }
    }
}

fn shown_refund(world: &World, id: &str) -> Result<Value, ApiError> {
    world.refunds.get(id).map(refund::shown).ok_or_else(|| ApiError::missing("refund", id, "id"))
}

fn account(world: &World) -> Value {
    json!({
        "id": "acct_1DoubleDoubleDou", "object": "account", "business_profile": { "name": "Wufi" },
        "capabilities": { "card_payments": "active" }, "charges_enabled": true, "country": "EE",
        "default_currency": "eur", "details_submitted": true, "email": null, "livemode": world.livemode,
        "metadata": {}, "payouts_enabled": true, "type": "standard",
    })
}
