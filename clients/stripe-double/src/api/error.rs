//! What Stripe says when it refuses.

use std::fmt;

use serde_json::{Map, Value, json};

/// A refusal: the status, and what stands under `error`.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    error: Map<String, Value>,
}

impl ApiError {
    fn new(status: u16, kind: &str, message: &str) -> Self {
        let mut error = Map::new();
        error.insert("type".to_owned(), kind.into());
        error.insert("message".to_owned(), message.into());
        Self { status, error }
    }

    /// A request that makes no sense, or none now.
    pub(crate) fn invalid(message: impl AsRef<str>) -> Self {
        Self::new(400, "invalid_request_error", message.as_ref())
    }

    /// A caller who has not shown the right key.
    pub(crate) fn unauthorized(message: impl AsRef<str>) -> Self {
        Self { status: 401, ..Self::invalid(message) }
    }

    /// A key that is used again for something else.
    pub(crate) fn idempotency(message: impl AsRef<str>) -> Self {
        Self::new(400, "idempotency_error", message.as_ref())
    }

    /// A card that did not pay.
    pub(crate) fn card(message: impl AsRef<str>) -> Self {
        Self::new(402, "card_error", message.as_ref())
    }

    /// A failure of Stripe's own.
    pub(crate) fn internal(status: u16, message: impl AsRef<str>) -> Self {
        Self::new(status, "api_error", message.as_ref())
    }

    /// A thing of that kind that is not there, in the path.
    pub(crate) fn missing(kind: &str, id: &str, param: &str) -> Self {
        let missing = Self::invalid(format!("No such {kind}: '{id}'")).code("resource_missing").param(param);
        Self { status: 404, ..missing }
    }

    /// A thing of that kind that is not there, among the parameters.
    pub(crate) fn missing_param(kind: &str, id: &str, param: &str) -> Self {
        Self { status: 400, ..Self::missing(kind, id, param) }
    }

    pub(crate) fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    pub(crate) fn code(self, code: &str) -> Self {
        let about = format!("https://stripe.com/docs/error-codes/{}", code.replace('_', "-"));
        self.with("code", code.into()).with("doc_url", about.into())
    }

    pub(crate) fn param(self, name: &str) -> Self {
        self.with("param", name.into())
    }

    pub(crate) fn with(mut self, name: &str, value: Value) -> Self {
        self.error.insert(name.to_owned(), value);
        self
    }

    /// The body of the answer.
    pub(crate) fn body(&self) -> Value {
        json!({ "error": self.error })
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self.error.get("message").and_then(Value::as_str).unwrap_or_default();
        write!(f, "{}: {message}", self.status)
    }
}

impl std::error::Error for ApiError {}
