//! The audit outbox: written in the unit of work whose change it records.

use serde_json::Value;
use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::actor::ActorKind;
use wufi_domain::audit::Event;
use wufi_domain::ids::{ApiKeyId, Id, RequestId};
use wufi_domain::moment::Moment;
use wufi_domain::owner::Owner;

use crate::db::{StoreError, Tx};
use crate::{idempotency, json};

/// Who caused something.
#[derive(Clone, Copy, Debug)]
pub enum Actor<'e> {
    /// A shopper, as the owner of what they changed.
    Owner(&'e Owner),
    /// Somebody who is logged in, or whose login it is about.
    Person(ActorKind, &'e str),
    /// Nobody that is known: a try that failed.
    Nobody,
    /// A program with a secret API key.
    Key(&'e ApiKeyId),
    /// Whoever may run the program on its machine.
    CommandLine,
    /// The program itself, in its own time.
    Wufi,
}

impl Actor<'_> {
    const fn kind(self) -> &'static str {
        match self {
            Self::Owner(owner) => owner.kind(),
            Self::Person(kind, _) => kind.name(),
            Self::Nobody => "nobody",
            Self::Key(_) => "api_key",
            Self::CommandLine => "command_line",
            Self::Wufi => "wufi",
        }
    }

    fn reference(&self) -> &str {
        match self {
            Self::Owner(owner) => owner.reference(),
            Self::Person(_, id) => id,
            Self::Key(id) => id.as_str(),
            Self::Nobody | Self::CommandLine | Self::Wufi => "",
        }
    }
}

/// What is put on record.
#[derive(Clone, Debug)]
pub struct Entry<'e> {
    /// What happened.
    pub event: Event,
    /// Who caused it.
    pub actor: Actor<'e>,
    /// To what kind of thing.
    pub subject_kind: &'static str,
    /// To which.
    pub subject: &'e str,
    /// In which request; none from the command line.
    pub request: Option<&'e RequestId>,
    /// Facts of ours: never personal, never a secret.
    pub facts: Value,
}

/// Puts an event on record.
///
/// Whatever is done is put on record in its own unit of work, so here it becomes known, too, for which claim it was
/// done; for one that is not the request's any more, nothing is.
pub async fn record(tx: &mut Tx, entry: Entry<'_>) -> Result<(), StoreError> {
    if let Some(claim) = entry.request.and_then(RequestId::claim) {
        idempotency::mark(tx, claim).await?;
    }
    let (id, now) = (tx.next_event(entry.event), tx.now());
    tx.query(
        "INSERT INTO audit_outbox (id, at, event, actor_kind, actor_ref, subject_kind, subject_ref, request_id, facts)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id.as_str())
    .bind(now)
    .bind(entry.event.name())
    .bind(entry.actor.kind())
    .bind(entry.actor.reference())
    .bind(entry.subject_kind)
    .bind(entry.subject)
    .bind(entry.request.map(RequestId::as_str))
    .bind(entry.facts.to_string())
    .write_one()
    .await
}

/// An event as it was put on record.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Of the event.
    pub id: String,
    /// When.
    pub at: Moment,
    /// What.
    pub event: String,
    /// Who, by kind.
    pub actor_kind: String,
    /// Who.
    pub actor_ref: String,
    /// To what kind of thing.
    pub subject_kind: String,
    /// To which.
    pub subject_ref: String,
    /// In which request.
    pub request_id: Option<String>,
    /// The facts.
    pub facts: Value,
}

#[derive(FromRow)]
struct RecordedRow {
    id: String,
    at: OffsetDateTime,
    event: String,
    actor_kind: String,
    actor_ref: String,
    subject_kind: String,
    subject_ref: String,
    request_id: Option<String>,
    facts: String,
}

/// The next `limit` events after the one called `after`, by id: oldest first.
pub async fn list(tx: &mut Tx, after: &str, limit: i64) -> Result<Vec<Recorded>, StoreError> {
    search(tx, &Sought::default(), (after, limit)).await
}

/// Which events are looked for; what is missing is not asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sought<'s> {
    /// Of this name.
    pub event: Option<&'s str>,
    /// Caused by this one.
    pub actor: Option<&'s str>,
    /// In this request.
    pub request: Option<&'s str>,
    /// From this moment on.
    pub from: Option<Moment>,
    /// Before this moment.
    pub to: Option<Moment>,
}

/// The next `limit` events that are looked for, after the one called `after`: oldest first.
pub async fn search(tx: &mut Tx, sought: &Sought<'_>, (after, limit): (&str, i64)) -> Result<Vec<Recorded>, StoreError> {
    let rows: Vec<RecordedRow> = tx
        .query(
            "SELECT id, at, event, actor_kind, actor_ref, subject_kind, subject_ref, request_id, facts
               FROM audit_outbox
              WHERE id > $1
                AND ($2 = '' OR event = $2)
                AND ($3 = '' OR actor_ref = $3)
                AND ($4 = '' OR request_id = $4)
                AND at >= $5
                AND at < $6
              ORDER BY id
              LIMIT $7",
        )
        .bind(after)
        .bind(sought.event.unwrap_or_default())
        .bind(sought.actor.unwrap_or_default())
        .bind(sought.request.unwrap_or_default())
        .bind(sought.from.unwrap_or(Moment::from_millis(0)))
        .bind(sought.to.unwrap_or(FAR_OFF))
        .bind(limit)
        .all()
        .await?;
    Ok(rows.into_iter().map(Recorded::from).collect())
}

/// The end of the year 9999, after which no text of a moment is told.
const FAR_OFF: Moment = Moment::from_millis(253_402_300_799_999);

impl From<RecordedRow> for Recorded {
    fn from(row: RecordedRow) -> Self {
        Self {
            id: row.id,
            at: row.at.into(),
            event: row.event,
            actor_kind: row.actor_kind,
            actor_ref: row.actor_ref,
            subject_kind: row.subject_kind,
            subject_ref: row.subject_ref,
            request_id: row.request_id,
            facts: json::value(&row.facts),
        }
    }
}
