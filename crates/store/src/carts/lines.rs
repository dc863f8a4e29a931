//! Lines of carts.

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::cart::Line;
use wufi_domain::ids::{CartId, Id, LineId, ProductId, VariantId};
use wufi_domain::metadata::Metadata;
use wufi_domain::money::Amount;
use wufi_domain::quantity::Quantity;
use wufi_domain::tax::TaxMode;

use crate::db::{StoreError, Tx};
use crate::json;

#[derive(FromRow)]
struct LineRow {
    id: String,
    variant_id: String,
    product_id: String,
    quantity: i64,
    unit_price_minor: i64,
    is_tax_inclusive: bool,
    snapshot: String,
    tax_lines: String,
    metadata: String,
    position: i64,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

/// The lines of a cart that was found with its owner.
pub(super) async fn list(tx: &mut Tx, cart: &CartId) -> Result<Vec<Line>, StoreError> {
    let rows: Vec<LineRow> = tx
        .query(
            "SELECT id, variant_id, product_id, quantity, unit_price_minor, is_tax_inclusive,
                    snapshot, tax_lines, metadata, position, created_at, updated_at
               FROM cart_line
              WHERE cart_id = $1
              ORDER BY position, id",
        )
        .bind(cart.as_str())
        .all()
        .await?;
    rows.into_iter().map(Line::try_from).collect()
}

impl TryFrom<LineRow> for Line {
    type Error = StoreError;

    fn try_from(row: LineRow) -> Result<Self, StoreError> {
        let broken = |detail| StoreError::Broken { table: "cart_line", detail };
        Ok(Self {
            id: LineId::stored(row.id),
            variant: VariantId::stored(row.variant_id),
            product: ProductId::stored(row.product_id),
            quantity: Quantity::new(row.quantity).ok_or(broken("quantity"))?,
            unit_price: Amount::new(row.unit_price_minor).map_err(|_| broken("unit_price_minor"))?,
            tax_mode: TaxMode::from_inclusive(row.is_tax_inclusive),
            snapshot: serde_json::from_str(&row.snapshot).map_err(|_| broken("snapshot"))?,
            tax_lines: json::tax_lines(&row.tax_lines)?,
            metadata: Metadata::stored(&row.metadata),
            position: row.position,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}

/// Writes one line, new or changed.
pub(super) async fn put(tx: &mut Tx, cart: &CartId, line: &Line) -> Result<(), StoreError> {
    let snapshot =
        serde_json::to_string(&line.snapshot).map_err(|_| StoreError::Broken { table: "cart_line", detail: "snapshot" })?;
    tx.query(
        "INSERT INTO cart_line (id, cart_id, variant_id, product_id, quantity, unit_price_minor, is_tax_inclusive,
                                snapshot, tax_lines, metadata, position, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (id) DO UPDATE
            SET quantity = excluded.quantity, unit_price_minor = excluded.unit_price_minor,
                is_tax_inclusive = excluded.is_tax_inclusive, snapshot = excluded.snapshot, tax_lines = excluded.tax_lines,
                metadata = excluded.metadata, updated_at = excluded.updated_at",
    )
    .bind(line.id.as_str())
    .bind(cart.as_str())
    .bind(line.variant.as_str())
    .bind(line.product.as_str())
    .bind(line.quantity.get())
    .bind(line.unit_price.minor())
    .bind(line.tax_mode.is_inclusive())
    .bind(snapshot)
    .bind(json::tax_lines_text(&line.tax_lines))
    .bind(line.metadata.to_text())
    .bind(line.position)
    .bind(line.created_at)
    .bind(line.updated_at)
    .write_one()
    .await
}

/// Takes one line out.
pub(super) async fn take(tx: &mut Tx, cart: &CartId, line: &LineId) -> Result<(), StoreError> {
    tx.query("DELETE FROM cart_line WHERE cart_id = $1 AND id = $2").bind(cart.as_str()).bind(line.as_str()).write_one().await
}
