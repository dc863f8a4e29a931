//! Payments as the shop's own people look at them, whosever they are.

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::ids::{CaptureId, CartId, Id, PaymentId, PaymentSessionId, RefundId};
use wufi_domain::money::{Amount, Currency};
use wufi_domain::payment::{Captured, PaymentCollection, Refund, RefundState};

use super::{amount, broken, currency, of_cart};
use crate::db::{StoreError, Tx};

/// A payment that is held until the unit of work ends, as it is then.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Of the payment.
    pub id: PaymentId,
    /// The session that it came of.
    pub session: PaymentSessionId,
    /// In what.
    pub currency: Currency,
    /// How much.
    pub amount: Amount,
    /// How much of it was given back, or is on its way back.
    pub refunded: Amount,
    /// Whether the money came.
    pub is_taken: bool,
    /// Whether it was called off.
    pub is_canceled: bool,
}

#[derive(FromRow)]
struct SeenRow {
    id: String,
    payment_session_id: String,
    currency_code: String,
    amount_minor: i64,
    refunded_minor: i64,
    captured_at: Option<OffsetDateTime>,
    canceled_at: Option<OffsetDateTime>,
}

/// Finds a payment and holds it.
///
/// A write that changes nothing takes the row's lock on both engines.
pub async fn hold(tx: &mut Tx, payment: &PaymentId) -> Result<Option<Seen>, StoreError> {
    let row: Option<SeenRow> = tx
        .query(
            "UPDATE payment
                SET updated_at = updated_at
              WHERE id = $1
          RETURNING id, payment_session_id, currency_code, amount_minor, refunded_minor, captured_at, canceled_at",
        )
        .bind(payment.as_str())
        .optional()
        .await?;
    row.map(Seen::try_from).transpose()
}

/// The collection that a payment belongs to.
pub async fn of_payment(tx: &mut Tx, payment: &PaymentId) -> Result<Option<PaymentCollection>, StoreError> {
    let row: Option<(String,)> = tx
        .query(
            "SELECT collection.cart_id
               FROM payment
               JOIN payment_collection collection ON collection.id = payment.payment_collection_id
              WHERE payment.id = $1",
        )
        .bind(payment.as_str())
        .optional()
        .await?;
    match row {
        Some((cart,)) => of_cart(tx, &CartId::stored(cart)).await,
        None => Ok(None),
    }
}

#[derive(FromRow)]
struct CaptureRow {
    id: String,
    amount_minor: i64,
    created_by: Option<String>,
    created_at: OffsetDateTime,
}

/// What was taken of a payment.
pub(super) async fn captures(tx: &mut Tx, payment: &PaymentId) -> Result<Vec<Captured>, StoreError> {
    let rows: Vec<CaptureRow> = tx
        .query("SELECT id, amount_minor, created_by, created_at FROM capture WHERE payment_id = $1 ORDER BY created_at, id")
        .bind(payment.as_str())
        .all()
        .await?;
    let captured = |row: CaptureRow| {
        let (id, amount) = (CaptureId::stored(row.id), amount(row.amount_minor)?);
        Ok(Captured { id, amount, by: row.created_by, created_at: row.created_at.into() })
    };
    rows.into_iter().map(captured).collect()
}

#[derive(FromRow)]
struct RefundRow {
    id: String,
    amount_minor: i64,
    state: String,
    note: Option<String>,
    created_by: Option<String>,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

/// What was given back of a payment, is on its way back, or could not be given back.
pub(super) async fn refunds(tx: &mut Tx, payment: &PaymentId) -> Result<Vec<Refund>, StoreError> {
    let rows: Vec<RefundRow> = tx
        .query(
            "SELECT id, amount_minor, state, note, created_by, created_at, updated_at
               FROM refund
              WHERE payment_id = $1
              ORDER BY created_at, id",
        )
        .bind(payment.as_str())
        .all()
        .await?;
    rows.into_iter().map(Refund::try_from).collect()
}

impl TryFrom<SeenRow> for Seen {
    type Error = StoreError;

    fn try_from(row: SeenRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: PaymentId::stored(row.id),
            session: PaymentSessionId::stored(row.payment_session_id),
            currency: currency(&row.currency_code)?,
            amount: amount(row.amount_minor)?,
            refunded: amount(row.refunded_minor)?,
            is_taken: row.captured_at.is_some(),
            is_canceled: row.canceled_at.is_some(),
        })
    }
}

impl TryFrom<RefundRow> for Refund {
    type Error = StoreError;

    fn try_from(row: RefundRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: RefundId::stored(row.id),
            amount: amount(row.amount_minor)?,
            state: RefundState::parse(&row.state).ok_or(broken("state"))?,
            note: row.note,
            by: row.created_by,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}
