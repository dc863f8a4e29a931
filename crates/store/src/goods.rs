//! Goods as rows of carts and orders hold them.

use sqlx::FromRow;
use wufi_domain::goods::Goods;
use wufi_domain::ids::{Id, ProductId, VariantId};
use wufi_domain::metadata::Metadata;
use wufi_domain::money::Amount;
use wufi_domain::quantity::Quantity;
use wufi_domain::tax::TaxMode;

use crate::db::{Statement, StoreError};
use crate::json;

/// The columns that lines of carts and orders share.
#[derive(FromRow)]
pub(crate) struct GoodsRow {
    variant_id: String,
    product_id: String,
    quantity: i64,
    unit_price_minor: i64,
    is_tax_inclusive: bool,
    snapshot: String,
    tax_lines: String,
    metadata: String,
    position: i64,
}

impl TryFrom<GoodsRow> for Goods {
    type Error = StoreError;

    fn try_from(row: GoodsRow) -> Result<Self, StoreError> {
        let broken = |detail| StoreError::Broken { table: "goods", detail };
        Ok(Self {
            variant: VariantId::stored(row.variant_id),
            product: ProductId::stored(row.product_id),
            quantity: Quantity::new(row.quantity).ok_or(broken("quantity"))?,
            unit_price: Amount::new(row.unit_price_minor).map_err(|_| broken("unit_price_minor"))?,
            tax_mode: TaxMode::from_inclusive(row.is_tax_inclusive),
            snapshot: serde_json::from_str(&row.snapshot).map_err(|_| broken("snapshot"))?,
            tax_lines: json::tax_lines(&row.tax_lines)?,
            metadata: Metadata::stored(&row.metadata),
            position: row.position,
        })
    }
}

/// Binds the columns of [`GoodsRow`], in its order.
pub(crate) fn bind<'t>(statement: Statement<'t>, goods: &Goods) -> Result<Statement<'t>, StoreError> {
    let snapshot =
        serde_json::to_string(&goods.snapshot).map_err(|_| StoreError::Broken { table: "goods", detail: "snapshot" })?;
    Ok(statement
        .bind(goods.variant.as_str())
        .bind(goods.product.as_str())
        .bind(goods.quantity.get())
        .bind(goods.unit_price.minor())
        .bind(goods.tax_mode.is_inclusive())
        .bind(snapshot)
        .bind(json::tax_lines_text(&goods.tax_lines))
        .bind(goods.metadata.to_text())
        .bind(goods.position))
}
