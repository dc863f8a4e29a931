//! What whoever runs the program does to the shop, put on record.

use serde_json::{Value, json};
use wufi_domain::actor::ActorKind;
use wufi_domain::audit::Event;
use wufi_domain::ids::{Id, UserId};
use wufi_domain::session::EndReason;
use wufi_store::audit::{self, Actor, Entry};
use wufi_store::{StoreError, Tx, sessions};

/// Puts on record what was done from the command line, to a thing of a kind.
pub(crate) async fn record(tx: &mut Tx, event: Event, subject: (&'static str, &str), facts: Value) -> Result<(), StoreError> {
    let (subject_kind, subject) = subject;
    audit::record(tx, Entry { event, actor: Actor::CommandLine, subject_kind, subject, request: None, facts }).await
}

/// Ends every login of a member of staff, and puts that on record.
pub(crate) async fn end_logins(tx: &mut Tx, user: &UserId, reason: EndReason) -> Result<(), StoreError> {
    for id in sessions::end_others(tx, (ActorKind::User, user.as_str()), None, reason).await? {
        let facts = json!({ "reason": reason.name(), "session": id.as_str() });
        record(tx, Event::SessionEnded, ("user", user.as_str()), facts).await?;
    }
    Ok(())
}
