//! Money that is given back: the row comes before the provider is asked.

use sqlx::FromRow;
use wufi_domain::ids::{Id, IntentId, OrderId, PaymentId, PaymentSessionId, RefundId};
use wufi_domain::moment::Moment;
use wufi_domain::money::Amount;
use wufi_domain::payment::RefundState;

use super::{amount, broken};
use crate::db::{StoreError, Tx};

/// A refund to be.
#[derive(Clone, Debug)]
pub struct NewRefund<'r> {
    /// Of which payment.
    pub payment: &'r PaymentId,
    /// How much.
    pub amount: Amount,
    /// What whoever gives it back wrote down.
    pub note: Option<&'r str>,
    /// The member of staff or the key.
    pub by: Option<&'r str>,
    /// When somebody has to look after it, unless all goes well before.
    pub due_at: Moment,
}

/// Puts down that money is to be given back; `None` when so much was not taken, or not left of it.
///
/// The condition is part of the update: however many come at once, no more is given back than was taken.
pub async fn ask(tx: &mut Tx, new: &NewRefund<'_>) -> Result<Option<RefundId>, StoreError> {
    let now = tx.now();
    let raised = tx
        .query(
            "UPDATE payment
                SET refunded_minor = refunded_minor + $2, updated_at = $3
              WHERE id = $1 AND captured_at IS NOT NULL AND refunded_minor + $2 <= amount_minor",
        )
        .bind(new.payment.as_str())
        .bind(new.amount.minor())
        .bind(now)
        .execute()
        .await?;
    if raised == 0 {
        return Ok(None);
    }

    let id = tx.mint::<RefundId>();
    tx.query(
        "INSERT INTO refund (id, payment_id, amount_minor, state, note, created_by, due_at, created_at, updated_at)
         VALUES ($1, $2, $3, 'asked', $4, $5, $6, $7, $7)",
    )
    .bind(id.as_str())
    .bind(new.payment.as_str())
    .bind(new.amount.minor())
    .bind(new.note)
    .bind(new.by)
    .bind(new.due_at)
    .bind(now)
    .write_one()
    .await?;
    Ok(Some(id))
}

/// A refund, with what its provider has to be told.
#[derive(Clone, Debug)]
pub struct Sending {
    /// Of the refund.
    pub id: RefundId,
    /// Of which payment.
    pub payment: PaymentId,
    /// The session that the payment came of.
    pub session: PaymentSessionId,
    /// The order that was paid for.
    pub order: Option<OrderId>,
    /// How much.
    pub amount: Amount,
    /// How far it got.
    pub state: RefundState,
    /// Under which of its keys it is asked for.
    pub revision: i64,
    /// How often it was asked for in vain.
    pub tries: i64,
}

#[derive(FromRow)]
struct SendingRow {
    id: String,
    payment_id: String,
    payment_session_id: String,
    order_id: Option<String>,
    amount_minor: i64,
    state: String,
    revision: i64,
    tries: i64,
}

/// A refund as it is now.
pub async fn sending(tx: &mut Tx, refund: &RefundId) -> Result<Option<Sending>, StoreError> {
    let row: Option<SendingRow> = tx
        .query(
            "SELECT refund.id, refund.payment_id, payment.payment_session_id, session.order_id, refund.amount_minor, refund.state,
                    refund.revision, refund.tries
               FROM refund
               JOIN payment ON payment.id = refund.payment_id
               JOIN payment_session session ON session.id = payment.payment_session_id
              WHERE refund.id = $1",
        )
        .bind(refund.as_str())
        .optional()
        .await?;
    let sending = |row: SendingRow| {
        Ok(Sending {
            id: RefundId::stored(row.id),
            payment: PaymentId::stored(row.payment_id),
            session: PaymentSessionId::stored(row.payment_session_id),
            order: row.order_id.map(OrderId::stored),
            amount: amount(row.amount_minor)?,
            state: RefundState::parse(&row.state).ok_or(broken("state"))?,
            revision: row.revision,
            tries: row.tries,
        })
    };
    row.map(sending).transpose()
}

