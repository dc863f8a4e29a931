//! What else shoppers ask, and what it leaves.

use serde_json::json;
use wufi_domain::audit::Event;

use super::asking::Asking;
use crate::kit::shopper::{line, text};
use crate::kit::{Shop, Shopper};

pub(super) async fn asking(shop: &Shop) -> Vec<Asking> {
    let shopper = shop.shopper();
    vec![taken_out(&shopper).await, opened(&shopper).await, completed_again(&shopper).await]
}

async fn taken_out(shopper: &Shopper) -> Asking {
    let made = shopper.post("/store/carts", json!({ "items": [line("SKP-KANA-2KG", 1)] })).await.ok();
    let (cart, line) = (text(&made["cart"]["id"]), text(&made["cart"]["items"][0]["id"]));
    Asking::new("POST /store/carts/{id}/line-items/{line_id}", "none of it", (shopper, json!({ "quantity": 0 })))
        .at(format!("/store/carts/{cart}/line-items/{line}"))
        .leaves(&[Event::CartLineRemoved])
}

async fn opened(shopper: &Shopper) -> Asking {
    let made = shopper.post("/store/carts", json!({ "items": [line("SKP-KANA-2KG", 1)] })).await.ok();
    let body = json!({ "cart_id": made["cart"]["id"] });
    Asking::new("POST /store/payment-collections", "the first", (shopper, body)).leaves(&[Event::PaymentCollectionCreated])
}

/// The order is found, and nothing changes.
async fn completed_again(shopper: &Shopper) -> Asking {
    let cart = shopper.ready_cart(&[("SKP-KANA-2KG", 1)]).await;
    shopper.post(&cart.path("/complete"), json!({})).await.ok();
    Asking::new("POST /store/carts/{id}/complete", "again", (shopper, json!({}))).at(cart.path("/complete"))
}
