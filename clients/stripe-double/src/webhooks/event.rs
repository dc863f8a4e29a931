//! What webhooks tell.

use serde_json::{Value, json};

use crate::world::News;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its id, `evt_…`.
    pub id: String,
    /// Its type, such as `payment_intent.succeeded`.
    pub kind: String,
    /// All that is told of it.
    pub json: Value,
}

/// The call that it came of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origin {
    pub(crate) request: Option<String>,
    pub(crate) idempotency_key: Option<String>,
}

impl Event {
    /// The id of what it happened to.
    #[must_use]
    pub fn subject(&self) -> &str {
        self.json.pointer("/data/object/id").and_then(Value::as_str).unwrap_or_default()
    }

    /// The body of its webhook, as Stripe lays it out.
    #[must_use]
    pub fn body(&self) -> String {
        format!("{:#}", self.json)
    }

    pub(super) fn new(id: String, created: i64, api_version: &str, (news, origin): (News, &Origin)) -> Self {
        let json = json!({
            "id": id, "object": "event", "api_version": api_version, "created": created,
            "data": { "object": news.object }, "livemode": news.livemode, "pending_webhooks": 1,
            "request": { "id": origin.request, "idempotency_key": origin.idempotency_key },
            "type": news.kind,
        });
        Self { id, kind: news.kind.to_owned(), json }
    }
}
