//! What is done when something about a session is not as it was.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::mail::Kind;
use wufi_domain::risk::{Action, Decision, Seen};
use wufi_domain::session::{Change, EndReason, Session};
use wufi_store::{Tx, sessions};

use super::client::{Client, Visit};
use super::ending;
use super::error::AuthError;
use super::gate::Gate;
use super::notices::{self, About};
use super::signals::REJECT;

/// Seconds in which the owner of a session is told once that something about it is strange.
const TOLD_EVERY_SECS: i64 = 3_600;

/// What is another about a session than when it began, unless it was weighed before.
///
/// What weighs nothing is looked at once a minute, so that a phone between two networks writes little.
pub(super) fn moved(gate: &Gate, session: &Session, client: &Client, is_due: bool) -> Option<Change> {
    let print = client.context.print();
    if session.context.print() == print || session.weighed.as_ref() == Some(&print) {
        return None;
    }
    match session.context.changes(&client.context, &gate.policy) {
        Change::Weigh(seen) if seen.iter().all(|seen| seen.weight == 0) && !is_due => None,
        Change::Weigh(seen) if seen.is_empty() => None,
        change => Some(change),
    }
}

/// Weighs a change of a session, once, and does what follows. Says why the session ended, when it did.
pub(super) async fn weigh(
    tx: &mut Tx,
    gate: &Gate,
    visit: &Visit,
    (session, change): (&Session, Change),
) -> Result<Option<EndReason>, AuthError> {
    let weighed = visit.client.context.print();
    if !sessions::note_weighed(tx, &session.id, &weighed).await? {
        return Ok(None);
    }
    let seen = match change {
        Change::Rejected(seen) => return reject(tx, gate, visit, (session, seen)).await,
        Change::Weigh(seen) => seen,
    };

    let decision = Decision::weigh(seen, gate.policy.profile);
    if decision.score == 0 {
        // What weighs nothing is from now on what the session comes from.
        sessions::adopt(tx, &session.id, &visit.client.context).await?;
    }
    act(tx, gate, visit, (session, &decision)).await
}

/// Ends a session that the shop's strictest mode refuses.
async fn reject(
    tx: &mut Tx,
    gate: &Gate,
    visit: &Visit,
    (session, seen): (&Session, Vec<Seen>),
) -> Result<Option<EndReason>, AuthError> {
    gate.signals.count_rejected();
    let facts = json!({ "action": REJECT, "signals": seen.iter().map(|seen| seen.signal.name()).collect::<Vec<_>>() });
    notices::record(tx, visit, (Event::SuspicionRaised, About::Session(session)), facts).await?;
    ending::end(tx, visit, session, EndReason::Context).await?;
    Ok(Some(EndReason::Context))
}

/// Puts a decision on record and does what it says.
pub(super) async fn act(
    tx: &mut Tx,
    gate: &Gate,
    visit: &Visit,
    (session, decision): (&Session, &Decision),
) -> Result<Option<EndReason>, AuthError> {
    gate.signals.count(decision.action);
    notices::record(tx, visit, (Event::SuspicionRaised, About::Session(session)), decision.facts()).await?;
    match decision.action {
        Action::Observe => return Ok(None),
        Action::Notify => {}
        Action::StepUp => sessions::suspect(tx, &session.id).await?,
        Action::End => ending::end(tx, visit, session, EndReason::Suspicion).await?,
    }
    // An end is told whatever was told before; what is only strange, once an hour.
    let again_after = tx.now().after_secs(-TOLD_EVERY_SECS);
    let is_news = sessions::note_told(tx, &session.id, again_after).await?;
    if is_news || decision.action == Action::End {
        let measure = decision.action.name();
        notices::tell(tx, visit, (Kind::Suspicion, session), json!({ "measure": measure })).await?;
    }
    Ok((decision.action == Action::End).then_some(EndReason::Suspicion))
}
