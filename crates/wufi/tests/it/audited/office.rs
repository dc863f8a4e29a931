//! What staff's routes leave beside what a good request does.

use serde_json::json;
use wufi_domain::audit::Event;

use super::asking::Asking;
use crate::bad_input::people::staff;
use crate::kit::Shop;
use crate::kit::shopper::text;

/// An order whose money was taken, called off; and its money taken once more.
pub(super) async fn asking(shop: &Shop) -> Vec<Asking> {
    let mari = shop.shopper();
    let clerk = mari.bearing(staff(shop).await.token.as_deref().unwrap());
    let mut all = Vec::new();
    for route in ["POST /admin/payments/{id}/capture", "POST /admin/orders/{id}/cancel"] {
        let cart = mari.ready_cart(&[("SKP-KANA-2KG", 1)]).await;
        let order = text(&mari.post(&cart.path("/complete"), json!({})).await.ok()["order"]["id"]);
        let shown = clerk.get(&format!("/admin/orders/{order}")).await.ok();
        let payment = text(&shown["order"]["payment_collections"][0]["payments"][0]["id"]);
        clerk.post(&format!("/admin/payments/{payment}/capture"), json!({})).await.ok();

        let asking = Asking::new(route, "its money was taken", (&clerk, json!({})));
        all.push(if route.ends_with("/cancel") {
            let leaves = &[Event::OrderCanceled, Event::RefundAsked, Event::Refunded];
            asking.at(format!("/admin/orders/{order}/cancel")).leaves(leaves)
        } else {
            asking.at(format!("/admin/payments/{payment}/capture"))
        });
    }
    all
}
