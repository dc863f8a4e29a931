//! How much was declined, and what speaks for a customer.

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::ids::{CustomerId, Id, PaymentSessionId};
use wufi_domain::moment::Moment;
use wufi_domain::payment::STRIPE_PROVIDER;
use wufi_domain::payment::brake::{Account, Declines, SHOP_WINDOW_SECS, Tally, WINDOW_SECS};

use super::{Place, Whose};
use crate::db::{StoreError, Tx};

/// For whom is counted, and how far.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Who pays.
    pub whose: &'a Whose,
    /// Where from.
    pub place: &'a Place,
    /// Beyond how many of theirs nobody counts: an attack must not make counting long.
    pub most: i64,
}

/// Beyond how many declines of the whole shop nobody counts. Payments that worked are held against them, so it is more than
/// ten minutes of a large shop have.
const MOST: i64 = 10_000;

#[derive(FromRow)]
struct Row {
    owner: i64,
    owner_at: Option<OffsetDateTime>,
    card: i64,
    address: i64,
    address_at: Option<OffsetDateTime>,
    site: i64,
    shop: i64,
}

/// Counts what was declined lately of a payer, of their cards, from their address and in the whole shop; what was paid is
/// left out. Each count reads an index, and only so many rows of it.
pub async fn count(tx: &mut Tx, asked: Asked<'_>) -> Result<Declines, StoreError> {
    let (since, shop_since) = (tx.now().after_secs(-WINDOW_SECS), tx.now().after_secs(-SHOP_WINDOW_SECS));
    let row: Row = tx
        .query(
            "WITH own AS (SELECT at, card FROM payment_decline
                           WHERE owner_kind = $1 AND owner_ref = $2 AND at > $5 AND counts ORDER BY at DESC LIMIT $7),
                  same AS (SELECT at FROM payment_decline
                            WHERE card IN (SELECT card FROM own) AND owner_ref <> $2 AND at > $5 AND counts LIMIT $7),
                  near AS (SELECT at FROM payment_decline WHERE address = $3 AND at > $5 AND counts ORDER BY at DESC LIMIT $7),
                  around AS (SELECT at FROM payment_decline WHERE site = $4 AND at > $5 AND counts LIMIT $7),
                  anywhere AS (SELECT at FROM payment_decline WHERE at > $6 AND counts LIMIT $8)
             SELECT (SELECT COUNT(*) FROM own) AS owner,
                    (SELECT MAX(at) FROM own) AS owner_at,
                    (SELECT COUNT(*) FROM same) AS card,
                    (SELECT COUNT(*) FROM near) AS address,
                    (SELECT MAX(at) FROM near) AS address_at,
                    (SELECT COUNT(*) FROM around) AS site,
                    (SELECT COUNT(*) FROM anywhere) AS shop",
        )
        .bind(asked.whose.kind.as_str())
        .bind(asked.whose.reference.as_str())
        .bind(asked.place.address.as_deref())
        .bind(asked.place.site.as_deref())
        .bind(since)
        .bind(shop_since)
        .bind(asked.most)
        .bind(MOST)
        .one()
        .await?;
    let tally = |count, last: Option<OffsetDateTime>| Tally { count, last: last.map(Moment::from) };
    Ok(Declines {
        owner: tally(row.owner, row.owner_at),
        card: row.card,
        address: tally(row.address, row.address_at),
        site: row.site,
        shop: row.shop,
        paid: 0,
    })
}

/// How many tries of a session were declined.
pub async fn of_session(tx: &mut Tx, session: &PaymentSessionId) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx
        .query("SELECT COUNT(*) FROM payment_decline WHERE payment_session_id = $1 AND counts")
        .bind(session.as_str())
        .one()
        .await?;
    Ok(count)
}

/// How much was declined lately in the whole shop.
pub async fn shop(tx: &mut Tx) -> Result<i64, StoreError> {
    let since = tx.now().after_secs(-SHOP_WINDOW_SECS);
    let (count,): (i64,) = tx
        .query("SELECT COUNT(*) FROM (SELECT 1 AS one FROM payment_decline WHERE at > $1 AND counts LIMIT $2) counted")
        .bind(since)
        .bind(MOST)
        .one()
        .await?;
    Ok(count)
}

/// How many payments by card worked in the same time.
pub async fn paid(tx: &mut Tx) -> Result<i64, StoreError> {
    let since = tx.now().after_secs(-SHOP_WINDOW_SECS);
    let (count,): (i64,) = tx
        .query(
            "SELECT COUNT(*) FROM (SELECT 1 AS one
                                     FROM payment_session
                                    WHERE authorized_at > $1 AND provider_id = $2
                                    LIMIT $3) counted",
        )
        .bind(since)
        .bind(STRIPE_PROVIDER)
        .bind(MOST)
        .one()
        .await?;
    Ok(count)
}

/// What speaks for a customer; nothing where there is no account.
///
/// Money counts that was paid under this very login: an order that somebody else placed and handed over does not.
pub async fn account(tx: &mut Tx, customer: &CustomerId) -> Result<Option<Account>, StoreError> {
    let row: Option<(OffsetDateTime, Option<OffsetDateTime>)> = tx
        .query(
            "SELECT customer.created_at,
                    (SELECT MIN(payment.captured_at)
                       FROM payment_session session
                       JOIN payment ON payment.payment_session_id = session.id
                      WHERE session.owner_kind = 'customer' AND session.owner_ref = customer.id AND session.disputed_at IS NULL
                        AND payment.canceled_at IS NULL AND payment.refunded_minor < payment.amount_minor) AS paid_at
               FROM customer
              WHERE customer.id = $1 AND customer.has_account",
        )
        .bind(customer.as_str())
        .optional()
        .await?;
    Ok(row.map(|(created_at, paid_at)| Account { created_at: created_at.into(), paid_at: paid_at.map(Into::into) }))
}