/// Puts down that the money was given back; false when that was put down before.
pub async fn done(tx: &mut Tx, refund: &RefundId, reference: Option<&str>) -> Result<bool, StoreError> {
    let now = tx.now();
    let changed = tx
        .query(
            "UPDATE refund
                SET state = 'done', reference = $2, due_at = NULL, updated_at = $3
              WHERE id = $1 AND state = 'asked'",
        )
        .bind(refund.as_str())
        .bind(reference)
        .bind(now)
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Puts down that the provider did not give the money back, or that it came back, and may be given back again from here
/// on; false when the refund is no longer in the state in which it was asked about: what was heard of it then is old.
pub async fn failed(tx: &mut Tx, refund: &RefundId, asked_in: RefundState) -> Result<bool, StoreError> {
    let now = tx.now();
    let row: Option<(String, i64)> = tx
        .query(
            "UPDATE refund
                SET state = 'failed', due_at = NULL, updated_at = $2
              WHERE id = $1 AND state = $3 AND state <> 'failed'
          RETURNING payment_id, amount_minor",
        )
        .bind(refund.as_str())
        .bind(now)
        .bind(asked_in.word())
        .optional()
        .await?;
    let Some((payment, minor)) = row else { return Ok(false) };
    tx.query("UPDATE payment SET refunded_minor = refunded_minor - $2, updated_at = $3 WHERE id = $1")
        .bind(payment.as_str())
        .bind(minor)
        .bind(now)
        .write_one()
        .await?;
    Ok(true)
}

/// Has a refund asked for under another key from here on; false when somebody else did so before.
pub async fn another_key(tx: &mut Tx, refund: &Sending) -> Result<bool, StoreError> {
    let changed = tx
        .query("UPDATE refund SET revision = revision + 1 WHERE id = $1 AND revision = $2 AND state = 'asked'")
        .bind(refund.id.as_str())
        .bind(refund.revision)
        .execute()
        .await?;
    Ok(changed == 1)
}

/// A refund whose time has come, taken by this node.
#[derive(Clone, Debug)]
pub struct DueRefund {
    /// Of the refund.
    pub refund: RefundId,
    /// How often it was tried in vain, this time included.
    pub tries: i64,
}

/// Takes the refund that has been due longest, and puts it off until `again_at` in case this node does not finish.
///
/// The update is conditional on the moment that was read, so of many nodes one takes it.
pub async fn take_due_refund(tx: &mut Tx, again_at: Moment) -> Result<Option<DueRefund>, StoreError> {
    let now = tx.now();
    let row: Option<(String, i64)> = tx
        .query(
            "UPDATE refund
                SET tries = tries + 1, due_at = $2
              WHERE due_at <= $1
                AND id = (SELECT id FROM refund WHERE due_at <= $1 ORDER BY due_at, id LIMIT 1)
          RETURNING id, tries",
        )
        .bind(now)
        .bind(again_at)
        .optional()
        .await?;
    Ok(row.map(|(id, tries)| DueRefund { refund: RefundId::stored(id), tries }))
}

/// Has what an intent gave back looked at once more, because the provider says that something happened to it; false when it
/// gave nothing back.
pub async fn wake_refunds(tx: &mut Tx, intent: &IntentId) -> Result<bool, StoreError> {
    let now = tx.now();
    let woken = tx
        .query(
            "UPDATE refund
                SET due_at = $2
              WHERE state = 'done'
                AND payment_id IN (SELECT payment.id
                                     FROM payment
                                     JOIN payment_session session ON session.id = payment.payment_session_id
                                    WHERE session.intent_id = $1)",
        )
        .bind(intent.as_str())
        .bind(now)
        .execute()
        .await?;
    Ok(woken > 0)
}

/// Puts down that a refund that was done still is.
pub async fn still_done(tx: &mut Tx, refund: &RefundId) -> Result<(), StoreError> {
    tx.query("UPDATE refund SET due_at = NULL WHERE id = $1 AND state = 'done'").bind(refund.as_str()).execute().await?;
    Ok(())
}

/// Puts a refund off whose provider did not answer.
pub async fn put_off_refund(tx: &mut Tx, refund: &RefundId, until: Moment) -> Result<(), StoreError> {
    tx.query("UPDATE refund SET due_at = $2 WHERE id = $1 AND due_at IS NOT NULL")
        .bind(refund.as_str())
        .bind(until)
        .execute()
        .await?;
    Ok(())
}
