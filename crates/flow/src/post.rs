//! Sending what was laid down to be sent: letters leave after the change that they are about is kept.

mod letter;

use serde_json::{Value, json};
use tracing::{info, warn};
use url::Url;
use wufi_domain::audit::Event;
use wufi_domain::ids::Id;
use wufi_domain::moment::Moment;
use wufi_outbound::mail::{MailError, Sender, render};
use wufi_store::audit::{self, Actor, Entry};
use wufi_store::mail::{self, Due};
use wufi_store::{Db, StoreError, Tx, shop};

use crate::auth::Gate;

/// Seconds in which a node that took a mail has it to itself.
const LEASE_SECS: i64 = 120;
/// Seconds after which a mail is given up: what it says is old news by then.
const GIVEN_UP_SECS: i64 = 259_200;

/// Where letters leave, and which pages they lead to.
#[derive(Clone, Debug)]
pub struct Post {
    /// By which way they leave.
    pub sender: Sender,
    /// The storefront, for links; without one, letters carry the code itself.
    pub storefront: Option<Url>,
}

/// Sends one mail whose time has come; false when there was none.
///
/// A mail leaves at least once: a node that dies between sending and forgetting sends it again.
pub async fn send_next(db: &Db, gate: &Gate, post: &Post) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let leased_until = tx.now().after_secs(LEASE_SECS);
    let Some(due) = mail::take_due(&mut tx, leased_until).await? else { return Ok(false) };
    let facts = letter::facts(&mut tx, gate, post, &due).await?;
    let name = shop::name(&mut tx).await?;
    tx.commit().await?;

    let Some((to, facts)) = facts else {
        forget(db, &due).await?;
        return Ok(true);
    };
    let letter = render(&name, to, due.locale, &facts);
    let sent = post.sender.send(&letter).await;
    settle(db, &due, sent).await?;
    Ok(true)
}

/// Forgets a mail that is for nobody: nothing is put on record, so that nobody can tell.
async fn forget(db: &Db, due: &Due) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    mail::forget(&mut tx, &due.id).await?;
    tx.commit().await
}

async fn settle(db: &Db, due: &Due, sent: Result<(), MailError>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    let is_old = tx.now() >= due.created_at.after_secs(GIVEN_UP_SECS);
    match sent {
        Ok(()) => {
            info!(mail.id = %due.id, mail.kind = due.kind, "Sent a mail");
            done(&mut tx, due, Event::MailSent).await?;
        }
        Err(error) if error.is_temporary() && !is_old => {
            warn!(mail.id = %due.id, mail.tries = due.tries, error = %error, "A mail could not be sent yet");
            let until = tx.now().after_secs(pause_secs(due.tries));
            mail::put_off(&mut tx, &due.id, until).await?;
        }
        Err(error) => {
            warn!(mail.id = %due.id, mail.tries = due.tries, error = %error, "Gave a mail up");
            done(&mut tx, due, Event::MailGivenUp).await?;
        }
    }
    tx.commit().await
}

/// Seconds before the next try: five, and twice as long each time, up to an hour.
fn pause_secs(tries: i64) -> i64 {
    let doublings = u32::try_from(tries.clamp(1, 11)).unwrap_or(11) - 1;
    (5_i64 << doublings).min(3_600)
}

async fn done(tx: &mut Tx, due: &Due, event: Event) -> Result<(), StoreError> {
    if !mail::forget(tx, &due.id).await? {
        return Ok(());
    }
    let facts = json!({ "kind": due.kind, "tries": due.tries });
    let request = due.request.as_ref();
    let (subject_kind, subject) = ("mail", due.id.as_str());
    audit::record(tx, Entry { event, actor: Actor::Wufi, subject_kind, subject, request, facts }).await
}

/// The moment that facts tell of.
fn moment(due: &Due) -> Moment {
    due.facts.get("at").and_then(Value::as_i64).map_or(due.created_at, Moment::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_doubles_and_ends_at_an_hour() {
        assert_eq!([1, 2, 3, 10, 11, 50].map(pause_secs), [5, 10, 20, 2_560, 3_600, 3_600]);
    }
}
