//! Who comes into the shop: customers with accounts, guests, and what they have bought.

use wufi_domain::cart::Cart;
use wufi_domain::email::Email;
use wufi_domain::ids::{CartId, CustomerId, Id, OrderId, SalesChannelId};
use wufi_domain::order::Order;
use wufi_domain::owner::Standing;
use wufi_flow::{Caller, FlowError, cart, checkout, order};

use crate::pantry::{Pantry, anyone, ready_cart};

/// Somebody with an account, logged in; their address is `name@wufi.ee`.
pub(crate) async fn customer(pantry: &Pantry, name: &str) -> Caller {
    let id = CustomerId::stored(format!("cus_{name}"));
    let email = format!("{name}@wufi.ee");
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    let now = tx.now();
    tx.query(
        "INSERT INTO customer (id, email, email_folded, has_account, created_at, updated_at) VALUES ($1, $2, $2, TRUE, $3, $3)",
    )
    .bind(id.as_str())
    .bind(email)
    .bind(now)
    .write_one()
    .await
    .unwrap();
    tx.commit().await.unwrap();
    shopping(Standing::of_customer(id))
}

/// Somebody with a guest's proof.
pub(crate) fn guest(digest: &str) -> Caller {
    shopping(Standing::of_guest(digest.into()))
}

/// Somebody who has shown nothing.
pub(crate) fn stranger() -> Caller {
    shopping(Standing::default())
}

/// The same person with a guest's proof besides.
pub(crate) fn also_guest(caller: &Caller, digest: &str) -> Caller {
    shopping(Standing { guest: Some(digest.into()), ..caller.standing.clone() })
}

fn shopping(standing: Standing) -> Caller {
    Caller { standing, channels: vec![SalesChannelId::stored("sc_1".into())], ..anyone() }
}

/// The id of a customer who is logged in.
pub(crate) fn id_of(caller: &Caller) -> CustomerId {
    caller.standing.customer.clone().unwrap()
}

/// The e-mail address of somebody's account.
pub(crate) fn email(name: &str) -> Email {
    Email::parse(&format!("{name}@wufi.ee")).unwrap()
}

/// Makes a cart the caller's, in a unit of work of its own.
pub(crate) async fn claim(pantry: &Pantry, caller: &Caller, id: &CartId) -> Result<Cart, FlowError> {
    let mut tx = pantry.fresh.db.begin().await?;
    let cart = cart::claim(&mut tx, caller, id).await?;
    tx.commit().await?;
    Ok(cart)
}

/// Completes a cart.
pub(crate) async fn complete(pantry: &Pantry, caller: &Caller, id: &CartId) -> Result<Order, FlowError> {
    checkout::complete(&pantry.till(), &pantry.shop, caller, id, None).await
}

/// Looks at an order.
pub(crate) async fn look(pantry: &Pantry, caller: &Caller, id: &OrderId) -> Result<Order, FlowError> {
    let mut tx = pantry.fresh.db.read().await?;
    order::find(&mut tx, caller, id).await
}

/// An order that a customer bought.
pub(crate) async fn order_of(pantry: &Pantry, customer: &Caller) -> Order {
    let cart = ready_cart(&pantry.fresh.db).await;
    claim(pantry, customer, &cart).await.unwrap();
    complete(pantry, customer, &cart).await.unwrap()
}

/// An order that belongs to whoever knows its id.
pub(crate) async fn nobodys_order(pantry: &Pantry) -> Order {
    let cart = ready_cart(&pantry.fresh.db).await;
    complete(pantry, &stranger(), &cart).await.unwrap()
}

/// A cart that belongs to a guest.
pub(crate) async fn guests_cart(pantry: &Pantry, digest: &str) -> CartId {
    let cart = ready_cart(&pantry.fresh.db).await;
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    tx.query("UPDATE cart SET owner_kind = 'guest', owner_ref = $2 WHERE id = $1")
        .bind(cart.as_str())
        .bind(digest)
        .write_one()
        .await
        .unwrap();
    tx.commit().await.unwrap();
    cart
}
