//! Goods that leave: never more than were ordered, and out of stock once.

use serde_json::{Value, json};
use wufi_domain::fault::Code;
use wufi_domain::ids::LocationId;
use wufi_flow::demo::demo_id;

use super::{KIBBLE, Office, Sold};
use crate::kit::shopper::text;

/// The newest fulfilment of an order.
fn newest(answer: &Value) -> String {
    text(&answer["order"]["fulfillments"].as_array().unwrap().last().unwrap()["id"])
}

fn within(fulfillment: &str, what: &str) -> String {
    format!("/fulfillments/{fulfillment}/{what}")
}

async fn goods(office: &Office, sold: &Sold) -> String {
    office.statuses(sold).await.1
}

#[tokio::test]
async fn goods_leave_in_parts_and_each_part_is_followed_to_its_end() {
    let mut office = Office::open().await;
    let (stocked, reserved) = office.shop.shop.level(KIBBLE).await;
    let sold = office.by_hand(3).await;
    assert_eq!(office.shop.shop.level(KIBBLE).await, (stocked, reserved + 3));

    let first = newest(&office.fulfil(&sold, 1).await.ok());
    assert_eq!(
        (goods(&office, &sold).await.as_str(), office.shop.shop.level(KIBBLE).await),
        ("partially_fulfilled", (stocked - 1, reserved + 2))
    );
    let label = json!({ "labels": [{ "tracking_number": "CE123456789EE", "tracking_url": "https://parcels.test/CE" }] });
    office.on(&sold, &within(&first, "shipments"), label).await.ok();
    assert_eq!(goods(&office, &sold).await, "partially_shipped");

    let more = office.fulfil(&sold, 3).await;
    assert_eq!(more.paths(), ["items[0].quantity"]);
    more.refused(Code::FulfillmentNotAllowed);
    let second = newest(&office.fulfil(&sold, 2).await.ok());
    assert_eq!(office.shop.shop.level(KIBBLE).await, (stocked - 3, reserved));
    let body = json!({ "items": [{ "id": sold.line, "quantity": 2 }] });
    office.on(&sold, &within(&second, "shipments"), body).await.ok();
    assert_eq!(goods(&office, &sold).await, "shipped");

    office.on(&sold, &within(&first, "mark-as-delivered"), json!({})).await.ok();
    assert_eq!(goods(&office, &sold).await, "partially_delivered");
    office.on(&sold, &within(&second, "mark-as-delivered"), json!({})).await.ok();
    assert_eq!(goods(&office, &sold).await, "delivered");
    let told = sold.owner.get(&format!("/store/orders/{}", sold.order)).await.ok();
    assert_eq!(told["order"]["fulfillments"][0]["labels"][0]["tracking_number"], "CE123456789EE");
    assert_eq!(told["order"]["items"][0]["detail"]["delivered_quantity"], 3);
    assert!(told["order"]["fulfillments"][0].get("created_by").is_none());
    office.work_off().await;
}

