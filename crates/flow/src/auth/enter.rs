//! A new session for somebody who has proved who they are.

use serde_json::json;
use wufi_domain::actor::ActorKind;
use wufi_domain::audit::Event;
use wufi_domain::email::Email;
use wufi_domain::ids::SessionId;
use wufi_domain::mail::Kind;
use wufi_domain::risk::{Action, Decision, Seen, Signal};
use wufi_domain::session::{AtLimit, EndReason, Session};
use wufi_guard::digest::token_digest;
use wufi_guard::opaque_token::DeviceToken;
use wufi_store::{Tx, logins, sessions};

use super::client::Visit;
use super::error::AuthError;
use super::gate::Gate;
use super::issue::{self, Entered};
use super::notices::{self, About};
use super::tries::Try;

/// Seconds in which accounts of an address and addresses of an account are counted together.
const TOGETHER_SECS: i64 = 3_600;

/// Somebody who has proved who they are, within a unit of work that holds their account.
pub(super) struct Proved<'p> {
    pub(super) kind: ActorKind,
    pub(super) actor: &'p str,
    pub(super) identity: &'p str,
    pub(super) email: &'p Email,
    pub(super) methods: Vec<String>,
    /// The try that succeeded; none where no password was typed just now.
    pub(super) tried: Option<&'p Try>,
}

/// Begins a session: within the limit, weighed, on record. The account is held, so logins at once wait for each other.
///
/// Returns the tokens, and the sessions that had to end for it, for the node to forget once this is committed.
pub(super) async fn enter(
    tx: &mut Tx,
    gate: &Gate,
    visit: &Visit,
    proved: &Proved<'_>,
) -> Result<(Entered, Vec<SessionId>), AuthError> {
    let ended = make_room(tx, gate, visit, proved).await?;
    let decision = Decision::weigh(signals(tx, visit, proved).await?, gate.policy.profile);
    let fresh = fresh_device(tx, visit);
    let session = begin(tx, gate, visit, (proved, &decision, fresh.as_ref())).await?;

    let facts = json!({ "methods": proved.methods, "device": visit.client.describe() });
    notices::record(tx, visit, (Event::LoginSucceeded, About::Session(&session)), facts).await?;
    weighed(tx, gate, visit, (proved, &session, &decision)).await?;
    remember(tx, visit, (proved, fresh.as_ref())).await?;

    let (now, chance) = (tx.now(), tx.chance().clone());
    let mut entered = issue::tokens(gate, (now, &chance), &session)?;
    entered.device = fresh.map(|device| device.issue(&gate.keys.current(), now));
    Ok((entered, ended))
}

/// A browser that brought no proof of its device gets one; who keeps no cookies would only fill the table.
fn fresh_device(tx: &Tx, visit: &Visit) -> Option<DeviceToken> {
    let is_new = visit.client.is_browser && visit.client.device.is_none();
    is_new.then(|| DeviceToken::fresh(tx.chance()))
}

/// Ends the oldest sessions beyond the limit, or refuses the new one.
async fn make_room(tx: &mut Tx, gate: &Gate, visit: &Visit, proved: &Proved<'_>) -> Result<Vec<SessionId>, AuthError> {
    let open = sessions::open_of(tx, proved.kind, proved.actor).await?;
    let too_many = open.len().saturating_add(1).saturating_sub(gate.policy.max_concurrent);
    if too_many > 0 && gate.policy.at_limit == AtLimit::RejectNew {
        return Err(AuthError::SessionLimit);
    }
    let oldest: Vec<&Session> = open.iter().take(too_many).collect();
    for session in &oldest {
        super::ending::end(tx, visit, session, EndReason::Superseded).await?;
    }
    Ok(oldest.into_iter().map(|session| session.id.clone()).collect())
}

