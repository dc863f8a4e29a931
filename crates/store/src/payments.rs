//! Payment collections, their sessions and payments.

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::ids::{CartId, Id, PaymentCollectionId, PaymentId, PaymentSessionId};
use wufi_domain::money::{Amount, Currency};
use wufi_domain::payment::{CollectionStatus, Payment, PaymentCollection, PaymentSession, SessionStatus};

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
            "SELECT id, provider_id, currency_code, amount_minor, status, data, authorized_at, created_at, updated_at
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
                    captured_at, canceled_at, created_at, updated_at
               FROM payment
              WHERE payment_collection_id = $1
              ORDER BY created_at, id",
        )
        .bind(collection.as_str())
        .all()
        .await?;
    rows.into_iter().map(Payment::try_from).collect()
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

/// Writes what changed between a cart's collection as it was held and as it is now.
pub(crate) async fn save(
    tx: &mut Tx,
    cart: &CartId,
    held: Option<&PaymentCollection>,
    now: Option<&PaymentCollection>,
) -> Result<(), StoreError> {
    let Some(now) = now.filter(|now| held != Some(*now)) else { return Ok(()) };
    put_collection(tx, cart, now).await?;

    let before = held.map_or(&[][..], |held| &held.sessions);
    for session in before.iter().filter(|session| now.sessions.iter().all(|kept| kept.id != session.id)) {
        // Ended, not erased: what was tried to be paid with stays on record.
        tx.query("UPDATE payment_session SET status = 'canceled', updated_at = $2 WHERE id = $1")
            .bind(session.id.as_str())
            .bind(now.updated_at)
            .write_one()
            .await?;
    }
    for session in now.sessions.iter().filter(|session| !before.contains(session)) {
        put_session(tx, &now.id, session).await?;
    }
    let before = held.map_or(&[][..], |held| &held.payments);
    for payment in now.payments.iter().filter(|payment| !before.contains(payment)) {
        put_payment(tx, &now.id, payment).await?;
    }
    Ok(())
}

async fn put_collection(tx: &mut Tx, cart: &CartId, collection: &PaymentCollection) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO payment_collection (id, cart_id, currency_code, amount_minor, status, authorized_minor, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (id) DO UPDATE
            SET currency_code = excluded.currency_code, amount_minor = excluded.amount_minor, status = excluded.status,
                authorized_minor = excluded.authorized_minor, updated_at = excluded.updated_at",
    )
    .bind(collection.id.as_str())
    .bind(cart.as_str())
    .bind(collection.currency.code())
    .bind(collection.amount.minor())
    .bind(collection.status.word())
    .bind(collection.authorized.map(Amount::minor))
    .bind(collection.created_at)
    .bind(collection.updated_at)
    .write_one()
    .await
}

async fn put_session(tx: &mut Tx, collection: &PaymentCollectionId, session: &PaymentSession) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO payment_session (id, payment_collection_id, provider_id, currency_code, amount_minor, status, data,
                                      authorized_at, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (id) DO UPDATE
            SET status = excluded.status, data = excluded.data, authorized_at = excluded.authorized_at,
                updated_at = excluded.updated_at",
    )
    .bind(session.id.as_str())
    .bind(collection.as_str())
    .bind(session.provider_id.as_str())
    .bind(session.currency.code())
    .bind(session.amount.minor())
    .bind(session.status.word())
    .bind(session.data.to_string())
    .bind(session.authorized_at)
    .bind(session.created_at)
    .bind(session.updated_at)
    .write_one()
    .await
}

async fn put_payment(tx: &mut Tx, collection: &PaymentCollectionId, payment: &Payment) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO payment (id, payment_collection_id, payment_session_id, provider_id, currency_code, amount_minor, data,
                              captured_at, canceled_at, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (id) DO UPDATE
            SET captured_at = excluded.captured_at, canceled_at = excluded.canceled_at, data = excluded.data,
                updated_at = excluded.updated_at",
    )
    .bind(payment.id.as_str())
    .bind(collection.as_str())
    .bind(payment.session.as_str())
    .bind(payment.provider_id.as_str())
    .bind(payment.currency.code())
    .bind(payment.amount.minor())
    .bind(payment.data.to_string())
    .bind(payment.captured_at)
    .bind(payment.canceled_at)
    .bind(payment.created_at)
    .bind(payment.updated_at)
    .write_one()
    .await
}
