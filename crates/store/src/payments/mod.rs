//! Payment collections, their sessions and payments.

mod due;
mod money;
mod notices;
mod office;
mod put;
mod refunds;
mod steps;

pub use due::{Due, put_off, schedule, take_due, wake, wake_cart};
pub use money::{NewCapture, take};
pub use notices::{Notice, note};
pub use office::{Seen, hold, of_payment};
pub(crate) use put::save;
pub use refunds::{
    DueRefund, NewRefund, Sending, another_key, ask, done, failed, put_off_refund, sending, still_done, take_due_refund,
    wake_refunds,
};
pub use steps::{Bound, advance, bound, by_intent, learn};

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::ids::{CartId, Id, IntentId, OrderId, PaymentCollectionId, PaymentId, PaymentSessionId};
use wufi_domain::money::{Amount, Currency};
use wufi_domain::owner::Owner;
use wufi_domain::payment::{Binding, CollectionStatus, Payment, PaymentCollection, PaymentSession, SessionStatus, Step};

use crate::db::{StoreError, Tx};
use crate::json;

#[derive(FromRow)]
struct CollectionRow {
    id: String,
    currency_code: String,
    amount_minor: i64,
    status: String,
    authorized_minor: Option<i64>,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

#[derive(FromRow)]
struct SessionRow {
    id: String,
    provider_id: String,
    currency_code: String,
    amount_minor: i64,
    status: String,
    data: String,
    owner_kind: String,
    owner_ref: String,
    revision: i64,
    intent_id: Option<String>,
    is_live: bool,
    step: String,
    order_id: Option<String>,
    authorized_at: Option<OffsetDateTime>,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

#[derive(FromRow)]
struct PaymentRow {
    id: String,
    payment_session_id: String,
    provider_id: String,
    currency_code: String,
    amount_minor: i64,
    data: String,
    refunded_minor: i64,
    captured_at: Option<OffsetDateTime>,
    canceled_at: Option<OffsetDateTime>,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

/// The cart that a collection pays for; whose it is, the cart says.
pub async fn cart_of(tx: &mut Tx, id: &PaymentCollectionId) -> Result<Option<CartId>, StoreError> {
    let row: Option<(String,)> =
        tx.query("SELECT cart_id FROM payment_collection WHERE id = $1").bind(id.as_str()).optional().await?;
    Ok(row.map(|(cart,)| CartId::stored(cart)))
}

/// The collection of a cart that was found with its owner.
pub async fn of_cart(tx: &mut Tx, cart: &CartId) -> Result<Option<PaymentCollection>, StoreError> {
    let row: Option<CollectionRow> = tx
        .query(
            "SELECT id, currency_code, amount_minor, status, authorized_minor, created_at, updated_at
               FROM payment_collection
              WHERE cart_id = $1",
        )
        .bind(cart.as_str())
        .optional()
        .await?;
    let Some(row) = row else { return Ok(None) };

    let id = PaymentCollectionId::stored(row.id);
    Ok(Some(PaymentCollection {
        currency: currency(&row.currency_code)?,
        amount: amount(row.amount_minor)?,
        status: CollectionStatus::parse(&row.status).ok_or(broken("status"))?,
        authorized: row.authorized_minor.map(amount).transpose()?,
        sessions: sessions(tx, &id).await?,
        payments: payments(tx, &id).await?,
        created_at: row.created_at.into(),
        updated_at: row.updated_at.into(),
        id,
    }))
}

async fn sessions(tx: &mut Tx, collection: &PaymentCollectionId) -> Result<Vec<PaymentSession>, StoreError> {
    let rows: Vec<SessionRow> = tx
        .query(
            "SELECT id, provider_id, currency_code, amount_minor, status, data, owner_kind, owner_ref, revision, intent_id,
                    is_live, step, order_id, authorized_at, created_at, updated_at
               FROM payment_session
              WHERE payment_collection_id = $1 AND status <> 'canceled'
              ORDER BY created_at, id",
        )
        .bind(collection.as_str())
        .all()
        .await?;
    rows.into_iter().map(PaymentSession::try_from).collect()
}

async fn payments(tx: &mut Tx, collection: &PaymentCollectionId) -> Result<Vec<Payment>, StoreError> {
    let rows: Vec<PaymentRow> = tx
        .query(
            "SELECT id, payment_session_id, provider_id, currency_code, amount_minor, data,
                    refunded_minor, captured_at, canceled_at, created_at, updated_at
               FROM payment
              WHERE payment_collection_id = $1
              ORDER BY created_at, id",
        )
        .bind(collection.as_str())
        .all()
        .await?;
    let mut payments = Vec::with_capacity(rows.len());
    for row in rows {
        let payment = Payment::try_from(row)?;
        let (captures, refunds) = (office::captures(tx, &payment.id).await?, office::refunds(tx, &payment.id).await?);
        payments.push(Payment { captures, refunds, ..payment });
    }
    Ok(payments)
}

impl TryFrom<SessionRow> for PaymentSession {
    type Error = StoreError;

    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: PaymentSessionId::stored(row.id),
            provider_id: row.provider_id,
            currency: currency(&row.currency_code)?,
            amount: amount(row.amount_minor)?,
            status: SessionStatus::parse(&row.status).ok_or(broken("status"))?,
            data: json::value(&row.data),
            binding: Binding {
                owner: Owner::stored(&row.owner_kind, row.owner_ref).ok_or(broken("owner_kind"))?,
                revision: row.revision,
                intent: row.intent_id.map(IntentId::stored),
                is_live: row.is_live,
                step: Step::parse(&row.step).ok_or(broken("step"))?,
                order: row.order_id.map(OrderId::stored),
            },
            authorized_at: row.authorized_at.map(Into::into),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}

impl TryFrom<PaymentRow> for Payment {
    type Error = StoreError;

    fn try_from(row: PaymentRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: PaymentId::stored(row.id),
            session: PaymentSessionId::stored(row.payment_session_id),
            provider_id: row.provider_id,
            currency: currency(&row.currency_code)?,
            amount: amount(row.amount_minor)?,
            data: json::value(&row.data),
            refunded: amount(row.refunded_minor)?,
            captures: Vec::new(),
            refunds: Vec::new(),
            captured_at: row.captured_at.map(Into::into),
            canceled_at: row.canceled_at.map(Into::into),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}

fn broken(detail: &'static str) -> StoreError {
    StoreError::Broken { table: "payment", detail }
}

fn currency(code: &str) -> Result<Currency, StoreError> {
    Currency::new(code).ok_or(broken("currency_code"))
}

fn amount(minor: i64) -> Result<Amount, StoreError> {
    Amount::new(minor).map_err(|_| broken("amount_minor"))
}
