//! What whoever runs the program does to the shop, put on record.

use serde_json::Value;
use wufi_domain::audit::Event;
use wufi_store::audit::{self, Actor, Entry};
use wufi_store::{StoreError, Tx};

/// Puts on record what was done from the command line, to a thing of a kind.
pub(crate) async fn record(tx: &mut Tx, event: Event, subject: (&'static str, &str), facts: Value) -> Result<(), StoreError> {
    let (subject_kind, subject) = subject;
    audit::record(tx, Entry { event, actor: Actor::CommandLine, subject_kind, subject, request: None, facts }).await
}
