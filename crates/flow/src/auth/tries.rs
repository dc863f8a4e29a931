//! Tries at a password: counted before they are looked at, so that many at once gain nothing.

use serde_json::json;
use wufi_domain::audit::Event;
use wufi_domain::email::Email;
use wufi_domain::mail::Kind;
use wufi_domain::moment::Moment;
use wufi_domain::tries;
use wufi_store::{Db, Tx, logins};

use super::client::Visit;
use super::error::AuthError;
use super::gate::{Gate, account, address_key};
use super::notices::{self, About};

/// A try that was counted as a failure until it turns out to be none.
#[derive(Clone, Debug)]
pub(super) struct Try {
    /// The account's keyed digest, whether there is an account or not.
    pub(super) account: String,
    /// The address's keyed digest, where it is known.
    pub(super) address: Option<String>,
    /// Where failures are counted: a device that was logged in from before, or all others together.
    pub(super) device: String,
    /// How many failures there were before this try.
    pub(super) failures: i64,
}

/// Counts a try for an account, or says how long it has to wait.
///
/// `known` is whose devices count: the account's identity, or nothing for an account that is not there.
pub(super) async fn begin(db: &Db, gate: &Gate, visit: &Visit, (email, known): (&Email, &str)) -> Result<Try, AuthError> {
    let now = db.now();
    let keyring = gate.keys.current();
    let account = account(&keyring, now, email);
    let address = visit.client.address.map(|address| address_key(&keyring, now, address));

    let mut tx = db.begin().await?;
    let claimed = visit.client.context.device.as_deref().unwrap_or_default();
    let is_known = logins::knows_device(&mut tx, known, claimed).await?;
    let device = if is_known { claimed } else { logins::UNKNOWN_DEVICE };
    let held = logins::hold_failures(&mut tx, &account, device).await?;
    // As of the unit of work: while it waited for its turn the clock went on.
    let now = tx.now();
    let failures = if held.last_at < now.after_secs(-tries::FORGOTTEN_SECS) { 0 } else { held.count };
    let wait = tries::next_at(failures, held.last_at).map_or(0, |at| millis_until(at, now));
    if wait > 0 {
        let facts = json!({ "failures": failures });
        notices::record(&mut tx, visit, (Event::LoginThrottled, About::Account(&account)), facts).await?;
        tx.commit().await?;
        return Err(AuthError::TooManyTries {
            secs: u32::try_from(wait.div_euclid(1_000)).unwrap_or(u32::MAX).saturating_add(1),
        });
    }

    logins::set_failures(&mut tx, &account, device, failures.saturating_add(1)).await?;
    if let Some(address) = &address {
        logins::note_pair(&mut tx, address, &account).await?;
    }
    tx.commit().await?;
    Ok(Try { device: device.to_owned(), account, address, failures })
}

fn millis_until(at: Moment, now: Moment) -> i64 {
    at.millis().saturating_sub(now.millis())
}

/// Leaves a try counted, puts it on record, and tells the owner when there were many.
pub(super) async fn failed(db: &Db, visit: &Visit, tried: &Try, owner: Option<&Email>) -> Result<(), AuthError> {
    let mut tx = db.begin().await?;
    let facts = json!({ "failures": tried.failures.saturating_add(1), "known_device": !tried.device.is_empty() });
    notices::record(&mut tx, visit, (Event::LoginFailed, About::Account(&tried.account)), facts).await?;

    let held = logins::hold_failures(&mut tx, &tried.account, &tried.device).await?;
    let is_told = held.noticed_at.is_some_and(|at| at > tx.now().after_secs(-tries::FORGOTTEN_SECS));
    if held.count >= tries::NOTICED && !is_told {
        logins::note_notice(&mut tx, &tried.account, &tried.device).await?;
        if let Some(owner) = owner {
            notices::write(&mut tx, visit, (Kind::ManyFailures, owner), json!({})).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Takes a try back whose password was right, and puts on record that the account has no room for one more session.
pub(super) async fn crowded(db: &Db, visit: &Visit, tried: &Try) -> Result<(), AuthError> {
    let mut tx = db.begin().await?;
    logins::take_back(&mut tx, &tried.account, &tried.device).await?;
    no_room(&mut tx, visit, About::Account(&tried.account)).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts on record that somebody proved who they are and did not get in: there are as many sessions as there may be.
pub(super) async fn no_room(tx: &mut Tx, visit: &Visit, about: About<'_>) -> Result<(), AuthError> {
    Ok(notices::record(tx, visit, (Event::LoginFailed, about), json!({ "reason": "session_limit" })).await?)
}

/// Takes a try back that was never looked at, or was right as far as it went.
pub(super) async fn undone(db: &Db, tried: &Try) -> Result<(), AuthError> {
    let mut tx = db.begin().await?;
    logins::take_back(&mut tx, &tried.account, &tried.device).await?;
    tx.commit().await?;
    Ok(())
}
