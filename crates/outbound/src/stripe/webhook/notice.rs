//! What is read of an event.

use serde::Deserialize;
use serde_json::{Map, Value};
use wufi_domain::ids::{Id, IntentId};
use wufi_domain::moment::Moment;
use wufi_domain::payment::{Decline, Marks};

use super::super::intent::{decline, marks};
use super::super::word;

/// The longest event that is read. They have some five thousand bytes.
const LONGEST: usize = 256 * 1024;

/// An event: that something happened, and to which intent. What is true now, the intent itself says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// `evt_…`: the same for every delivery of one event.
    pub id: String,
    /// What happened, such as `payment_intent.succeeded` or `charge.dispute.created`.
    pub kind: String,
    /// When it happened, to the second.
    pub created_at: Moment,
    /// Whether it is about real money.
    pub is_live: bool,
    /// The intent that it is about: itself, or the one that its charge, refund or dispute belongs to.
    pub intent: Option<IntentId>,
    /// What is written on the intent; of other things than intents nothing is read.
    pub marks: Marks,
    /// Why the last try to pay the intent was declined; when it says so, by then.
    pub decline: Option<Decline>,
}

impl Notice {
    /// Whether it says that something became of a refund that was made before.
    #[must_use]
    pub fn changes_refund(&self) -> bool {
        matches!(self.kind.as_str(), "refund.failed" | "refund.updated" | "charge.refund.updated")
    }
}

/// A body that is no event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the event cannot be read")]
pub struct Unreadable;

#[derive(Deserialize)]
struct Event {
    id: String,
    object: String,
    r#type: String,
    created: i64,
    livemode: bool,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    /// What the event is about; of each kind of thing something else is there.
    object: Map<String, Value>,
}

/// Reads an event whose signature was right. Of what is not known to us, no more than what it is called is read.
pub fn read(body: &[u8]) -> Result<Notice, Unreadable> {
    if body.len() > LONGEST {
        return Err(Unreadable);
    }
    let event: Event = serde_json::from_slice(body).map_err(|_| Unreadable)?;
    let id = word::id(&["evt_"], &event.id).ok_or(Unreadable)?;
    let kind = word::word(&event.r#type).filter(|_| event.object == "event").ok_or(Unreadable)?;

    let thing = |name: &str| event.data.object.get(name);
    let is_intent = thing("object").and_then(Value::as_str) == Some("payment_intent");
    let intent = if is_intent { thing("id").and_then(Value::as_str) } else { thing("payment_intent").and_then(word::id_of) };
    let of_intent = |name: &str| thing(name).filter(|_| is_intent);
    Ok(Notice {
        id,
        kind,
        created_at: Moment::from_secs(event.created),
        is_live: event.livemode,
        intent: intent.and_then(IntentId::parse),
        marks: of_intent("metadata").and_then(Value::as_object).map(marks).unwrap_or_default(),
        decline: of_intent("last_payment_error")
            .filter(|error| error.is_object())
            .map(decline)
            .map(|decline| Decline { at: Some(Moment::from_secs(event.created)), ..decline }),
    })
}
