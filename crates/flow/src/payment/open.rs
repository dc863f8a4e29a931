//! Opening a payment session, and bringing one up to date before the shopper pays.
//!
//! Nobody is asked inside a unit of work: what is to be asked is written first, so that whoever finds it
//! after a crash knows that an answer may have been lost, and the same question is asked again.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::cart::{Cart, CartError};
use wufi_domain::ids::{CartId, IntentId, PaymentCollectionId, PaymentSessionId};
use wufi_domain::moment::Moment;
use wufi_domain::payment::{
    Binding, Intent, IntentStatus, MANUAL_PROVIDER, PaymentCollection, PaymentSession, SessionStatus, Step,
};
use wufi_domain::shop::Shop;
use wufi_outbound::stripe::{StripeError, Trouble};
use wufi_store::payments::{self, Bound};
use wufi_store::{Tx, carts, declines};

use super::release::call_off;
use super::{brake, save};
use crate::till::Till;
use crate::{Caller, FlowError};

/// How often a provider is asked for one request: to make an intent, look at it and bring it up to date.
const ROUNDS: usize = 4;
/// Seconds after which a question whose answer nobody wrote down is looked after.
const ASKED_SECS: i64 = 30;

/// Seconds for which a session stays open: a day, as shops keep carts.
const OPEN_SECS: i64 = 86_400;

/// Until when a session of that age stays open for the shopper to pay.
pub(super) fn open_until(created_at: Moment) -> Moment {
    created_at.after_secs(OPEN_SECS)
}

/// Where a session stands.
enum Begun {
    /// The shopper may pay.
    Ready(PaymentCollection),
    /// The provider has to be asked first.
    Asked(Bound, Question),
}

/// What the provider is asked.
enum Question {
    /// To make an intent.
    Make,
    /// How the intent is.
    Look(IntentId),
    /// To bring the intent up to date.
    Update(IntentId),
}

/// Opens a session with `provider`; another one of the collection ends, as in Medusa. The one that is open
/// already is brought up to date instead: one intent for one purchase.
pub async fn session(
    till: &Till,
    shop: &Shop,
    caller: &Caller,
    id: &PaymentCollectionId,
    provider: &str,
) -> Result<PaymentCollection, FlowError> {
    let mut seen = None;
    for _ in 0..ROUNDS {
        let (bound, question) = match begin(till, shop, caller, (id, provider, seen)).await? {
            Begun::Ready(collection) => return Ok(collection),
            Begun::Asked(bound, question) => (bound, question),
        };
        let answer = match &question {
            Question::Make => till.create(&bound).await,
            Question::Look(intent) => till.look(intent).await,
            Question::Update(intent) => till.update(&bound, intent).await,
        };
        seen = match answer {
            // Deleted there, or of another account than the key's: nothing of it can be let go.
            Err(FlowError::Provider(StripeError::NoSuchIntent)) => {
                disown(till, &bound).await?;
                None
            }
            // Stripe would tell the same failure again under the same key: the next attempt is another session.
            Err(FlowError::Provider(StripeError::Unavailable(trouble @ Trouble::Kept { .. }))) => {
                drop_asked(till, &bound).await?;
                return Err(StripeError::Unavailable(trouble).into());
            }
            answer => {
                let intent = answer?;
                if keep(till, caller, &bound, &intent).await? {
                    call_off(till, &bound.session.id).await?;
                    None
                } else {
                    Some(intent)
                }
            }
        };
    }
    Err(FlowError::ProviderUnsettled)
}

/// Finds out what is to be asked, and writes that down; `seen` is the intent as the provider told of it just now.
async fn begin(
    till: &Till,
    shop: &Shop,
    caller: &Caller,
    (id, provider, seen): (&PaymentCollectionId, &str, Option<Intent>),
) -> Result<Begun, FlowError> {
    let mut tx = till.db.begin().await?;
    let cart = payments::cart_of(&mut tx, id).await?.ok_or(CartError::NotFound)?;
    let held = carts::hold(&mut tx, &caller.standing, &cart).await?.ok_or(CartError::NotFound)?;
    caller.vouched()?;
    held.open()?;
    let region = shop.region(&held.region).ok_or(CartError::NoRegion)?;
    if !region.offers(provider) || !till.takes(provider) {
        return Err(FlowError::ProviderNotOffered);
    }

    let collection = held.payment.clone().ok_or(CartError::NotFound)?;
    let begun = match open_with(&collection, provider).map(|session| next(&held, session, seen.as_ref())) {
        Some(Next::Ready) => Begun::Ready(collection),
        Some(Next::Ask(session, question)) => {
            rewrite(&mut tx, &held, &session).await?;
            Begun::Asked(Bound { session: *session, cart }, question)
        }
        Some(Next::Replace) | None => replace(&mut tx, till, caller, (&held, collection, provider)).await?,
    };
    tx.commit().await?;
    Ok(begun)
}

/// The session that is open with `provider`. A promise by hand costs nothing and is always made anew, as in Medusa.
fn open_with<'c>(collection: &'c PaymentCollection, provider: &str) -> Option<&'c PaymentSession> {
    collection.payable_session().filter(|session| session.provider_id == provider && session.is_outside())
}

/// What is to be done with the session that is open.
enum Next {
    Ready,
    Ask(Box<PaymentSession>, Question),
    Replace,
}

