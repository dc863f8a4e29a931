//! What was called.

use serde::Serialize;

use crate::api::auth::Key;
use crate::api::call::Call;

/// A call that came.
#[derive(Clone, Debug, Serialize)]
pub struct Recorded {
    /// What kind of call.
    pub call: Call,
    /// `GET` or `POST`.
    pub method: String,
    /// Its path, without the query.
    pub path: String,
    /// The intent that it is about: by its path or its parameters; of a create, the one that was made.
    pub intent: Option<String>,
    /// Its idempotency key.
    pub idempotency_key: Option<String>,
    /// Its parameters, of form or query, in the order in which they came.
    pub params: Vec<(String, String)>,
    /// With what key.
    pub key: Key,
    /// The version of the API that it asked for.
    pub stripe_version: Option<String>,
    /// The status that was meant to be answered; nothing as long as it is not decided, and when a fault has swallowed the
    /// call before anybody looked at it.
    pub status: Option<u16>,
    /// Whether that was an answer of before.
    pub is_replay: bool,
}

impl Recorded {
    /// A parameter, by its full name: `metadata[cart_id]`.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(told, _)| told == name).map(|(_, value)| value.as_str())
    }
}
