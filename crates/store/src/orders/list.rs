//! A customer's orders, by pages.

use wufi_domain::ids::{CustomerId, Id, OrderId};
use wufi_domain::order::Order;

use super::{OrderRow, filled};
use crate::db::{StoreError, Tx};

/// Which of a customer's orders are wanted, and in what order.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Only these; all when there are none.
    pub ids: Vec<OrderId>,
    /// Only those with one of these words for how far they got; all when there are none.
    pub statuses: Vec<&'static str>,
    /// What they are sorted by.
    pub by: By,
    /// Which way.
    pub way: Way,
    /// How many at most.
    pub limit: i64,
    /// How many to pass over.
    pub offset: i64,
}

/// What orders are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// When they were placed.
    CreatedAt,
    /// When they changed last.
    UpdatedAt,
    /// Their number for people.
    Number,
    /// Their id.
    Id,
}

/// Upwards or downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The smallest first.
    Up,
    /// The largest first.
    Down,
}

/// A part of what was found.
#[derive(Clone, Debug)]
pub struct Page {
    /// The orders on it.
    pub orders: Vec<Order>,
    /// How many there are on all pages.
    pub count: i64,
}

/// Lists a customer's orders.
pub async fn list(tx: &mut Tx, customer: &CustomerId, wanted: &Wanted) -> Result<Page, StoreError> {
    let count = count(tx, customer, wanted).await?;
    let rows = page(tx, customer, wanted).await?;
    let mut orders = Vec::with_capacity(rows.len());
    for row in rows {
        orders.push(filled(tx, row).await?);
    }
    Ok(Page { orders, count })
}

async fn count(tx: &mut Tx, customer: &CustomerId, wanted: &Wanted) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx
        .query(
            "SELECT COUNT(*)
               FROM shop_order
              WHERE owner_kind = 'customer' AND owner_ref = $1
                AND ($2 = '' OR REPLACE($2, ',' || id || ',', '') <> $2)
                AND ($3 = '' OR REPLACE($3, ',' || status || ',', '') <> $3)",
        )
        .bind(customer.as_str())
        .bind(wanted.ids())
        .bind(wanted.statuses())
        .one()
        .await?;
    Ok(count)
}

async fn page(tx: &mut Tx, customer: &CustomerId, wanted: &Wanted) -> Result<Vec<OrderRow>, StoreError> {
    tx.query(
        "SELECT id, cart_id, number, owner_kind, owner_ref, status, region_id, currency_code, sales_channel_id, customer_id, email, locale,
                shipping_address_id, shipping_address, billing_address_id, billing_address, metadata, created_at, updated_at
           FROM shop_order
          WHERE owner_kind = 'customer' AND owner_ref = $1
            AND ($2 = '' OR REPLACE($2, ',' || id || ',', '') <> $2)
            AND ($3 = '' OR REPLACE($3, ',' || status || ',', '') <> $3)
          ORDER BY CASE WHEN $4 = 'created_at up' THEN created_at END,
                   CASE WHEN $4 = 'created_at down' THEN created_at END DESC,
                   CASE WHEN $4 = 'updated_at up' THEN updated_at END,
                   CASE WHEN $4 = 'updated_at down' THEN updated_at END DESC,
                   CASE WHEN $4 = 'id up' THEN id END,
                   CASE WHEN $4 = 'id down' THEN id END DESC,
                   CASE WHEN $4 = 'number up' THEN number END,
                   number DESC
          LIMIT $5 OFFSET $6",
    )
    .bind(customer.as_str())
    .bind(wanted.ids())
    .bind(wanted.statuses())
    .bind(wanted.sorting())
    .bind(wanted.limit)
    .bind(wanted.offset)
    .all()
    .await
}

impl Wanted {
    pub(super) fn ids(&self) -> String {
        joined(self.ids.iter().map(OrderId::as_str))
    }

    pub(super) fn statuses(&self) -> String {
        joined(self.statuses.iter().copied())
    }

    /// The sorting as the statement knows it; the newest number comes first among equals.
    pub(super) const fn sorting(&self) -> &'static str {
        match (self.by, self.way) {
            (By::CreatedAt, Way::Up) => "created_at up",
            (By::CreatedAt, Way::Down) => "created_at down",
            (By::UpdatedAt, Way::Up) => "updated_at up",
            (By::UpdatedAt, Way::Down) => "updated_at down",
            (By::Id, Way::Up) => "id up",
            (By::Id, Way::Down) => "id down",
            (By::Number, Way::Up) => "number up",
            (By::Number, Way::Down) => "number down",
        }
    }
}

/// `,a,b,`, or nothing for nothing: a list as one value, since both engines share no array.
/// No word of it has a comma inside.
pub(super) fn joined<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let all = words.fold(String::new(), |all, word| format!("{all},{word}"));
    if all.is_empty() { all } else { format!("{all},") }
}