/// What about this login is as thieves do it.
async fn signals(tx: &mut Tx, visit: &Visit, proved: &Proved<'_>) -> Result<Vec<Seen>, AuthError> {
    let mut seen = Vec::new();
    let device = device_key(visit);
    let is_first = logins::devices(tx, proved.identity).await? == 0;
    if !is_first && !logins::knows_device(tx, proved.identity, &device).await? {
        seen.push(Signal::NewDevice.seen(1));
    }
    let Some(tried) = proved.tried else { return Ok(seen) };
    seen.extend(Signal::FailuresThenSuccess.counted(tried.failures));

    let since = tx.now().after_secs(-TOGETHER_SECS);
    if let Some(address) = &tried.address {
        let accounts = logins::accounts_from(tx, address, since).await?;
        seen.extend(Signal::ManyAccountsFromAddress.counted(accounts));
    }
    let addresses = logins::addresses_on(tx, &tried.account, since).await?;
    seen.extend(Signal::ManyAddressesOnAccount.counted(addresses));
    Ok(seen)
}

/// What a device is remembered by: its own proof, or else what its headers and its network have in common.
/// Headers alone would not do: most thieves have the browser that most people have.
fn device_key(visit: &Visit) -> String {
    let context = &visit.client.context;
    context.device.clone().unwrap_or_else(|| token_digest(&context.print()))
}

async fn begin(
    tx: &mut Tx,
    gate: &Gate,
    visit: &Visit,
    (proved, decision, fresh): (&Proved<'_>, &Decision, Option<&DeviceToken>),
) -> Result<Session, AuthError> {
    let now = tx.now();
    let absolute_at = now.after_secs(gate.policy.absolute_secs);
    let mut context = visit.client.context.clone();
    if let Some(fresh) = fresh {
        context = visit.client.context_with(gate, now, fresh);
    }
    let session = Session {
        id: tx.mint(),
        actor_kind: proved.kind,
        actor_id: proved.actor.to_owned(),
        identity: proved.identity.to_owned(),
        methods: proved.methods.clone(),
        generation: 1,
        advanced_at: now,
        used: 0,
        expires_at: now.after_secs(gate.policy.refresh_secs).min(absolute_at),
        absolute_at,
        context,
        weighed: None,
        suspicious_at: (decision.action >= Action::StepUp).then_some(now),
        misses: 0,
        epoch: 0,
        created_at: now,
        last_seen_at: now,
        ended: None,
    };
    sessions::create(tx, &session).await?;
    Ok(session)
}

/// A decision that says something is put on record, and the owner is told of a login that is not like theirs.
async fn weighed(
    tx: &mut Tx,
    gate: &Gate,
    visit: &Visit,
    (proved, session, decision): (&Proved<'_>, &Session, &Decision),
) -> Result<(), AuthError> {
    if decision.seen.is_empty() {
        return Ok(());
    }
    gate.signals.count(decision.action);
    notices::record(tx, visit, (Event::SuspicionRaised, About::Session(session)), decision.facts()).await?;
    if decision.action < Action::Notify {
        return Ok(());
    }
    if decision.seen.iter().any(|seen| seen.signal == Signal::NewDevice) {
        return notices::write(tx, visit, (Kind::NewDevice, proved.email), json!({})).await;
    }
    let facts = json!({ "measure": decision.action.name() });
    notices::write(tx, visit, (Kind::Suspicion, proved.email), facts).await
}

/// The device is one of the account's from now on, and what failed from it is forgiven.
async fn remember(tx: &mut Tx, visit: &Visit, (proved, fresh): (&Proved<'_>, Option<&DeviceToken>)) -> Result<(), AuthError> {
    logins::remember_device(tx, proved.identity, &device_key(visit)).await?;
    if let Some(fresh) = fresh {
        logins::remember_device(tx, proved.identity, &fresh.digest()).await?;
    }
    if let Some(tried) = proved.tried {
        logins::forgive(tx, &tried.account, &tried.device).await?;
    }
    Ok(())
}
