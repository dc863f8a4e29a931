//! Looking for orders.

use serde_json::{Value, json};

use super::Office;
use crate::bad_input::people::{account, log_in};
use crate::kit::shopper::text;

async fn found(office: &Office, query: &str) -> (i64, Vec<i64>) {
    let page = office.clerk.get(&format!("/admin/orders?{query}")).await.ok();
    let numbers = page["orders"].as_array().unwrap().iter().map(|order| order["display_id"].as_i64().unwrap()).collect();
    (page["count"].as_i64().unwrap(), numbers)
}

/// An order of a customer's; the order and the customer.
async fn of_customer(office: &Office) -> (Value, String) {
    let shopper = office.shop.shopper();
    let email = account(&shopper).await;
    let known = shopper.bearing(&text(&log_in(&shopper, &email).await["token"]));
    let cart = known.ready_cart(&[(super::KIBBLE, 1)]).await;
    let placed = known.post(&cart.path("/complete"), json!({})).await.ok();
    let me = known.get("/store/customers/me").await.ok();
    (placed["order"].clone(), text(&me["customer"]["id"]))
}

#[tokio::test]
async fn orders_are_found_by_what_staff_know_of_them() {
    let office = Office::open().await;
    let start = office.shop.shop.db.now().to_string();
    let first = office.by_hand(1).await;
    office.shop.pass(10);
    let middle = office.shop.shop.db.now().to_string();
    let (theirs, customer) = of_customer(&office).await;
    office.shop.pass(10);
    let last = office.by_hand(1).await;
    office.cancel(&last).await.ok();

    let second = theirs["id"].as_str().unwrap();
    for (query, count, numbers) in [
        ("", 3, vec![3, 2, 1]),
        ("order=display_id&limit=2", 3, vec![1, 2]),
        ("limit=2&offset=2", 3, vec![1]),
        ("status=canceled", 1, vec![3]),
        ("status[]=canceled,completed", 1, vec![3]),
        (&format!("id={second}"), 1, vec![2]),
        (&format!("customer_id={customer}"), 1, vec![2]),
        ("email=MARI@wufi.test", 3, vec![3, 2, 1]),
        ("email=nobody@wufi.test", 0, vec![]),
        (&format!("created_at[$gte]={middle}"), 2, vec![3, 2]),
        (&format!("created_at[$gt]={middle}"), 1, vec![3]),
        (&format!("created_at[$lte]={middle}"), 2, vec![2, 1]),
        (&format!("created_at[$lt]={start}"), 0, vec![]),
        ("email=%25", -1, vec![]),
    ] {
        if count < 0 {
            assert_eq!(office.clerk.get(&format!("/admin/orders?{query}")).await.paths(), ["email"]);
        } else {
            assert_eq!(found(&office, query).await, (count, numbers), "{query}");
        }
    }
    let one = office.order(&first.order).await;
    assert_eq!((&one["email"], &one["shipping_address"]["city"]), (&json!("mari@wufi.test"), &json!("Tallinn")));
    assert!(one["fulfillments"].is_array() && one["payment_collections"][0]["payments"][0]["captures"].is_array());
}
