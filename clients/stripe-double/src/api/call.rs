//! The calls that there are.

use serde::{Deserialize, Serialize};

/// A kind of call of Stripe's API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// `POST /v1/payment_intents`
    Create,
    /// `POST /v1/payment_intents/{id}`
    Update,
    /// `GET /v1/payment_intents/{id}`
    Retrieve,
    /// `GET /v1/payment_intents`
    List,
    /// `POST /v1/payment_intents/{id}/confirm`
    Confirm,
    /// `POST /v1/payment_intents/{id}/capture`
    Capture,
    /// `POST /v1/payment_intents/{id}/cancel`
    Cancel,
    /// `POST /v1/refunds`
    Refund,
    /// `GET /v1/refunds/{id}`
    RetrieveRefund,
    /// `GET /v1/refunds`
    ListRefunds,
    /// `GET /v1/charges/{id}`
    RetrieveCharge,
    /// `POST /v1/customers`
    CreateCustomer,
    /// `GET /v1/customers/{id}`
    RetrieveCustomer,
    /// `GET /v1/account`
    Account,
    /// Anything else, which is refused.
    Unknown,
}

impl Call {
    /// The call that a request is, and the id in its path, or nothing.
    pub(crate) fn of<'path>(method: &str, path: &'path str) -> (Self, &'path str) {
        let parts: Vec<_> = path.trim_start_matches('/').split('/').collect();
        match (method, parts.as_slice()) {
            ("POST", ["v1", "payment_intents"]) => (Self::Create, ""),
            ("GET", ["v1", "payment_intents"]) => (Self::List, ""),
            ("POST", ["v1", "payment_intents", id]) => (Self::Update, id),
            ("GET", ["v1", "payment_intents", id]) => (Self::Retrieve, id),
            ("POST", ["v1", "payment_intents", id, "confirm"]) => (Self::Confirm, id),
            ("POST", ["v1", "payment_intents", id, "capture"]) => (Self::Capture, id),
            ("POST", ["v1", "payment_intents", id, "cancel"]) => (Self::Cancel, id),
            ("POST", ["v1", "refunds"]) => (Self::Refund, ""),
            ("GET", ["v1", "refunds"]) => (Self::ListRefunds, ""),
            ("GET", ["v1", "refunds", id]) => (Self::RetrieveRefund, id),
            ("GET", ["v1", "charges", id]) => (Self::RetrieveCharge, id),
            ("POST", ["v1", "customers"]) => (Self::CreateCustomer, ""),
            ("GET", ["v1", "customers", id]) => (Self::RetrieveCustomer, id),
            ("GET", ["v1", "account"]) => (Self::Account, ""),
            _ => (Self::Unknown, ""),
        }
    }
}
