//! A customer's orders through every layer below the socket.

mod kit;

use serde_json::{Value, json};
use wufi_domain::fault::Reason;

use kit::{Shopper, open};

const UNKNOWN_ORDER: &str = "/store/orders/order_00000000000000000000000000";
const UNKNOWN_CART: &str = "/store/carts/cart_00000000000000000000000000";

fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[tokio::test]
async fn a_list_has_medusas_envelope_and_medusas_members() {
    let shop = open().await;
    let mari = shop.account("mari").await;
    let mari = Shopper(&shop, Some(&mari));

    assert_eq!(mari.get("/store/orders").await, Ok(json!({ "orders": [], "count": 0, "offset": 0, "limit": 50 })));
    mari.buys().await;
    let listed = mari.get("/store/orders").await.unwrap();
    let only_ids = mari.get("/store/orders?fields=id&limit=1").await.unwrap();

    let order = &listed["orders"][0];
    assert_eq!(
        keys(order),
        [
            "created_at",
            "currency_code",
            "custom_display_id",
            "display_id",
            "fulfillment_status",
            "id",
            "items",
            "metadata",
            "payment_status",
            "status",
            "summary",
            "total",
            "updated_at",
            "version",
        ]
    );
    assert_eq!((&order["payment_status"], &order["fulfillment_status"]), (&json!("authorized"), &json!("not_fulfilled")));
    assert_eq!((&order["version"], &order["items"][0]["quantity"]), (&json!(1), &json!(1)));
    assert_eq!(keys(&only_ids["orders"][0]), ["fulfillment_status", "id", "items", "payment_status", "version"]);
    assert_eq!((&only_ids["count"], &only_ids["limit"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn without_a_login_customers_routes_ask_for_a_token_before_anything_else() {
    let shop = open().await;
    let order = shop.nobody().buys().await;

    assert_eq!(shop.nobody().get("/store/orders?nonsense=1").await, Err(Reason::TokenMissing));
    for path in [format!("{order}/transfer/request"), format!("{order}/transfer/cancel"), format!("{UNKNOWN_CART}/customer")] {
        assert_eq!(shop.nobody().post(&path, json!({ "nonsense": 1 })).await, Err(Reason::TokenMissing), "{path}");
    }
}

#[tokio::test]
async fn foreign_carts_and_orders_answer_as_unknown_ones_on_every_route() {
    let shop = open().await;
    let (mari, juri) = (shop.account("mari").await, shop.account("juri").await);
    let (mari, juri) = (Shopper(&shop, Some(&mari)), Shopper(&shop, Some(&juri)));
    let (cart, order) = (mari.cart().await, mari.buys().await);

    for order in [order.as_str(), UNKNOWN_ORDER] {
        assert_eq!(juri.get(order).await, Err(Reason::NotFound), "{order}");
        assert_eq!(shop.nobody().get(order).await, Err(Reason::NotFound), "{order}");
        for step in ["request", "cancel"] {
            let path = format!("{order}/transfer/{step}");
            assert_eq!(juri.post(&path, json!({})).await, Err(Reason::NotFound), "{path}");
        }
        for step in ["accept", "decline"] {
            let path = format!("{order}/transfer/{step}");
            assert_eq!(juri.post(&path, json!({ "token": "wot1.a.b.c" })).await, Err(Reason::TransferTokenInvalid), "{path}");
        }
    }
    for cart in [cart.as_str(), UNKNOWN_CART] {
        assert_eq!(juri.post(&format!("{cart}/customer"), json!({})).await, Err(Reason::NotFound), "{cart}");
    }
    assert_eq!(mari.post(&format!("{order}/transfer/request"), json!({})).await, Err(Reason::OrderAlreadyYours));
}

#[tokio::test]
async fn a_guests_cart_becomes_the_customers_who_logs_in() {
    let shop = open().await;
    let mari = shop.account("mari").await;
    let mari = Shopper(&shop, Some(&mari));
    let cart = shop.nobody().cart().await;

    let claimed = mari.post(&format!("{cart}/customer"), json!({})).await.unwrap();
    let written_elsewhere = mari.post(&cart, json!({ "email": "kontor@wufi.ee" })).await.unwrap();

    assert_eq!(claimed["cart"]["email"], "mari@wufi.ee");
    assert_eq!(written_elsewhere["cart"]["email"], "kontor@wufi.ee");
    for shown in [&claimed, &written_elsewhere] {
        assert_eq!(shown["cart"]["customer"]["email"], "mari@wufi.ee", "the account's address is the account's");
    }
    assert_eq!(shop.nobody().get(&cart).await, Err(Reason::NotFound));
    assert!(mari.post(&format!("{cart}/complete"), json!({})).await.is_ok());
}

#[tokio::test]
async fn an_order_passes_by_the_token_of_its_letter() {
    let shop = open().await;
    let juri = shop.account("juri").await;
    let juri = Shopper(&shop, Some(&juri));
    let order = shop.nobody().buys().await;
    let id = order.rsplit('/').next().unwrap();

    let wish = json!({ "description": "Ostsin enne sisselogimist", "update_order_email": true });
    let asked = juri.post(&format!("{order}/transfer/request"), wish).await.unwrap();
    let token = json!({ "token": shop.letter(id).await });
    let accepted = shop.nobody().post(&format!("{order}/transfer/accept"), token.clone()).await.unwrap();

    assert_eq!((&asked["order"]["email"], &accepted["order"]["email"]), (&json!("guest@wufi.ee"), &json!("juri@wufi.ee")));
    assert_eq!(keys(&asked["order"]), keys(&accepted["order"]));
    assert!(asked["order"].get("items").is_some() && asked["order"].get("shipping_address").is_some());
    assert_eq!(shop.nobody().get(&order).await, Err(Reason::NotFound));
    assert_eq!(juri.get("/store/orders").await.unwrap()["orders"][0]["id"], id);
    let again = shop.nobody().post(&format!("{order}/transfer/decline"), token).await;
    assert_eq!(again, Err(Reason::TransferTokenInvalid));
}
