//! Lines and shipping methods of orders.

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::ids::{Id, OrderId, OrderItemId, OrderLineId, OrderShippingId, ShippingOptionId};
use wufi_domain::money::Amount;
use wufi_domain::order::{Order, OrderLine, OrderShipping};
use wufi_domain::tax::TaxMode;

use crate::db::{StoreError, Tx};
use crate::goods::{self, GoodsRow};
use crate::json;

#[derive(FromRow)]
struct LineRow {
    id: String,
    item_id: String,
    #[sqlx(flatten)]
    goods: GoodsRow,
    created_at: OffsetDateTime,
}

#[derive(FromRow)]
struct ShippingRow {
    id: String,
    shipping_option_id: String,
    name: String,
    amount_minor: i64,
    is_tax_inclusive: bool,
    data: String,
    tax_lines: String,
    created_at: OffsetDateTime,
}

/// The lines of an order that was found with its owner.
pub(super) async fn lines(tx: &mut Tx, order: &OrderId) -> Result<Vec<OrderLine>, StoreError> {
    let rows: Vec<LineRow> = tx
        .query(
            "SELECT id, item_id, variant_id, product_id, quantity, unit_price_minor, is_tax_inclusive,
                    snapshot, tax_lines, metadata, position, created_at
               FROM order_line
              WHERE order_id = $1
              ORDER BY position, id",
        )
        .bind(order.as_str())
        .all()
        .await?;
    rows.into_iter().map(OrderLine::try_from).collect()
}

/// The shipping methods of an order that was found with its owner.
pub(super) async fn shipping(tx: &mut Tx, order: &OrderId) -> Result<Vec<OrderShipping>, StoreError> {
    let rows: Vec<ShippingRow> = tx
        .query(
            "SELECT id, shipping_option_id, name, amount_minor, is_tax_inclusive, data, tax_lines, created_at
               FROM order_shipping_method
              WHERE order_id = $1
              ORDER BY id",
        )
        .bind(order.as_str())
        .all()
        .await?;
    rows.into_iter().map(OrderShipping::try_from).collect()
}

impl TryFrom<LineRow> for OrderLine {
    type Error = StoreError;

    fn try_from(row: LineRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: OrderLineId::stored(row.id),
            item: OrderItemId::stored(row.item_id),
            goods: row.goods.try_into()?,
            created_at: row.created_at.into(),
        })
    }
}

impl TryFrom<ShippingRow> for OrderShipping {
    type Error = StoreError;

    fn try_from(row: ShippingRow) -> Result<Self, StoreError> {
        let broken = |detail| StoreError::Broken { table: "order_shipping_method", detail };
        Ok(Self {
            id: OrderShippingId::stored(row.id),
            option: ShippingOptionId::stored(row.shipping_option_id),
            name: row.name,
            amount: Amount::new(row.amount_minor).map_err(|_| broken("amount_minor"))?,
            tax_mode: TaxMode::from_inclusive(row.is_tax_inclusive),
            data: json::value(&row.data),
            tax_lines: json::tax_lines(&row.tax_lines)?,
            created_at: row.created_at.into(),
        })
    }
}

/// Writes the lines and methods of a new order.
pub(super) async fn create(tx: &mut Tx, order: &Order) -> Result<(), StoreError> {
    for line in &order.lines {
        create_line(tx, &order.id, line).await?;
    }
    for method in &order.shipping_methods {
        create_shipping(tx, &order.id, method).await?;
    }
    Ok(())
}

async fn create_line(tx: &mut Tx, order: &OrderId, line: &OrderLine) -> Result<(), StoreError> {
    let statement = tx
        .query(
            "INSERT INTO order_line (id, item_id, order_id, variant_id, product_id, quantity, unit_price_minor, is_tax_inclusive,
                                 snapshot, tax_lines, metadata, position, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(line.id.as_str())
        .bind(line.item.as_str())
        .bind(order.as_str());
    goods::bind(statement, &line.goods)?.bind(line.created_at).write_one().await
}

async fn create_shipping(tx: &mut Tx, order: &OrderId, method: &OrderShipping) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO order_shipping_method (id, order_id, shipping_option_id, name, amount_minor, is_tax_inclusive,
                                            data, tax_lines, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(method.id.as_str())
    .bind(order.as_str())
    .bind(method.option.as_str())
    .bind(method.name.as_str())
    .bind(method.amount.minor())
    .bind(method.tax_mode.is_inclusive())
    .bind(method.data.to_string())
    .bind(json::tax_lines_text(&method.tax_lines))
    .bind(method.created_at)
    .write_one()
    .await
}
