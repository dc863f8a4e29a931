//! Carts, looked up by their owner.

mod lines;
mod put;
mod shipping;

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::cart::{Buyer, Cart, CartAddress};
use wufi_domain::email::Email;
use wufi_domain::ids::{CartAddressId, CartId, CustomerId, Id, RegionId, SalesChannelId};
use wufi_domain::locale::Locale;
use wufi_domain::metadata::Metadata;
use wufi_domain::money::Currency;
use wufi_domain::owner::{Owner, Standing};

pub use put::{create, give, save};

use crate::db::{StoreError, Tx};
use crate::{json, payments};

#[derive(FromRow)]
struct CartRow {
    owner_kind: String,
    owner_ref: String,
    region_id: String,
    currency_code: String,
    sales_channel_id: String,
    customer_id: Option<String>,
    customer_email: Option<String>,
    email: Option<String>,
    locale: Option<String>,
    shipping_address_id: Option<String>,
    shipping_address: Option<String>,
    billing_address_id: Option<String>,
    billing_address: Option<String>,
    metadata: Option<String>,
    completed_at: Option<OffsetDateTime>,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

/// Finds the owner's cart, to look at.
pub async fn find(tx: &mut Tx, standing: &Standing, id: &CartId) -> Result<Option<Cart>, StoreError> {
    let row: Option<CartRow> = tx
        .query(
            "SELECT owner_kind, owner_ref, region_id, currency_code, sales_channel_id, customer_id, email, locale,
                    shipping_address_id, shipping_address, billing_address_id, billing_address,
                    metadata, completed_at, created_at, updated_at,
                    (SELECT customer.email FROM customer WHERE customer.id = cart.customer_id) AS customer_email
               FROM cart
              WHERE id = $1
                AND (owner_kind = 'bearer'
                     OR (owner_kind = 'customer' AND owner_ref = $2)
                     OR (owner_kind = 'guest' AND owner_ref = $3))",
        )
        .bind(id.as_str())
        .bind(standing.customer_reference())
        .bind(standing.guest_reference())
        .optional()
        .await?;
    whole(tx, id, row).await
}

/// Finds the owner's cart and holds it until the unit of work ends.
///
/// The version is moved *first*: that one statement checks the owner and takes the
/// row's lock, so two tabs cannot race past a check of one cart.
pub async fn hold(tx: &mut Tx, standing: &Standing, id: &CartId) -> Result<Option<Cart>, StoreError> {
    let row: Option<CartRow> = tx
        .query(
            "UPDATE cart
                SET version = version + 1
              WHERE id = $1
                AND (owner_kind = 'bearer'
                     OR (owner_kind = 'customer' AND owner_ref = $2)
                     OR (owner_kind = 'guest' AND owner_ref = $3))
          RETURNING owner_kind, owner_ref, region_id, currency_code, sales_channel_id, customer_id, email, locale,
                    shipping_address_id, shipping_address, billing_address_id, billing_address,
                    metadata, completed_at, created_at, updated_at,
                    (SELECT customer.email FROM customer WHERE customer.id = cart.customer_id) AS customer_email",
        )
        .bind(id.as_str())
        .bind(standing.customer_reference())
        .bind(standing.guest_reference())
        .optional()
        .await?;
    whole(tx, id, row).await
}

/// The row with all that belongs to it.
async fn whole(tx: &mut Tx, id: &CartId, row: Option<CartRow>) -> Result<Option<Cart>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let currency = Currency::new(&row.currency_code).ok_or(StoreError::Broken { table: "cart", detail: "currency" })?;
    Ok(Some(Cart {
        id: id.clone(),
        owner: Owner::stored(&row.owner_kind, row.owner_ref).ok_or(StoreError::Broken { table: "cart", detail: "owner_kind" })?,
        region: RegionId::stored(row.region_id),
        currency,
        channel: SalesChannelId::stored(row.sales_channel_id),
        customer: buyer(row.customer_id, row.customer_email),
        email: row.email.map(Email::stored),
        locale: row.locale.as_deref().and_then(Locale::parse),
        shipping_address: held_address(row.shipping_address_id, row.shipping_address)?,
        billing_address: held_address(row.billing_address_id, row.billing_address)?,
        metadata: row.metadata.as_deref().map(Metadata::stored),
        completed_at: row.completed_at.map(Into::into),
        created_at: row.created_at.into(),
        updated_at: row.updated_at.into(),
        lines: lines::list(tx, id).await?,
        shipping_methods: shipping::list(tx, id).await?,
        payment: payments::of_cart(tx, id).await?,
    }))
}

fn buyer(id: Option<String>, email: Option<String>) -> Option<Buyer> {
    Some(Buyer { id: CustomerId::stored(id?), email: Email::stored(email?) })
}

fn held_address(id: Option<String>, text: Option<String>) -> Result<Option<CartAddress>, StoreError> {
    match (id, text) {
        (Some(id), Some(text)) => Ok(Some(CartAddress { id: CartAddressId::stored(id), address: json::address(&text)? })),
        _ => Ok(None),
    }
}
