//! Who works on the shop's own things.

use serde_json::Value;
use wufi_domain::actor::ActorKind;
use wufi_domain::audit::Event;
use wufi_domain::ids::{ApiKeyId, Id, RequestId, UserId};
use wufi_store::audit::{self, Actor, Entry};
use wufi_store::{StoreError, Tx};

/// Somebody of the shop, a program of its, or the shop itself in its own time.
#[derive(Clone, Debug)]
pub struct Clerk {
    hand: Hand,
    request: Option<RequestId>,
}

/// Whose hand it is.
#[derive(Clone, Debug)]
enum Hand {
    Member(UserId),
    Program(ApiKeyId),
    Wufi,
}

impl Clerk {
    /// The shop itself.
    pub(crate) const WUFI: Self = Self { hand: Hand::Wufi, request: None };

    /// A member of staff.
    #[must_use]
    pub const fn member(id: UserId, request: Option<RequestId>) -> Self {
        Self { hand: Hand::Member(id), request }
    }

    /// A program with a secret key.
    #[must_use]
    pub const fn program(id: ApiKeyId, request: Option<RequestId>) -> Self {
        Self { hand: Hand::Program(id), request }
    }

    /// Under which name it is put down; none for the shop itself.
    pub(crate) fn name(&self) -> Option<&str> {
        match &self.hand {
            Hand::Member(id) => Some(id.as_str()),
            Hand::Program(id) => Some(id.as_str()),
            Hand::Wufi => None,
        }
    }

    /// Puts on record what this one did, to what kind of thing and to which.
    pub(crate) async fn record(
        &self,
        tx: &mut Tx,
        event: Event,
        (subject_kind, subject): (&'static str, &str),
        facts: Value,
    ) -> Result<(), StoreError> {
        let actor = match &self.hand {
            Hand::Member(id) => Actor::Person(ActorKind::User, id.as_str()),
            Hand::Program(id) => Actor::Key(id),
            Hand::Wufi => Actor::Wufi,
        };
        audit::record(tx, Entry { event, actor, subject_kind, subject, request: self.request.as_ref(), facts }).await
    }
}
