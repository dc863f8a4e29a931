//! Writing what changed of a cart's payment.

use wufi_domain::ids::{CartId, Id, IntentId, OrderId, PaymentCollectionId};
use wufi_domain::money::Amount;
use wufi_domain::payment::{Payment, PaymentCollection, PaymentSession, Step};

use crate::db::{StoreError, Tx};

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
        drop_session(tx, session).await?;
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

/// Ends a session that was replaced: what was tried to be paid with stays on record, and what a provider
/// may hold for it is let go by the job that looks after payments.
async fn drop_session(tx: &mut Tx, session: &PaymentSession) -> Result<(), StoreError> {
    let now = tx.now();
    let (step, due) = if session.is_outside() { (Step::Releasing, Some(now)) } else { (Step::Released, None) };
    tx.query("UPDATE payment_session SET status = 'canceled', step = $3, due_at = $4, updated_at = $2 WHERE id = $1")
        .bind(session.id.as_str())
        .bind(now)
        .bind(step.word())
        .bind(due)
        .write_one()
        .await
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
                                      owner_kind, owner_ref, revision, intent_id, is_live, step, order_id,
                                      authorized_at, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
         ON CONFLICT (id) DO UPDATE
            SET currency_code = excluded.currency_code, amount_minor = excluded.amount_minor, status = excluded.status,
                data = excluded.data, owner_kind = excluded.owner_kind, owner_ref = excluded.owner_ref,
                revision = excluded.revision, intent_id = excluded.intent_id, is_live = excluded.is_live,
                step = excluded.step, order_id = excluded.order_id, authorized_at = excluded.authorized_at,
                updated_at = excluded.updated_at",
    )
    .bind(session.id.as_str())
    .bind(collection.as_str())
    .bind(session.provider_id.as_str())
    .bind(session.currency.code())
    .bind(session.amount.minor())
    .bind(session.status.word())
    .bind(session.data.to_string())
    .bind(session.binding.owner.kind())
    .bind(session.binding.owner.reference())
    .bind(session.binding.revision)
    .bind(session.binding.intent.as_ref().map(IntentId::as_str))
    .bind(session.binding.is_live)
    .bind(session.binding.step.word())
    .bind(session.binding.order.as_ref().map(OrderId::as_str))
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