fn next(held: &Cart, session: &PaymentSession, seen: Option<&Intent>) -> Next {
    let total = held.payment.as_ref().map_or(session.amount, |collection| collection.amount);
    let fits = session.fits(held, total);
    let ask = |question| Next::Ask(Box::new(session.clone()), question);
    match (&session.binding.intent, seen) {
        (None, _) if fits => ask(Question::Make),
        (None, _) => Next::Replace,
        (Some(id), None) => ask(Question::Look(id.clone())),
        (Some(id), Some(intent)) if *id != intent.id => ask(Question::Look(id.clone())),
        (Some(_), Some(intent)) if intent.status == IntentStatus::Canceled => Next::Replace,
        (Some(_), Some(intent)) if fits && (intent.amount, intent.currency) == (session.amount, session.currency) => Next::Ready,
        (Some(_), Some(intent)) if intent.status.has_money() || intent.status == IntentStatus::Processing => Next::Replace,
        (Some(id), Some(_)) => Next::Ask(Box::new(rebound(held, session)), Question::Update(id.clone())),
    }
}

/// The session, bound to the cart as it is now.
fn rebound(held: &Cart, session: &PaymentSession) -> PaymentSession {
    let (amount, currency) =
        held.payment.as_ref().map_or((session.amount, session.currency), |collection| (collection.amount, collection.currency));
    let binding =
        Binding { owner: held.owner.clone(), revision: session.binding.revision.saturating_add(1), ..session.binding.clone() };
    PaymentSession { amount, currency, binding, ..session.clone() }
}

/// Writes a session that was bound anew.
async fn rewrite(tx: &mut Tx, held: &Cart, session: &PaymentSession) -> Result<(), FlowError> {
    let mut cart = held.clone();
    if let Some(open) = cart.payment.as_mut().and_then(|collection| collection.session_mut(&session.id)) {
        *open = session.clone();
    }
    carts::save(tx, held, &cart).await?;
    Ok(())
}

/// Opens a new session in the place of every other. Cards can be tried on each, so those have a price.
async fn replace(
    tx: &mut Tx,
    till: &Till,
    caller: &Caller,
    (held, mut collection, provider): (&Cart, PaymentCollection, &str),
) -> Result<Begun, FlowError> {
    let now = tx.now();
    let is_by_hand = provider == MANUAL_PROVIDER;
    let place = brake::place(till, caller);
    if !is_by_hand {
        brake::charge(tx, till, caller, (held, &place)).await?;
    }
    let step = if is_by_hand { Step::Open } else { Step::Asked };
    let session = PaymentSession {
        id: tx.mint(),
        provider_id: provider.to_owned(),
        currency: collection.currency,
        amount: collection.amount,
        status: SessionStatus::Pending,
        data: json!({}),
        binding: Binding { is_live: !is_by_hand && till.is_live(), ..Binding::begun(held.owner.clone(), step) },
        authorized_at: None,
        created_at: now,
        updated_at: now,
    };
    collection.updated_at = now;
    collection.sessions = vec![session.clone()];
    let collection = save(tx, caller, (held, collection, Event::PaymentSessionCreated)).await?;
    if is_by_hand {
        return Ok(Begun::Ready(collection));
    }
    payments::schedule(tx, &session.id, Some(now.after_secs(ASKED_SECS))).await?;
    declines::begun(tx, &session.id, &place).await?;
    Ok(Begun::Asked(Bound { session, cart: held.id.clone() }, Question::Make))
}

/// Ends a session whose intent was asked for in vain.
async fn drop_asked(till: &Till, bound: &Bound) -> Result<(), FlowError> {
    if bound.session.binding.step != Step::Asked {
        return Ok(());
    }
    let mut tx = till.db.begin().await?;
    payments::advance(&mut tx, &bound.session.id, Step::Asked.to(Step::Releasing)?).await?;
    tx.commit().await?;
    Ok(())
}

/// Leaves a session to whoever looks at the provider's side of it; the cart gets another.
async fn disown(till: &Till, bound: &Bound) -> Result<(), FlowError> {
    let mut tx = till.db.begin().await?;
    payments::advance(&mut tx, &bound.session.id, bound.session.binding.step.to(Step::Disowned)?).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes down what the provider told of the intent; says whether it gives no more tries.
async fn keep(till: &Till, caller: &Caller, bound: &Bound, intent: &Intent) -> Result<bool, FlowError> {
    let mut tx = till.db.begin().await?;
    if !learn(&mut tx, caller, (&bound.cart, &bound.session.id), intent).await? {
        // Somebody else ended the session meanwhile. Who lets it go needs to know which intent it is.
        payments::learn(&mut tx, &bound.session.id, &intent.id).await?;
    }
    let is_used_up = brake::is_used_up(&mut tx, till, (bound, intent), caller.request.as_ref()).await?;
    tx.commit().await?;
    Ok(is_used_up)
}

/// The session of the held cart follows its intent; false when the cart has no such session, or not for the caller.
pub(super) async fn learn(
    tx: &mut Tx,
    caller: &Caller,
    (cart, session): (&CartId, &PaymentSessionId),
    intent: &Intent,
) -> Result<bool, FlowError> {
    let Some(held) = carts::hold(tx, &caller.standing, cart).await? else { return Ok(false) };
    let (mut cart, now) = (held.clone(), tx.now());
    let Some(open) = cart.payment.as_mut().and_then(|collection| collection.session_mut(session)) else { return Ok(false) };

    open.binding.intent = Some(intent.id.clone());
    open.data = intent.for_browser.clone();
    if open.binding.step == Step::Asked {
        open.binding.step = open.binding.step.to(Step::Open)?.to();
    }
    if open.binding.step == Step::Open {
        let wants_more = intent.status == IntentStatus::RequiresAction;
        open.status = if wants_more { SessionStatus::RequiresMore } else { SessionStatus::Pending };
    }
    open.updated_at = now;
    let open_since = open.created_at;
    carts::save(tx, &held, &cart).await?;
    // Paid already: the order is made whether the shopper comes back or not.
    let due = if intent.status.has_money() { now } else { open_until(open_since) };
    payments::schedule(tx, session, Some(due)).await?;
    Ok(true)
}
