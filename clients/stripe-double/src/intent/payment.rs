//! Paying an intent: the word of the shopper, and what the bank makes of it.

use serde_json::json;

use super::{Redirects, view};
use crate::api::error::ApiError;
use crate::card::{self, Decline, Outcome};
use crate::charge::Charge;
use crate::status::{Action, CaptureMethod, Step};
use crate::world::{Method, World};

/// The word that an intent is to be paid.
#[derive(Clone, Debug, Default)]
pub(crate) struct Confirm {
    pub(crate) payment_method: Option<String>,
    pub(crate) return_url: Option<String>,
    pub(crate) presence: Presence,
}

/// Where the shopper is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Presence {
    /// In the browser that says the word.
    Browser,
    /// There, but the shop's server says it.
    #[default]
    Server,
    /// Not there.
    Away,
}

/// Pays an intent, or says why not.
pub(crate) fn confirm(world: &mut World, id: &str, confirm: Confirm) -> Result<(), ApiError> {
    let intent = world.intent(id)?;
    intent.permit(Action::Confirm)?;
    let Some(name) = confirm.payment_method.clone().or_else(|| intent.payment_method.clone()) else {
        let message = "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update \
                       the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with \
                       a payment method.";
        let refused = ApiError::invalid(message).code("payment_intent_unexpected_state");
        return Err(refused.with("payment_intent", view::shown(intent)));
    };
    // With the methods of the account there may be one that leads away, and a server cannot know to where back.
    let leads_away = intent.automatic_methods == Some(Redirects::Always) && confirm.presence != Presence::Browser;
    if leads_away && confirm.return_url.is_none() && intent.return_url.is_none() {
        let message = "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of \
                       these payment methods might redirect your customer off of your page, you must provide a `return_url`. \
                       If you don't want to accept redirect-based payment methods, set \
                       `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to \
                       `never` when creating Setup Intents and Payment Intents.";
        return Err(ApiError::invalid(message));
    }

    let method = world.method(&name)?;
    let intent = world.intent_mut(id)?;
    intent.payment_method = Some(method.id.clone());
    intent.last_payment_error = None;
    if confirm.return_url.is_some() {
        intent.return_url = confirm.return_url;
    }
    ask_bank(world, id, &method, confirm.presence)
}

fn ask_bank(world: &mut World, id: &str, method: &Method, presence: Presence) -> Result<(), ApiError> {
    match method.card.outcome {
        Outcome::Approved => approve(world, id, method),
        Outcome::Declined(why) => decline(world, id, method, why),
        Outcome::Challenged(_) if presence == Presence::Away => decline(world, id, method, card::UNATTENDED),
        Outcome::Challenged(_) => {
            world.intent_mut(id)?.status = Step::Challenged.leads_to();
            world.tell_intent("payment_intent.requires_action", id);
            Ok(())
        }
        Outcome::Processing => {
            world.intent_mut(id)?.status = Step::Pending.leads_to();
            world.tell_intent("payment_intent.processing", id);
            Ok(())
        }
    }
}

/// The shopper has shown their bank who they are, or could not.
pub(crate) fn authenticate(world: &mut World, id: &str, succeed: bool) -> Result<(), ApiError> {
    let intent = world.intent(id)?;
    intent.permit(Action::Authenticate)?;
    let method = world.method(&intent.payment_method.clone().unwrap_or_default())?;
    if !succeed {
        return unauthenticated(world, id, &method);
    }
    match method.card.outcome {
        // What the browser learns here it learns from the intent: the page of the bank has no errors of Stripe's.
        Outcome::Challenged(Some(why)) => decline(world, id, &method, why).or(Ok(())),
        _ => approve(world, id, &method),
    }
}

/// The bank has decided at last.
pub(crate) fn settle(world: &mut World, id: &str, succeed: bool) -> Result<(), ApiError> {
    let intent = world.intent(id)?;
    intent.permit(Action::Settle)?;
    let method = world.method(&intent.payment_method.clone().unwrap_or_default())?;
    if succeed {
        return approve(world, id, &method);
    }
    let why = Decline { code: "card_declined", decline_code: Some("generic_decline"), message: "Your card was declined." };
    decline(world, id, &method, why).or(Ok(()))
}

fn approve(world: &mut World, id: &str, method: &Method) -> Result<(), ApiError> {
    let now = world.now();
    let intent = world.intent_mut(id)?;
    let mut charge = Charge::of(intent, method, None, now);
    let charge_id = charge.id.clone();
    let manual = intent.capture_method == CaptureMethod::Manual;

    intent.status = Step::Approved(intent.capture_method).leads_to();
    intent.latest_charge = Some(charge_id.clone());
    if manual {
        intent.amount_capturable = intent.amount;
    } else {
        intent.amount_received = intent.amount;
        charge.take(intent.amount);
    }
    if intent.setup_future_usage.is_some() {
        let customer = intent.customer.clone();
        world.methods.insert(method.id.clone(), Method { customer, ..method.clone() });
    }
    world.charges.insert(charge_id.clone(), charge);

    world.tell_charge("charge.succeeded", &charge_id);
    world.tell_intent(if manual { "payment_intent.amount_capturable_updated" } else { "payment_intent.succeeded" }, id);
    Ok(())
}

/// Always returns what the caller is told.
fn decline(world: &mut World, id: &str, method: &Method, why: Decline) -> Result<(), ApiError> {
    let now = world.now();
    let intent = world.intent_mut(id)?;
    let charge = Charge::of(intent, method, Some(why), now);
    let charge_id = charge.id.clone();
    let mut error = ApiError::card(why.message)
        .code(why.code)
        .with("charge", charge_id.clone().into())
        .with("payment_method", view::method(method));
    if let Some(decline_code) = why.decline_code {
        error = error.with("decline_code", decline_code.into());
    }

    intent.status = Step::Refused.leads_to();
    intent.latest_charge = Some(charge_id.clone());
    intent.payment_method = None;
    intent.last_payment_error = error.body().get("error").cloned();
    let error = error.with("payment_intent", view::shown(intent));
    world.charges.insert(charge_id.clone(), charge);

    world.tell_charge("charge.failed", &charge_id);
    world.tell_intent("payment_intent.payment_failed", id);
    Err(error)
}

fn unauthenticated(world: &mut World, id: &str, method: &Method) -> Result<(), ApiError> {
    let intent = world.intent_mut(id)?;
    intent.status = Step::Refused.leads_to();
    intent.payment_method = None;
    intent.last_payment_error = Some(json!({
        "type": "invalid_request_error", "code": "payment_intent_authentication_failure",
        "doc_url": "https://stripe.com/docs/error-codes/payment-intent-authentication-failure",
        "message": "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new \
                    PaymentMethod to attempt to fulfill this PaymentIntent again.",
        "payment_method": view::method(method),
    }));
    world.tell_intent("payment_intent.payment_failed", id);
    Ok(())
}
