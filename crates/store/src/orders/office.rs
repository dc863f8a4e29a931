//! Orders as the shop's own people look at them, whosever they are.

use wufi_domain::email::Email;
use wufi_domain::ids::{CustomerId, Id, OrderId};
use wufi_domain::moment::Moment;
use wufi_domain::order::Order;

use super::{OrderRow, Page, Wanted, filled, whole};
use crate::db::{StoreError, Tx};

/// Finds an order.
pub async fn any(tx: &mut Tx, id: &OrderId) -> Result<Option<Order>, StoreError> {
    let row: Option<OrderRow> = tx
        .query(
            "SELECT id, cart_id, number, owner_kind, owner_ref, status, region_id, currency_code, sales_channel_id, customer_id, email, locale,
                    shipping_address_id, shipping_address, billing_address_id, billing_address, metadata, created_at, updated_at
               FROM shop_order
              WHERE id = $1",
        )
        .bind(id.as_str())
        .optional()
        .await?;
    whole(tx, row).await
}

/// Finds an order and holds it until the unit of work ends: whoever works on its goods comes one after another.
pub async fn hold_any(tx: &mut Tx, id: &OrderId) -> Result<Option<Order>, StoreError> {
    let held = tx.query("UPDATE shop_order SET updated_at = updated_at WHERE id = $1").bind(id.as_str()).execute().await?;
    if held == 0 { Ok(None) } else { any(tx, id).await }
}

/// Which orders are looked for; what is missing is not asked.
#[derive(Clone, Debug)]
pub struct Sought {
    /// Which, in what order, and which part of them.
    pub wanted: Wanted,
    /// Only those of these customers.
    pub customers: Vec<CustomerId>,
    /// Only those of this address.
    pub email: Option<Email>,
    /// Only those placed from this moment on.
    pub from: Option<Moment>,
    /// Only those placed before this moment.
    pub to: Option<Moment>,
}

/// The end of the year 9999, after which no text of a moment is told.
const FAR_OFF: Moment = Moment::from_millis(253_402_300_799_999);

/// The orders that are looked for, whosever they are.
pub async fn search(tx: &mut Tx, sought: &Sought) -> Result<Page, StoreError> {
    let count = count(tx, sought).await?;
    let rows = page(tx, sought).await?;
    let mut orders = Vec::with_capacity(rows.len());
    for row in rows {
        orders.push(filled(tx, row).await?);
    }
    Ok(Page { orders, count })
}

async fn count(tx: &mut Tx, sought: &Sought) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx
        .query(
            "SELECT COUNT(*)
               FROM shop_order
              WHERE ($1 = '' OR REPLACE($1, ',' || id || ',', '') <> $1)
                AND ($2 = '' OR REPLACE($2, ',' || status || ',', '') <> $2)
                AND ($3 = '' OR REPLACE($3, ',' || customer_id || ',', '') <> $3)
                AND ($4 = '' OR LOWER(email) = LOWER($4))
                AND created_at >= $5
                AND created_at < $6",
        )
        .bind(sought.wanted.ids())
        .bind(sought.wanted.statuses())
        .bind(sought.customers())
        .bind(sought.email())
        .bind(sought.from.unwrap_or(Moment::from_millis(0)))
        .bind(sought.to.unwrap_or(FAR_OFF))
        .one()
        .await?;
    Ok(count)
}

async fn page(tx: &mut Tx, sought: &Sought) -> Result<Vec<OrderRow>, StoreError> {
    tx.query(
        "SELECT id, cart_id, number, owner_kind, owner_ref, status, region_id, currency_code, sales_channel_id, customer_id, email, locale,
                shipping_address_id, shipping_address, billing_address_id, billing_address, metadata, created_at, updated_at
           FROM shop_order
          WHERE ($1 = '' OR REPLACE($1, ',' || id || ',', '') <> $1)
            AND ($2 = '' OR REPLACE($2, ',' || status || ',', '') <> $2)
            AND ($3 = '' OR REPLACE($3, ',' || customer_id || ',', '') <> $3)
            AND ($4 = '' OR LOWER(email) = LOWER($4))
            AND created_at >= $5
            AND created_at < $6
          ORDER BY CASE WHEN $7 = 'created_at up' THEN created_at END,
                   CASE WHEN $7 = 'created_at down' THEN created_at END DESC,
                   CASE WHEN $7 = 'updated_at up' THEN updated_at END,
                   CASE WHEN $7 = 'updated_at down' THEN updated_at END DESC,
                   CASE WHEN $7 = 'id up' THEN id END,
                   CASE WHEN $7 = 'id down' THEN id END DESC,
                   CASE WHEN $7 = 'number up' THEN number END,
                   number DESC
          LIMIT $8 OFFSET $9",
    )
    .bind(sought.wanted.ids())
    .bind(sought.wanted.statuses())
    .bind(sought.customers())
    .bind(sought.email())
    .bind(sought.from.unwrap_or(Moment::from_millis(0)))
    .bind(sought.to.unwrap_or(FAR_OFF))
    .bind(sought.wanted.sorting())
    .bind(sought.wanted.limit)
    .bind(sought.wanted.offset)
    .all()
    .await
}

impl Sought {
    /// `,a,b,`, or nothing for nothing.
    fn customers(&self) -> String {
        super::list::joined(self.customers.iter().map(CustomerId::as_str))
    }

    fn email(&self) -> &str {
        self.email.as_ref().map_or("", Email::as_str)
    }
}
