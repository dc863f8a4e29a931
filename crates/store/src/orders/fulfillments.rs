//! Fulfilments of an order that was found with its owner, or by the shop's own people.

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::ids::{FulfillmentId, FulfillmentItemId, Id, LocationId, OrderId, OrderLineId};
use wufi_domain::order::{Fulfilled, Fulfillment};
use wufi_domain::quantity::Quantity;

use crate::db::{StoreError, Tx};
use crate::json;

#[derive(FromRow)]
struct FulfillmentRow {
    id: String,
    stock_location_id: Option<String>,
    labels: String,
    created_by: Option<String>,
    shipped_at: Option<OffsetDateTime>,
    delivered_at: Option<OffsetDateTime>,
    canceled_at: Option<OffsetDateTime>,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

#[derive(FromRow)]
struct ItemRow {
    id: String,
    fulfillment_id: String,
    order_line_id: String,
    quantity: i64,
}

/// The fulfilments of an order, those that were called off included.
pub(super) async fn of_order(tx: &mut Tx, order: &OrderId) -> Result<Vec<Fulfillment>, StoreError> {
    let rows: Vec<FulfillmentRow> = tx
        .query(
            "SELECT id, stock_location_id, labels, created_by, shipped_at, delivered_at, canceled_at, created_at, updated_at
               FROM fulfillment
              WHERE order_id = $1
              ORDER BY created_at, id",
        )
        .bind(order.as_str())
        .all()
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let items = items(tx, order).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let own = items.iter().filter(|item| item.fulfillment_id == row.id);
        all.push(fulfillment(own.map(Fulfilled::try_from).collect::<Result<_, _>>()?, row));
    }
    Ok(all)
}

async fn items(tx: &mut Tx, order: &OrderId) -> Result<Vec<ItemRow>, StoreError> {
    tx.query(
        "SELECT item.id, item.fulfillment_id, item.order_line_id, item.quantity
           FROM fulfillment_item item
           JOIN fulfillment ON fulfillment.id = item.fulfillment_id
          WHERE fulfillment.order_id = $1
          ORDER BY item.id",
    )
    .bind(order.as_str())
    .all()
    .await
}

fn fulfillment(items: Vec<Fulfilled>, row: FulfillmentRow) -> Fulfillment {
    Fulfillment {
        id: FulfillmentId::stored(row.id),
        location: row.stock_location_id.map(LocationId::stored),
        items,
        labels: json::labels(&row.labels),
        by: row.created_by,
        shipped_at: row.shipped_at.map(Into::into),
        delivered_at: row.delivered_at.map(Into::into),
        canceled_at: row.canceled_at.map(Into::into),
        created_at: row.created_at.into(),
        updated_at: row.updated_at.into(),
    }
}

impl TryFrom<&ItemRow> for Fulfilled {
    type Error = StoreError;

    fn try_from(row: &ItemRow) -> Result<Self, StoreError> {
        let broken = StoreError::Broken { table: "fulfillment_item", detail: "quantity" };
        Ok(Self {
            id: FulfillmentItemId::stored(row.id.clone()),
            line: OrderLineId::stored(row.order_line_id.clone()),
            quantity: Quantity::new(row.quantity).ok_or(broken)?,
        })
    }
}
