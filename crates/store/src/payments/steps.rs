//! How far payment sessions got, whosever they are: for the job that looks after them.

use sqlx::FromRow;
use wufi_domain::ids::{CartId, Id, IntentId, PaymentSessionId};
use wufi_domain::owner::Owner;
use wufi_domain::payment::{Advance, PaymentSession, Step};

use super::{SessionRow, broken};
use crate::db::{StoreError, Tx};

/// Seconds after which a cart that money is held for is tried again.
const HELD_PAUSE_SECS: i64 = 30;

/// A payment session, and what it is to pay.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The session.
    pub session: PaymentSession,
    /// The cart.
    pub cart: CartId,
}

#[derive(FromRow)]
struct BoundRow {
    #[sqlx(flatten)]
    session: SessionRow,
    cart_id: String,
}

/// A session, whatever became of it.
pub async fn bound(tx: &mut Tx, session: &PaymentSessionId) -> Result<Option<Bound>, StoreError> {
    let row: Option<BoundRow> = tx
        .query(
            "SELECT session.id, session.provider_id, session.currency_code, session.amount_minor, session.status, session.data,
                    session.owner_kind, session.owner_ref, session.revision, session.intent_id, session.is_live, session.step,
                    session.order_id, session.authorized_at, session.created_at, session.updated_at, collection.cart_id
               FROM payment_session session
               JOIN payment_collection collection ON collection.id = session.payment_collection_id
              WHERE session.id = $1",
        )
        .bind(session.as_str())
        .optional()
        .await?;
    let bound = |row: BoundRow| Ok(Bound { cart: CartId::stored(row.cart_id), session: row.session.try_into()? });
    row.map(bound).transpose()
}

/// Whose the session of an intent is, and how far it got.
pub async fn by_intent(tx: &mut Tx, intent: &IntentId) -> Result<Option<(Owner, Step)>, StoreError> {
    let row: Option<(String, String, String)> = tx
        .query("SELECT owner_kind, owner_ref, step FROM payment_session WHERE intent_id = $1")
        .bind(intent.as_str())
        .optional()
        .await?;
    let Some((kind, reference, step)) = row else { return Ok(None) };
    let owner = Owner::stored(&kind, reference).ok_or(broken("owner_kind"))?;
    Ok(Some((owner, Step::parse(&step).ok_or(broken("step"))?)))
}

/// Takes a step; false when the session stands elsewhere meanwhile, because somebody else was faster.
pub async fn advance(tx: &mut Tx, session: &PaymentSessionId, advance: Advance) -> Result<bool, StoreError> {
    let now = tx.now();
    let due = (advance.to() == Step::Releasing).then_some(now);
    let status = match advance.to() {
        Step::Held => Some("authorized"),
        Step::Releasing | Step::Released | Step::Disowned => Some("canceled"),
        Step::Asked | Step::Open | Step::Ordered | Step::Taken => None,
    };
    let due = if advance.to() == Step::Held { Some(now.after_secs(HELD_PAUSE_SECS)) } else { due };
    let taken = tx
        .query(
            "UPDATE payment_session
                SET step = $3, due_at = $4, tries = 0, status = COALESCE($5, status),
                    authorized_at = CASE WHEN $3 = 'held' THEN $6 ELSE authorized_at END, updated_at = $6
              WHERE id = $1 AND step = $2",
        )
        .bind(session.as_str())
        .bind(advance.from().word())
        .bind(advance.to().word())
        .bind(due)
        .bind(status)
        .bind(now)
        .execute()
        .await?;
    Ok(taken == 1)
}

/// Writes down which intent a session has, where that was not known.
pub async fn learn(tx: &mut Tx, session: &PaymentSessionId, intent: &IntentId) -> Result<(), StoreError> {
    tx.query("UPDATE payment_session SET intent_id = $2 WHERE id = $1 AND intent_id IS NULL")
        .bind(session.as_str())
        .bind(intent.as_str())
        .execute()
        .await?;
    Ok(())
}
