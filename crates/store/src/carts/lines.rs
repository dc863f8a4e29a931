//! Lines of carts.

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::cart::Line;
use wufi_domain::ids::{CartId, Id, LineId};

use crate::db::{StoreError, Tx};
use crate::goods::{self, GoodsRow};

#[derive(FromRow)]
struct LineRow {
    id: String,
    #[sqlx(flatten)]
    goods: GoodsRow,
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
        Ok(Self {
            id: LineId::stored(row.id),
            goods: row.goods.try_into()?,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}

/// Writes one line, new or changed.
pub(super) async fn put(tx: &mut Tx, cart: &CartId, line: &Line) -> Result<(), StoreError> {
    let statement = tx
        .query(
            "INSERT INTO cart_line (id, cart_id, variant_id, product_id, quantity, unit_price_minor, is_tax_inclusive,
                                snapshot, tax_lines, metadata, position, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (id) DO UPDATE
            SET quantity = excluded.quantity, unit_price_minor = excluded.unit_price_minor,
                is_tax_inclusive = excluded.is_tax_inclusive, snapshot = excluded.snapshot, tax_lines = excluded.tax_lines,
                metadata = excluded.metadata, updated_at = excluded.updated_at",
        )
        .bind(line.id.as_str())
        .bind(cart.as_str());
    goods::bind(statement, &line.goods)?.bind(line.created_at).bind(line.updated_at).write_one().await
}

/// Takes one line out.
pub(super) async fn take(tx: &mut Tx, cart: &CartId, line: &LineId) -> Result<(), StoreError> {
    tx.query("DELETE FROM cart_line WHERE cart_id = $1 AND id = $2").bind(cart.as_str()).bind(line.as_str()).write_one().await
}
