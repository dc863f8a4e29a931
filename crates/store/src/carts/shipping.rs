//! Shipping methods of carts.

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::cart::ShippingMethod;
use wufi_domain::ids::{CartId, Id, ShippingMethodId, ShippingOptionId, ShippingProfileId};
use wufi_domain::money::Amount;
use wufi_domain::tax::TaxMode;

use crate::db::{StoreError, Tx};
use crate::json;

#[derive(FromRow)]
struct MethodRow {
    id: String,
    shipping_option_id: String,
    shipping_profile_id: String,
    name: String,
    amount_minor: i64,
    is_tax_inclusive: bool,
    data: String,
    tax_lines: String,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

/// The methods of a cart that was found with its owner.
pub(super) async fn list(tx: &mut Tx, cart: &CartId) -> Result<Vec<ShippingMethod>, StoreError> {
    let rows: Vec<MethodRow> = tx
        .query(
            "SELECT id, shipping_option_id, shipping_profile_id, name, amount_minor, is_tax_inclusive,
                    data, tax_lines, created_at, updated_at
               FROM cart_shipping_method
              WHERE cart_id = $1
              ORDER BY created_at, id",
        )
        .bind(cart.as_str())
        .all()
        .await?;
    rows.into_iter().map(ShippingMethod::try_from).collect()
}

impl TryFrom<MethodRow> for ShippingMethod {
    type Error = StoreError;

    fn try_from(row: MethodRow) -> Result<Self, StoreError> {
        let broken = |detail| StoreError::Broken { table: "cart_shipping_method", detail };
        Ok(Self {
            id: ShippingMethodId::stored(row.id),
            option: ShippingOptionId::stored(row.shipping_option_id),
            profile: ShippingProfileId::stored(row.shipping_profile_id),
            name: row.name,
            amount: Amount::new(row.amount_minor).map_err(|_| broken("amount_minor"))?,
            tax_mode: TaxMode::from_inclusive(row.is_tax_inclusive),
            data: json::value(&row.data),
            tax_lines: json::tax_lines(&row.tax_lines)?,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}

/// Writes one method, new or changed.
pub(super) async fn put(tx: &mut Tx, cart: &CartId, method: &ShippingMethod) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO cart_shipping_method (id, cart_id, shipping_option_id, shipping_profile_id, name, amount_minor,
                                           is_tax_inclusive, data, tax_lines, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (id) DO UPDATE
            SET name = excluded.name, amount_minor = excluded.amount_minor, is_tax_inclusive = excluded.is_tax_inclusive,
                tax_lines = excluded.tax_lines, updated_at = excluded.updated_at",
    )
    .bind(method.id.as_str())
    .bind(cart.as_str())
    .bind(method.option.as_str())
    .bind(method.profile.as_str())
    .bind(method.name.as_str())
    .bind(method.amount.minor())
    .bind(method.tax_mode.is_inclusive())
    .bind(method.data.to_string())
    .bind(json::tax_lines_text(&method.tax_lines))
    .bind(method.created_at)
    .bind(method.updated_at)
    .write_one()
    .await
}

/// Takes one method away.
pub(super) async fn take(tx: &mut Tx, cart: &CartId, method: &ShippingMethodId) -> Result<(), StoreError> {
    tx.query("DELETE FROM cart_shipping_method WHERE cart_id = $1 AND id = $2")
        .bind(cart.as_str())
        .bind(method.as_str())
        .write_one()
        .await
}
