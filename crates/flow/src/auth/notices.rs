//! What is put on record about logins, and what their owners are told by mail.

use serde_json::{Value, json};
use wufi_domain::actor::ActorKind;
use wufi_domain::audit::Event;
use wufi_domain::email::Email;
use wufi_domain::ids::{CustomerId, Id};
use wufi_domain::mail::Kind;
use wufi_domain::session::Session;
use wufi_store::audit::{self, Actor, Entry};
use wufi_store::mail::{self, Waiting};
use wufi_store::{StoreError, Tx, admin, identities};

use super::client::Visit;
use super::error::AuthError;

/// Whom an event is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum About<'a> {
    /// A session, and by it its owner.
    Session(&'a Session),
    /// Somebody, by kind and id.
    Person(ActorKind, &'a str),
    /// An identity that has no customer yet.
    Identity(&'a str),
    /// An account that may not be there, by its keyed digest.
    Account(&'a str),
}

/// Puts an event on record.
pub(super) async fn record(tx: &mut Tx, visit: &Visit, what: (Event, About<'_>), facts: Value) -> Result<(), StoreError> {
    let (event, about) = what;
    let (actor, subject_kind, subject) = match about {
        About::Session(session) => (Actor::Person(session.actor_kind, &session.actor_id), "session", session.id.as_str()),
        About::Person(kind, id) => (Actor::Person(kind, id), kind.name(), id),
        About::Identity(id) => (Actor::Nobody, "auth_identity", id),
        About::Account(digest) => (Actor::Nobody, "account", digest),
    };
    audit::record(tx, Entry { event, actor, subject_kind, subject, request: visit.request.as_ref(), facts }).await
}

/// Lays down a mail to the owner of a session.
pub(super) async fn tell(tx: &mut Tx, visit: &Visit, (kind, session): (Kind, &Session), facts: Value) -> Result<(), AuthError> {
    let to = match session.actor_kind {
        ActorKind::Customer => {
            let customer = CustomerId::stored(session.actor_id.clone());
            identities::of_customer(tx, &customer).await?.map(|identity| identity.email)
        }
        ActorKind::User => admin::staff::email(tx, &session.actor_id).await?,
    };
    match to {
        Some(to) => write(tx, visit, (kind, &to), facts).await,
        None => Ok(()),
    }
}

/// Lays down a mail, with the moment and the device that it tells about.
pub(super) async fn write(tx: &mut Tx, visit: &Visit, (kind, to): (Kind, &Email), facts: Value) -> Result<(), AuthError> {
    let mut told = json!({ "at": tx.now().millis(), "device": visit.client.describe() });
    if let (Value::Object(told), Value::Object(facts)) = (&mut told, facts) {
        told.extend(facts);
    }
    let waiting =
        Waiting { kind: kind.name(), to, locale: visit.locale, facts: told, single: None, request: visit.request.as_ref() };
    Ok(mail::lay_down(tx, waiting).await?)
}
