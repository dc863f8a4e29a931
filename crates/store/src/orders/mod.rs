//! Orders, looked up by their owner.

mod fulfillments;
mod list;
mod office;
mod parts;

pub use list::{By, Page, Wanted, Way, list};
pub use office::{Sought, any, hold_any, search};

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::email::Email;
use wufi_domain::ids::{CartId, CustomerId, Id, OrderAddressId, OrderId, RegionId, SalesChannelId};
use wufi_domain::locale::Locale;
use wufi_domain::metadata::Metadata;
use wufi_domain::money::{Amount, Currency};
use wufi_domain::order::{Order, OrderAddress, OrderStatus};
use wufi_domain::owner::{Owner, Standing};

use crate::db::{StoreError, Tx};
use crate::{json, payments};

/// An order's row, without what belongs to it.
#[derive(FromRow)]
pub(crate) struct OrderRow {
    id: String,
    cart_id: String,
    number: i64,
    owner_kind: String,
    owner_ref: String,
    status: String,
    region_id: String,
    currency_code: String,
    sales_channel_id: String,
    customer_id: Option<String>,
    email: String,
    locale: Option<String>,
    shipping_address_id: Option<String>,
    shipping_address: Option<String>,
    billing_address_id: Option<String>,
    billing_address: Option<String>,
    metadata: Option<String>,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

/// Finds the owner's order.
pub async fn find(tx: &mut Tx, standing: &Standing, id: &OrderId) -> Result<Option<Order>, StoreError> {
    let row: Option<OrderRow> = tx
        .query(
            "SELECT id, cart_id, number, owner_kind, owner_ref, status, region_id, currency_code, sales_channel_id, customer_id, email, locale,
                    shipping_address_id, shipping_address, billing_address_id, billing_address, metadata, created_at, updated_at
               FROM shop_order
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
    whole(tx, row).await
}

/// Finds the owner's order and holds it until the unit of work ends.
///
/// A write that changes nothing takes the row's lock on both engines.
pub async fn hold(tx: &mut Tx, standing: &Standing, id: &OrderId) -> Result<Option<Order>, StoreError> {
    let held = tx
        .query(
            "UPDATE shop_order
                SET updated_at = updated_at
              WHERE id = $1
                AND (owner_kind = 'bearer'
                     OR (owner_kind = 'customer' AND owner_ref = $2)
                     OR (owner_kind = 'guest' AND owner_ref = $3))",
        )
        .bind(id.as_str())
        .bind(standing.customer_reference())
        .bind(standing.guest_reference())
        .execute()
        .await?;
    if held == 0 { Ok(None) } else { find(tx, standing, id).await }
}

/// Finds the order that the owner's cart became.
pub async fn of_cart(tx: &mut Tx, standing: &Standing, cart: &CartId) -> Result<Option<Order>, StoreError> {
    let row: Option<OrderRow> = tx
        .query(
            "SELECT id, cart_id, number, owner_kind, owner_ref, status, region_id, currency_code, sales_channel_id, customer_id, email, locale,
                    shipping_address_id, shipping_address, billing_address_id, billing_address, metadata, created_at, updated_at
               FROM shop_order
              WHERE cart_id = $1
                AND (owner_kind = 'bearer'
                     OR (owner_kind = 'customer' AND owner_ref = $2)
                     OR (owner_kind = 'guest' AND owner_ref = $3))",
        )
        .bind(cart.as_str())
        .bind(standing.customer_reference())
        .bind(standing.guest_reference())
        .optional()
        .await?;
    whole(tx, row).await
}

/// The next order number.
///
/// Counted in the order's own unit of work: a failed one gives its number back, so
/// there are no gaps. Taken late, since it makes completions wait for each other.
pub async fn next_number(tx: &mut Tx) -> Result<i64, StoreError> {
    let (number,): (i64,) = tx.query("UPDATE counter SET value = value + 1 WHERE name = 'order' RETURNING value").one().await?;
    Ok(number)
}

/// Writes a new order; its total is kept beside the lines, to be audited against them.
pub async fn create(tx: &mut Tx, order: &Order, total: Amount) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO shop_order (id, cart_id, number, owner_kind, owner_ref, status, region_id, currency_code,
                                 sales_channel_id, customer_id, payment_collection_id, email, locale,
                                 shipping_address_id, shipping_address, billing_address_id, billing_address,
                                 total_minor, metadata, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
    )
    .bind(order.id.as_str())
    .bind(order.cart.as_str())
    .bind(order.number)
    .bind(order.owner.kind())
    .bind(order.owner.reference())
    .bind(order.status.word())
    .bind(order.region.as_str())
    .bind(order.currency.code())
    .bind(order.channel.as_str())
    .bind(order.customer.as_ref().map(CustomerId::as_str))
    .bind(order.payment.as_ref().map(|payment| payment.id.as_str()))
    .bind(order.email.as_str())
    .bind(order.locale.map(Locale::tag))
    .bind(order.shipping_address.as_ref().map(|held| held.id.as_str()))
    .bind(text(order.shipping_address.as_ref())?)
    .bind(order.billing_address.as_ref().map(|held| held.id.as_str()))
    .bind(text(order.billing_address.as_ref())?)
    .bind(total.minor())
    .bind(order.metadata.as_ref().map(Metadata::to_text))
    .bind(order.created_at)
    .bind(order.updated_at)
    .write_one()
    .await?;
    parts::create(tx, order).await
}

/// Writes whose an order is and to whom the shop writes about it.
pub async fn save_owner(tx: &mut Tx, order: &Order) -> Result<(), StoreError> {
    tx.query(
        "UPDATE shop_order
            SET owner_kind = $2, owner_ref = $3, customer_id = $4, email = $5, updated_at = $6
          WHERE id = $1",
    )
    .bind(order.id.as_str())
    .bind(order.owner.kind())
    .bind(order.owner.reference())
    .bind(order.customer.as_ref().map(CustomerId::as_str))
    .bind(order.email.as_str())
    .bind(order.updated_at)
    .write_one()
    .await
}

/// The order of a row that was found, with all that belongs to it.
pub(crate) async fn whole(tx: &mut Tx, row: Option<OrderRow>) -> Result<Option<Order>, StoreError> {
    match row {
        Some(row) => filled(tx, row).await.map(Some),
        None => Ok(None),
    }
}

/// The row with all that belongs to it.
async fn filled(tx: &mut Tx, row: OrderRow) -> Result<Order, StoreError> {
    let broken = |detail| StoreError::Broken { table: "shop_order", detail };
    let (id, cart) = (OrderId::stored(row.id), CartId::stored(row.cart_id));
    Ok(Order {
        number: row.number,
        owner: Owner::stored(&row.owner_kind, row.owner_ref).ok_or(broken("owner_kind"))?,
        status: OrderStatus::parse(&row.status).ok_or(broken("status"))?,
        region: RegionId::stored(row.region_id),
        currency: Currency::new(&row.currency_code).ok_or(broken("currency_code"))?,
        channel: SalesChannelId::stored(row.sales_channel_id),
        customer: row.customer_id.map(CustomerId::stored),
        email: Email::stored(row.email),
        locale: row.locale.as_deref().and_then(Locale::parse),
        shipping_address: address(row.shipping_address_id, row.shipping_address)?,
        billing_address: address(row.billing_address_id, row.billing_address)?,
        metadata: row.metadata.as_deref().map(Metadata::stored),
        lines: parts::lines(tx, &id).await?,
        shipping_methods: parts::shipping(tx, &id).await?,
        payment: payments::of_cart(tx, &cart).await?,
        fulfillments: fulfillments::of_order(tx, &id).await?,
        created_at: row.created_at.into(),
        updated_at: row.updated_at.into(),
        id,
        cart,
    })
}

fn address(id: Option<String>, text: Option<String>) -> Result<Option<OrderAddress>, StoreError> {
    match (id, text) {
        (Some(id), Some(text)) => Ok(Some(OrderAddress { id: OrderAddressId::stored(id), address: json::address(&text)? })),
        _ => Ok(None),
    }
}

fn text(held: Option<&OrderAddress>) -> Result<Option<String>, StoreError> {
    held.map(|held| json::address_text(&held.address)).transpose()
}
