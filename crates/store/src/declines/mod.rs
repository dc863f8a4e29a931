//! Declined tries to pay: each put down once, and counted for whoever asks for another payment.

mod count;
mod pace;

pub use count::{Asked, account, count, of_session, paid, shop};
pub use pace::{is_on, pace, turn};

use sqlx::FromRow;
use wufi_domain::ids::{CartId, Id, IntentId, PaymentSessionId};
use wufi_domain::moment::Moment;
use wufi_domain::owner::Owner;

use crate::db::{StoreError, Tx};

/// Who pays: an owner, or where that is nobody in particular, the cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    kind: String,
    reference: String,
}

impl Whose {
    /// Whoever pays for a cart of that owner.
    #[must_use]
    pub fn of(owner: &Owner, cart: &CartId) -> Self {
        let (kind, reference) = match owner {
            Owner::Customer(_) | Owner::Guest(_) => (owner.kind(), owner.reference()),
            Owner::Bearer => ("cart", cart.as_str()),
        };
        Self { kind: kind.to_owned(), reference: reference.to_owned() }
    }

    /// A name for them among all payers.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}:{}", self.kind, self.reference)
    }
}

/// Where a payment was begun, as keyed digests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The v4 address or the v6 /64, where it is known.
    pub address: Option<String>,
    /// The /48 around it; v4 has none.
    pub site: Option<String>,
}

/// A declined try, as it is put down.
#[derive(Clone, Copy, Debug)]
pub struct NewDecline<'d> {
    /// Of the try: the same whoever tells of it.
    pub id: &'d str,
    /// Of which intent.
    pub intent: &'d IntentId,
    /// Of which session, as far as the provider knows; asked only where the intent of none is known.
    pub session: Option<&'d PaymentSessionId>,
    /// The provider's word for why.
    pub code: &'d str,
    /// Whether it says something of card or shopper.
    pub counts: bool,
    /// The keyed digest of the card.
    pub card: Option<&'d str>,
    /// When it was.
    pub at: Moment,
}

/// Whose payment it was that was declined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declined {
    /// The session.
    pub session: PaymentSessionId,
    /// Who was to pay.
    pub owner: Owner,
}

#[derive(FromRow)]
struct DeclinedRow {
    payment_session_id: String,
    owner_kind: String,
    owner_ref: String,
}

/// Puts a declined try down; `None` when it was before, or when the intent is none of ours.
pub async fn put(tx: &mut Tx, new: NewDecline<'_>) -> Result<Option<Declined>, StoreError> {
    let row: Option<DeclinedRow> = tx
        .query(
            "INSERT INTO payment_decline (id, payment_session_id, owner_kind, owner_ref, address, site, card, code, counts, at)
             SELECT $1, session.id,
                    CASE session.owner_kind WHEN 'bearer' THEN 'cart' ELSE session.owner_kind END,
                    CASE session.owner_kind WHEN 'bearer' THEN collection.cart_id ELSE session.owner_ref END,
                    opener.address, opener.site, $4, $5, $6, $7
               FROM payment_session session
               JOIN payment_collection collection ON collection.id = session.payment_collection_id
               LEFT JOIN payment_opener opener ON opener.payment_session_id = session.id
              WHERE session.intent_id = $2 OR (session.intent_id IS NULL AND session.id = $3)
                 ON CONFLICT (id) DO NOTHING
          RETURNING payment_session_id, owner_kind, owner_ref",
        )
        .bind(new.id)
        .bind(new.intent.as_str())
        .bind(new.session.map_or("", PaymentSessionId::as_str))
        .bind(new.card)
        .bind(new.code)
        .bind(new.counts)
        .bind(new.at)
        .optional()
        .await?;
    Ok(row.map(|row| Declined {
        session: PaymentSessionId::stored(row.payment_session_id),
        owner: Owner::stored(&row.owner_kind, row.owner_ref).unwrap_or(Owner::Bearer),
    }))
}

/// Notes where a payment is begun; nowhere that is known leaves nothing.
pub async fn begun(tx: &mut Tx, session: &PaymentSessionId, place: &Place) -> Result<(), StoreError> {
    let Some(address) = &place.address else { return Ok(()) };
    let now = tx.now();
    tx.query("INSERT INTO payment_opener (payment_session_id, address, site, opened_at) VALUES ($1, $2, $3, $4)")
        .bind(session.as_str())
        .bind(address.as_str())
        .bind(place.site.as_deref())
        .bind(now)
        .write_one()
        .await
}

/// Where a payment was begun.
pub async fn place_of(tx: &mut Tx, session: &PaymentSessionId) -> Result<Place, StoreError> {
    let row: Option<(String, Option<String>)> = tx
        .query("SELECT address, site FROM payment_opener WHERE payment_session_id = $1")
        .bind(session.as_str())
        .optional()
        .await?;
    Ok(row.map_or_else(Place::default, |(address, site)| Place { address: Some(address), site }))
}

/// Notes that the bank of whoever paid an intent asks for the money back.
pub async fn disputed(tx: &mut Tx, intent: &IntentId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query("UPDATE payment_session SET disputed_at = $2 WHERE intent_id = $1 AND disputed_at IS NULL")
        .bind(intent.as_str())
        .bind(now)
        .execute()
        .await?;
    Ok(())
}
