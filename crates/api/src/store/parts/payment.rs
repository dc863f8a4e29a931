//! Payment collections, their sessions and payments.

use serde_json::{Value, json};
use wufi_domain::ids::Id as _;
use wufi_domain::money::Amount;
use wufi_domain::payment::{Captured, CollectionStatus, Payment, PaymentCollection, PaymentSession, Refund};

use crate::extract::Pick;

/// A payment collection.
pub(in crate::store) fn collection(held: &PaymentCollection, pick: &Pick) -> Value {
    // Until something is promised, Medusa says null and not nothing.
    let once = |amount: Amount| held.authorized.map(|_| amount);
    pick.object()
        .always("id", held.id.as_str())
        .put("currency_code", held.currency.code())
        .put("completed_at", Value::Null)
        .put("status", held.status.word())
        .put("metadata", Value::Null)
        .put_with("created_at", || held.created_at.to_string())
        .put_with("updated_at", || held.updated_at.to_string())
        .put("deleted_at", Value::Null)
        .relation("payment_sessions", |pick| held.sessions.iter().map(|one| session(one, held, pick)).collect())
        .relation("payments", |pick| held.payments.iter().map(|one| payment(one, held, pick)).collect())
        .money("amount", Some(held.amount), held.currency)
        .money("authorized_amount", held.authorized, held.currency)
        .money("captured_amount", once(held.captured()), held.currency)
        .money("refunded_amount", once(held.refunded()), held.currency)
        .done()
}

fn session(held: &PaymentSession, collection: &PaymentCollection, pick: &Pick) -> Value {
    let payment = collection.payments.iter().find(|payment| payment.session == held.id);
    pick.object()
        .always("id", held.id.as_str())
        .put("currency_code", held.currency.code())
        .put("provider_id", held.provider_id.as_str())
        .put_with("data", || held.data.clone())
        .put_with("context", || json!({}))
        .put("status", held.status.word())
        .put_with("authorized_at", || held.authorized_at.map(|at| at.to_string()))
        .put("payment_collection_id", collection.id.as_str())
        .put_with("payment", || payment.map_or(Value::Null, |payment| json!({ "id": payment.id })))
        .put_with("metadata", || json!({}))
        .put_with("created_at", || held.created_at.to_string())
        .put_with("updated_at", || held.updated_at.to_string())
        .put("deleted_at", Value::Null)
        .money("amount", Some(held.amount), held.currency)
        .done()
}

/// A payment of a collection.
pub(crate) fn payment(held: &Payment, collection: &PaymentCollection, pick: &Pick) -> Value {
    pick.object()
        .always("id", held.id.as_str())
        .put("currency_code", held.currency.code())
        .put("provider_id", held.provider_id.as_str())
        .put_with("data", || held.data.clone())
        .put("payment_collection_id", collection.id.as_str())
        .put("payment_session_id", held.session.as_str())
        .put_with("captured_at", || held.captured_at.map(|at| at.to_string()))
        .put_with("canceled_at", || held.canceled_at.map(|at| at.to_string()))
        .put("metadata", Value::Null)
        .put_with("created_at", || held.created_at.to_string())
        .put_with("updated_at", || held.updated_at.to_string())
        .put("deleted_at", Value::Null)
        .relation("captures", |pick| held.captures.iter().map(|one| capture(one, held, pick)).collect())
        .relation("refunds", |pick| held.refunds.iter().map(|one| refund(one, held, pick)).collect())
        .money("amount", Some(held.amount), held.currency)
        .done()
}

fn capture(held: &Captured, payment: &Payment, pick: &Pick) -> Value {
    pick.object()
        .always("id", held.id.as_str())
        .put("payment_id", payment.id.as_str())
        .put_with("created_by", || held.by.clone())
        .put("metadata", Value::Null)
        .put_with("created_at", || held.created_at.to_string())
        .put_with("updated_at", || held.created_at.to_string())
        .put("deleted_at", Value::Null)
        .money("amount", Some(held.amount), payment.currency)
        .done()
}

/// Medusa's refund, and how far it got: money is given back when the provider says so.
fn refund(held: &Refund, payment: &Payment, pick: &Pick) -> Value {
    pick.object()
        .always("id", held.id.as_str())
        .put("payment_id", payment.id.as_str())
        .put("status", held.state.word())
        .put_with("note", || held.note.clone())
        .put_with("created_by", || held.by.clone())
        .put("metadata", Value::Null)
        .put_with("created_at", || held.created_at.to_string())
        .put_with("updated_at", || held.updated_at.to_string())
        .put("deleted_at", Value::Null)
        .money("amount", Some(held.amount), payment.currency)
        .done()
}

/// How far an order is paid, under Medusa's names.
pub(in crate::store) fn status(held: Option<&PaymentCollection>) -> &'static str {
    let Some(held) = held else { return "not_paid" };
    let refunded = held.refunded();
    match held.status {
        _ if refunded != Amount::ZERO && refunded >= held.amount => "refunded",
        _ if refunded != Amount::ZERO => "partially_refunded",
        CollectionStatus::NotPaid => "not_paid",
        CollectionStatus::Awaiting => "awaiting",
        CollectionStatus::Authorized => "authorized",
        CollectionStatus::Completed => "captured",
        CollectionStatus::Canceled => "canceled",
    }
}
