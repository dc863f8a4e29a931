//! Who asks, and through what.

use serde_json::Value;
use wufi_domain::audit::Event;
use wufi_domain::ids::{RequestId, SalesChannelId};
use wufi_domain::locale::Locale;
use wufi_domain::owner::Standing;
use wufi_store::audit::{self, Actor, Entry};
use wufi_store::{StoreError, Tx};

use crate::FlowError;

/// Everything a flow needs to know about the one who asks.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who they have shown to be: what they may touch goes by it.
    pub standing: Standing,
    /// Whether something about their session asks for the password before they pay.
    pub asks_step_up: bool,
    /// The channels that their publishable key opens; none means the shop's default.
    pub channels: Vec<SalesChannelId>,
    /// Their language.
    pub locale: Locale,
    /// The request that brought them, for the audit log.
    pub request: Option<RequestId>,
}

impl Caller {
    /// Refuses when the password is asked for again first.
    pub(crate) const fn vouched(&self) -> Result<(), FlowError> {
        if self.asks_step_up { Err(FlowError::StepUpRequired) } else { Ok(()) }
    }

    /// Puts on record what this caller did, to what kind of thing and to which.
    pub(crate) async fn record(
        &self,
        tx: &mut Tx,
        event: Event,
        (subject_kind, subject): (&'static str, &str),
        facts: Value,
    ) -> Result<(), StoreError> {
        let owner = self.standing.owner();
        let actor = Actor::Owner(&owner);
        audit::record(tx, Entry { event, actor, subject_kind, subject, request: self.request.as_ref(), facts }).await
    }
}
