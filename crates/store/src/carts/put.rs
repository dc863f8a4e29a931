//! Writing carts: a new one whole, a held one by what changed.

use wufi_domain::cart::{Cart, CartAddress};
use wufi_domain::email::Email;
use wufi_domain::ids::{CartId, CustomerId, Id};
use wufi_domain::locale::Locale;
use wufi_domain::metadata::Metadata;

use super::{lines, shipping};
use crate::db::{StoreError, Tx};
use crate::{json, payments};

/// Writes a new cart.
pub async fn create(tx: &mut Tx, cart: &Cart) -> Result<(), StoreError> {
    tx.query(
        "INSERT INTO cart (id, owner_kind, owner_ref, region_id, currency_code, sales_channel_id, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(cart.id.as_str())
    .bind(cart.owner.kind())
    .bind(cart.owner.reference())
    .bind(cart.region.as_str())
    .bind(cart.currency.code())
    .bind(cart.channel.as_str())
    .bind(cart.created_at)
    .bind(cart.updated_at)
    .write_one()
    .await?;

    let empty = Cart { lines: Vec::new(), shipping_methods: Vec::new(), payment: None, ..cart.clone() };
    put_row(tx, cart).await?;
    save_parts(tx, &empty, cart).await
}

/// Writes what changed between the cart as it was held and as it is now.
pub async fn save(tx: &mut Tx, held: &Cart, cart: &Cart) -> Result<(), StoreError> {
    if held != cart {
        put_row(tx, cart).await?;
    }
    save_parts(tx, held, cart).await
}

async fn put_row(tx: &mut Tx, cart: &Cart) -> Result<(), StoreError> {
    let (shipping_id, shipping) = address(cart.shipping_address.as_ref())?;
    let (billing_id, billing) = address(cart.billing_address.as_ref())?;
    tx.query(
        "UPDATE cart
            SET region_id = $2, currency_code = $3, sales_channel_id = $4, customer_id = $5, email = $6, locale = $7,
                shipping_address_id = $8, shipping_address = $9, billing_address_id = $10, billing_address = $11,
                metadata = $12, completed_at = $13, updated_at = $14
          WHERE id = $1",
    )
    .bind(cart.id.as_str())
    .bind(cart.region.as_str())
    .bind(cart.currency.code())
    .bind(cart.channel.as_str())
    .bind(cart.customer.as_ref().map(|buyer| buyer.id.as_str()))
    .bind(cart.email.as_ref().map(Email::as_str))
    .bind(cart.locale.map(Locale::tag))
    .bind(shipping_id)
    .bind(shipping)
    .bind(billing_id)
    .bind(billing)
    .bind(cart.metadata.as_ref().map(Metadata::to_text))
    .bind(cart.completed_at)
    .bind(cart.updated_at)
    .write_one()
    .await
}

/// Gives a cart to a customer, whoever had it; their e-mail address comes along where it is named.
///
/// Whether it may be given was decided with the cart or its order held. A cart of an order may be gone.
pub async fn give(tx: &mut Tx, id: &CartId, customer: &CustomerId, email: Option<&Email>) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query(
        "UPDATE cart
            SET version = version + 1, owner_kind = 'customer', owner_ref = $2, customer_id = $2,
                email = COALESCE($3, email), updated_at = $4
          WHERE id = $1",
    )
    .bind(id.as_str())
    .bind(customer.as_str())
    .bind(email.map(Email::as_str))
    .bind(now)
    .execute()
    .await?;
    Ok(())
}

/// Lines and methods that are gone are taken, changed and new ones put.
async fn save_parts(tx: &mut Tx, held: &Cart, cart: &Cart) -> Result<(), StoreError> {
    for line in held.lines.iter().filter(|line| cart.lines.iter().all(|kept| kept.id != line.id)) {
        lines::take(tx, &cart.id, &line.id).await?;
    }
    for line in cart.lines.iter().filter(|line| !held.lines.contains(line)) {
        lines::put(tx, &cart.id, line).await?;
    }
    for method in held.shipping_methods.iter().filter(|method| cart.shipping_methods.iter().all(|kept| kept.id != method.id)) {
        shipping::take(tx, &cart.id, &method.id).await?;
    }
    for method in cart.shipping_methods.iter().filter(|method| !held.shipping_methods.contains(method)) {
        shipping::put(tx, &cart.id, method).await?;
    }
    payments::save(tx, &cart.id, held.payment.as_ref(), cart.payment.as_ref()).await
}

fn address(held: Option<&CartAddress>) -> Result<(Option<&str>, Option<String>), StoreError> {
    let text = held.map(|held| json::address_text(&held.address)).transpose()?;
    Ok((held.map(|held| held.id.as_str()), text))
}
