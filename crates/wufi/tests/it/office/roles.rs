//! Who may work on orders, and what is not there.

use reqwest::Method;
use serde_json::{Value, json};
use wufi_domain::fault::Code;
use wufi_domain::staff::Role;
use wufi_guard::api_key::KeyKind;
use wufi_store::audit;

use super::{Office, Sold};
use crate::bad_input::people::{account, log_in};
use crate::kit::Shopper;
use crate::kit::contents::Reader;
use crate::kit::shopper::text;

/// Everything that changes an order, with a fulfilment of it.
fn changes(sold: &Sold, fulfillment: &str) -> Vec<(String, Value)> {
    let order = format!("/admin/orders/{}", sold.order);
    let items = json!({ "items": [{ "id": sold.line, "quantity": 1 }] });
    vec![
        (format!("/admin/payments/{}/capture", sold.payment), json!({})),
        (format!("/admin/payments/{}/refund", sold.payment), json!({ "amount": 1 })),
        (format!("{order}/fulfillments"), items),
        (format!("{order}/fulfillments/{fulfillment}/shipments"), json!({})),
        (format!("{order}/fulfillments/{fulfillment}/mark-as-delivered"), json!({})),
        (format!("{order}/fulfillments/{fulfillment}/cancel"), json!({})),
        (format!("{order}/cancel"), json!({})),
        (format!("{order}/complete"), json!({})),
    ]
}

async fn refused(caller: &Shopper, changes: &[(String, Value)], code: Code) {
    for (path, body) in changes {
        assert_eq!(caller.post(path, body.clone()).await.refused(code)["code"], code.name(), "{path}");
    }
}

#[tokio::test]
async fn an_auditor_looks_and_changes_nothing_and_others_do_not_even_look() {
    let office = Office::open().await;
    let sold = office.by_card(2).await;
    let sent = office.fulfil(&sold, 1).await.ok();
    let changes = changes(&sold, sent["order"]["fulfillments"][0]["id"].as_str().unwrap());
    let auditor = office.shop.shop.clerk(Role::Auditor).await;
    let email = account(&office.shop.shopper()).await;
    let customer = sold.owner.bearing(&text(&log_in(&sold.owner, &email).await["token"]));
    let order = format!("/admin/orders/{}", sold.order);
    let reader = Reader::of(&office.shop.shop.db).await;
    // That their tokens are in use is noted at their first use.
    assert_eq!(auditor.get(&order).await.ok()["order"]["id"], sold.order.as_str());
    assert_eq!(auditor.get("/admin/orders").await.ok()["count"], 1);
    customer.get("/store/customers/me").await.ok();
    let before = reader.read(&office.shop.shop.db).await;

    refused(&auditor, &changes, Code::RoleMissing).await;
    refused(&sold.owner, &changes, Code::TokenMissing).await;
    refused(&customer, &changes, Code::TokenInvalid).await;
    for path in [order.as_str(), "/admin/orders"] {
        sold.owner.get(path).await.refused(Code::TokenMissing);
        customer.get(path).await.refused(Code::TokenInvalid);
    }

    assert!(before.differing(&reader.read(&office.shop.shop.db).await).is_empty());
    assert_eq!(office.refunded_at_stripe(&sold).len(), 0);
}

#[tokio::test]
async fn what_is_not_there_is_not_found_on_every_route() {
    let office = Office::open().await;
    let nothing = Sold {
        order: "order_00000000000000000000000000".into(),
        payment: "pay_00000000000000000000000000".into(),
        line: "ordli_00000000000000000000000000".into(),
        intent: String::new(),
        total: 0,
        owner: office.shop.shopper(),
    };
    let none = "ful_00000000000000000000000000";
    refused(&office.clerk, &changes(&nothing, none), Code::NotFound).await;
    office.clerk.get(&format!("/admin/orders/{}", nothing.order)).await.refused(Code::NotFound);

    // An order that is there, and a fulfilment that is not; ids of another kind.
    let sold = office.by_hand(1).await;
    let inside: Vec<_> = changes(&sold, none).into_iter().filter(|(path, _)| path.contains(none)).collect();
    assert_eq!(inside.len(), 3);
    refused(&office.clerk, &inside, Code::NotFound).await;
    let swapped = Sold { order: sold.payment.clone(), payment: sold.order.clone(), ..nothing };
    refused(&office.clerk, &changes(&swapped, none), Code::NotFound).await;
    office.shop.is_whole().await;
}

#[tokio::test]
async fn a_program_with_a_secret_key_works_under_its_own_name() {
    let office = Office::open().await;
    let sold = office.by_hand(1).await;
    let mut tx = office.shop.shop.db.begin().await.unwrap();
    let made = wufi_flow::keys::create(&mut tx, KeyKind::Secret, "ERP").await.unwrap();
    tx.commit().await.unwrap();
    let program = |path: &str| {
        let request =
            office.shop.shopper().request(Method::POST, path).header("authorization", format!("Basic {}", made.token.expose()));
        request.json(&json!({}))
    };

    let answer = office.shop.shopper().send(program(&format!("/admin/payments/{}/capture", sold.payment))).await.ok();

    let by = answer["payment"]["captures"][0]["created_by"].as_str().unwrap().to_owned();
    assert!(by.starts_with("apk_"), "{by}");
    let recorded = audit::list(&mut office.shop.shop.db.read().await.unwrap(), "", 10_000).await.unwrap();
    let captured = recorded.iter().find(|event| event.event == "payment_captured").unwrap();
    assert_eq!((captured.actor_kind.as_str(), &captured.actor_ref), ("api_key", &by));
}