#[tokio::test]
async fn what_left_or_arrived_or_was_called_off_stays_so() {
    let mut office = Office::open().await;
    let sold = office.by_hand(3).await;
    let mut ids = Vec::new();
    for what in ["shipments", "cancel", "mark-as-delivered"] {
        let id = newest(&office.fulfil(&sold, 1).await.ok());
        office.shop.pass(1);
        office.on(&sold, &within(&id, what), json!({})).await.ok();
        ids.push(id);
    }
    let before = office.order(&sold.order).await["fulfillments"].clone();
    office.shop.pass(60);

    for (id, refused) in [
        (&ids[0], &["shipments", "cancel"][..]),
        (&ids[1], &["shipments", "cancel", "mark-as-delivered"]),
        (&ids[2], &["shipments", "cancel", "mark-as-delivered"]),
    ] {
        for what in refused {
            office.on(&sold, &within(id, what), json!({})).await.refused(Code::FulfillmentNotAllowed);
        }
    }

    assert_eq!(office.order(&sold.order).await["fulfillments"], before);
    office.work_off().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_send_the_same_goods_at_once_no_more_succeed_than_were_ordered() {
    let mut office = Office::open().await;
    let (stocked, _) = office.shop.shop.level(KIBBLE).await;
    let sold = office.by_hand(3).await;
    let one = json!({ "items": [{ "id": sold.line, "quantity": 1 }] });

    let answers = office.at_once(10, &sold.goods("/fulfillments"), &one).await;

    let (sent, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
    assert_eq!((sent.len(), refused.len()), (3, 7));
    for answer in refused {
        answer.refused(Code::FulfillmentNotAllowed);
    }
    assert_eq!((goods(&office, &sold).await.as_str(), office.shop.shop.level(KIBBLE).await.0), ("fulfilled", stocked - 3));
    assert_eq!(office.shop.on_record("fulfillment_created").await, 3);
    office.work_off().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_that_do_not_leave_after_all_are_back_once_however_many_say_so() {
    let mut office = Office::open().await;
    let before = office.shop.shop.level(KIBBLE).await;
    let sold = office.by_hand(3).await;
    let id = newest(&office.fulfil(&sold, 2).await.ok());
    office.cancel(&sold).await.refused(Code::OrderFulfilled);

    let answers = office.at_once(8, &sold.goods(&within(&id, "cancel")), &json!({})).await.into_iter();
    assert_eq!(answers.filter(|answer| answer.status == 200).count(), 1);

    assert_eq!(
        (goods(&office, &sold).await.as_str(), office.shop.shop.level(KIBBLE).await),
        ("canceled", (before.0, before.1 + 3))
    );
    office.shop.is_whole().await;
    // They are still sold, and can be sent or called off.
    office.fulfil(&sold, 3).await.ok();
    let again = newest(&office.clerk.get(&format!("/admin/orders/{}", sold.order)).await.ok());
    office.on(&sold, &within(&again, "cancel"), json!({})).await.ok();
    office.cancel(&sold).await.ok();
    assert_eq!(office.shop.shop.level(KIBBLE).await, before);
    office.work_off().await;
}

#[tokio::test]
async fn what_is_not_there_or_not_of_the_order_does_not_leave() {
    let office = Office::open().await;
    let (sold, other) = (office.by_hand(2).await, office.by_hand(2).await);
    let foreign = newest(&office.fulfil(&other, 1).await.ok());
    let mut tx = office.shop.shop.db.begin().await.unwrap();
    tx.query("UPDATE inventory_level SET stocked = 1").execute().await.unwrap();
    tx.commit().await.unwrap();
    let before = office.shop.shop.level(KIBBLE).await;
    let line = |id: &str, count: i64| json!({ "id": id, "quantity": count });
    let nowhere = "sloc_00000000000000000000000000";
    let tallinn = demo_id::<LocationId>("tallinn");

    for (body, path, code) in [
        (json!({ "items": [line(&sold.line, 2)] }), "items[0].quantity", Code::InsufficientInventory),
        (json!({ "items": [line(&sold.line, 1), line(&sold.line, 1)] }), "items[0].quantity", Code::InsufficientInventory),
        (json!({ "items": [line(&sold.line, 2)], "location_id": tallinn }), "items[0].quantity", Code::InsufficientInventory),
        (json!({ "items": [line(&sold.line, 2), line(&sold.line, 1)] }), "items[0].quantity", Code::FulfillmentNotAllowed),
        (json!({ "items": [line(&other.line, 1)] }), "items[0].id", Code::InvalidField),
        (json!({ "items": [line(&sold.line, 1)], "location_id": nowhere }), "location_id", Code::InvalidField),
        (json!({ "items": [] }), "items", Code::InvalidField),
    ] {
        let refused = office.on(&sold, "/fulfillments", body.clone()).await;
        assert_eq!(refused.paths(), [path], "{body}");
        refused.refused(code);
    }
    for what in ["shipments", "mark-as-delivered", "cancel"] {
        office.on(&sold, &within(&foreign, what), json!({})).await.refused(Code::NotFound);
    }
    let not_whole = json!({ "items": [line(&other.line, 2)] });
    office.on(&other, &within(&foreign, "shipments"), not_whole).await.refused(Code::FulfillmentNotAllowed);
    let script = json!({ "labels": [{ "tracking_number": "1", "tracking_url": "javascript:alert(1)" }] });
    assert_eq!(office.on(&other, &within(&foreign, "shipments"), script).await.paths(), ["labels[0].tracking_url"]);

    assert_eq!((office.shop.shop.level(KIBBLE).await, goods(&office, &sold).await.as_str()), (before, "not_fulfilled"));
    office.on(&sold, "/fulfillments", json!({ "items": [line(&sold.line, 1)], "location_id": tallinn })).await.ok();
    office.shop.is_whole().await;
}
