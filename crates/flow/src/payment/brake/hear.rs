//! Hearing of declined tries, from notices and from looks at intents: each counts once.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::ids::{Id, IntentId, PaymentSessionId, RequestId};
use wufi_domain::payment::brake::REMEMBERED_SECS;
use wufi_domain::payment::{Decline, Intent, IntentStatus};
use wufi_guard::keyring::DigestPurpose;
use wufi_store::audit::{self, Actor, Entry};
use wufi_store::declines::{self, NewDecline, Whose};
use wufi_store::payments::Bound;
use wufi_store::{StoreError, Tx};

use super::{CALL_OFF, count, payer, watch};
use crate::FlowError;
use crate::till::Till;

/// A declined try that somebody tells of.
#[derive(Clone, Copy, Debug)]
pub(in crate::payment) struct Heard<'h> {
    /// Of which intent.
    pub(in crate::payment) intent: &'h IntentId,
    /// Of which session, as the provider was told.
    pub(in crate::payment) session: Option<&'h PaymentSessionId>,
    /// What it was.
    pub(in crate::payment) decline: &'h Decline,
    /// In which request it is told.
    pub(in crate::payment) request: Option<&'h RequestId>,
}

/// Puts a declined try down and on record, unless that was done before.
///
/// Comes after whatever else the unit of work changes of the session: rows are locked in one order.
pub(in crate::payment) async fn hear(tx: &mut Tx, till: &Till, heard: Heard<'_>) -> Result<(), StoreError> {
    let (brake, decline, now) = (till.brake(), heard.decline, tx.now());
    let at = decline.at.map_or(now, |at| at.min(now));
    if brake.is_off() || at < now.after_secs(-REMEMBERED_SECS) {
        return Ok(());
    }
    let class = decline.class();
    let id = format!("{}:{}", heard.intent, decline.trial.as_deref().unwrap_or(&decline.code));
    let card = decline.card.as_ref().map(|card| till.keys.current().digest(now, DigestPurpose::Card, &[card]));
    let (intent, session, code) = (heard.intent, heard.session, decline.code.as_str());
    let new = NewDecline { id: &id, intent, session, code, counts: class.counts(), card: card.as_deref(), at };
    let Some(declined) = declines::put(tx, new).await? else { return Ok(()) };

    brake.note_declined(class);
    let facts = json!({ "code": code, "class": class.word(), "card": card });
    let (event, actor, subject) = (Event::PaymentDeclined, Actor::Owner(&declined.owner), declined.session.as_str());
    let entry = Entry { event, actor, subject_kind: "payment_session", subject, request: heard.request, facts };
    audit::record(tx, entry).await?;
    if class.counts() { watch::raise(tx, brake).await } else { Ok(()) }
}

/// Hears what an intent that was looked at tells of its last try; says whether it gives no more of them.
pub(crate) async fn hear_of(till: &Till, bound: &Bound, intent: &Intent) -> Result<bool, FlowError> {
    if till.brake().is_off() || intent.decline.is_none() {
        return Ok(false);
    }
    let mut tx = till.db.begin().await?;
    let is_used_up = is_used_up(&mut tx, till, (bound, intent), None).await?;
    tx.commit().await?;
    Ok(is_used_up)
}

/// The same in a unit of work.
///
/// One that holds money, or that the shopper's bank is busy with, is never used up: it becomes an order, or not, as ever.
pub(in crate::payment) async fn is_used_up(
    tx: &mut Tx,
    till: &Till,
    (bound, intent): (&Bound, &Intent),
    request: Option<&RequestId>,
) -> Result<bool, FlowError> {
    let (brake, session) = (till.brake(), &bound.session);
    let Some(decline) = intent.decline.as_ref().filter(|_| !brake.is_off()) else { return Ok(false) };
    hear(tx, till, Heard { intent: &intent.id, session: Some(&session.id), decline, request }).await?;
    if intent.status != IntentStatus::RequiresPaymentMethod {
        return Ok(false);
    }

    let tried = declines::of_session(tx, &session.id).await?;
    if tried == 0 {
        return Ok(false);
    }
    let owner = &session.binding.owner;
    let (whose, place) = (Whose::of(owner, &bound.cart), declines::place_of(tx, &session.id).await?);
    let declines = count(tx, &brake.rules, (&whose, &place)).await?;
    let payer = payer(tx, owner, None).await?;
    Ok(tried >= brake.rules.tries(&declines, payer) && brake.does(CALL_OFF))
}
