//! Money goes back in parts, once each, and never more than was taken.

use serde_json::json;
use wufi_domain::fault::Code;
use wufi_domain::ids::RefundId;
use wufi_domain::payment::RefundState;
use wufi_store::payments;
use wufi_stripe_double::{Call, Fault, Turn};

use super::{Office, euros, minor, refunds};
use crate::kit::shopper::text;

#[tokio::test]
async fn money_by_card_goes_back_in_parts_and_never_more_than_was_taken() {
    let mut office = Office::open().await;
    let sold = office.by_card(2).await;
    assert_eq!(office.statuses(&sold).await.0, "captured");

    let first = office.refund(&sold, 150).await.ok();
    assert_eq!(refunds(&first["payment"]), [(150, "done".to_owned())]);
    assert_eq!(office.statuses(&sold).await.0, "partially_refunded");

    let more = office.refund(&sold, sold.total - 149).await;
    assert_eq!(more.paths(), ["amount"]);
    more.refused(Code::RefundTooLarge);
    office.refund(&sold, sold.total - 150).await.ok();
    assert_eq!(office.statuses(&sold).await.0, "refunded");
    office.refund(&sold, 1).await.refused(Code::RefundTooLarge);

    assert_eq!(office.refunded_at_stripe(&sold), [150, sold.total - 150]);
    let summary = &office.order(&sold.order).await["summary"];
    assert_eq!((minor(&summary["raw_refunded_total"]), minor(&summary["raw_transaction_total"])), (sold.total, 0));
    assert_eq!((office.shop.on_record("payment_refund_asked").await, office.shop.on_record("payment_refunded").await), (2, 2));
    office.work_off().await;
    assert_eq!(office.refunded_at_stripe(&sold).len(), 2);
}

#[tokio::test]
async fn money_by_hand_is_taken_and_given_back_in_the_books() {
    let mut office = Office::open().await;
    let sold = office.by_hand(1).await;
    office.refund(&sold, 100).await.refused(Code::RefundTooLarge);

    let taken = office.capture(&sold).await.ok();
    assert_eq!(minor(&taken["payment"]["captures"][0]["raw_amount"]), sold.total);
    assert!(taken["payment"]["captures"][0]["created_by"].as_str().unwrap().starts_with("user_"));
    assert_eq!(office.capture(&sold).await.ok()["payment"]["captures"].as_array().unwrap().len(), 1);
    assert_eq!(office.statuses(&sold).await.0, "captured");

    let path = sold.money("refund");
    let given = office.clerk.post(&path, json!({ "amount": 1, "note": "kott oli katki" })).await.ok();
    assert_eq!(
        (refunds(&given["payment"]), &given["payment"]["refunds"][0]["note"]),
        (vec![(100, "done".into())], &json!("kott oli katki"))
    );
    assert_eq!(office.statuses(&sold).await.0, "partially_refunded");
    assert_eq!((office.shop.on_record("payment_captured").await, office.shop.stripe.refunds().len()), (1, 0));
    office.work_off().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_refunds_of_half_at_once_exactly_two_are_made() {
    let mut office = Office::open().await;
    let (card, hand) = (office.by_card(2).await, office.by_hand(2).await);
    office.capture(&hand).await.ok();
    for sold in [&card, &hand] {
        let half = sold.total / 2;
        let answers = office.at_once(20, &sold.money("refund"), &euros(half)).await;

        let (made, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
        assert_eq!((made.len(), refused.len()), (2, 18));
        for answer in refused {
            answer.refused(Code::RefundTooLarge);
        }
    }
    office.work_off().await;
    assert_eq!(office.refunded_at_stripe(&card), [card.total / 2; 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn money_by_hand_that_many_take_at_once_is_taken_once() {
    let mut office = Office::open().await;
    let sold = office.by_hand(1).await;

    let answers = office.at_once(10, &sold.money("capture"), &json!({})).await;

    assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
    assert_eq!(office.shop.on_record("payment_captured").await, 1);
    office.work_off().await;
}

#[tokio::test]
async fn an_amount_finer_than_its_currency_is_refused_by_name() {
    let office = Office::open().await;
    let sold = office.by_card(1).await;
    let path = sold.money("refund");

    for amount in [json!(0.001), json!(1.005), json!(0), json!(-1), json!("1")] {
        let refused = office.clerk.post(&path, json!({ "amount": amount })).await;
        assert_eq!((refused.code(), refused.paths()), ("invalid_field", vec!["amount"]), "{amount}");
    }
    assert_eq!((office.refunded_at_stripe(&sold).len(), office.shop.on_record("payment_refund_asked").await), (0, 0));
}

#[tokio::test]
async fn money_that_comes_back_days_later_is_the_shops_again_and_can_be_given_back_anew() {
    let mut office = Office::open().await;
    let sold = office.by_card(1).await;
    office.refund(&sold, 150).await.ok();
    let (other, made) = (office.by_card(1).await, office.shop.stripe.refunds()[0].id.clone());
    office.refund(&other, 150).await.ok();
    office.shop.stripe.finish_refund(&made, true).await.unwrap();
    office.shop.notify(&office.shop.news("refund.updated", &made)).await.ok();
    office.shop.look_after().await;
    assert_eq!(office.statuses(&sold).await.0, "partially_refunded");

    office.shop.stripe.finish_refund(&made, false).await.unwrap();
    let news = office.shop.news("refund.failed", &made);
    for _ in 0..2 {
        office.shop.notify(&news).await.ok();
        office.shop.look_after().await;
    }

    assert_eq!(
        (office.statuses(&sold).await.0.as_str(), office.statuses(&other).await.0.as_str()),
        ("captured", "partially_refunded")
    );
    assert_eq!(office.shop.on_record("payment_refund_failed").await, 1);
    office.refund(&sold, sold.total).await.ok();
    assert_eq!(office.statuses(&sold).await.0, "refunded");
    office.work_off().await;
}

#[tokio::test]
async fn a_refund_that_is_looked_at_again_while_stripe_is_away_is_looked_at_later() {
    let mut office = Office::open().await;
    let sold = office.by_card(1).await;
    office.refund(&sold, 150).await.ok();
    let made = office.shop.stripe.refunds()[0].id.clone();
    office.shop.stripe.finish_refund(&made, false).await.unwrap();
    office.shop.stripe.fault(Call::ListRefunds, Fault::status(500), Turn::Every);

    office.shop.notify(&office.shop.news("refund.failed", &made)).await.ok();
    office.shop.look_after().await;
    assert_eq!(office.statuses(&sold).await.0, "partially_refunded");
    office.shop.stripe.clear_faults();
    office.work_off().await;

    assert_eq!(office.statuses(&sold).await.0, "captured");
}

#[tokio::test]
async fn what_a_slower_node_heard_of_a_refund_that_is_done_by_now_takes_nothing_back() {
    let mut office = Office::open().await;
    let sold = office.by_card(1).await;
    let given = office.refund(&sold, 150).await.ok();
    let id = RefundId::stored(text(&given["payment"]["refunds"][0]["id"]));

    let mut tx = office.shop.shop.db.begin().await.unwrap();
    assert!(!payments::failed(&mut tx, &id, RefundState::Asked).await.unwrap());
    tx.commit().await.unwrap();

    assert_eq!(office.statuses(&sold).await.0, "partially_refunded");
    office.refund(&sold, sold.total).await.refused(Code::RefundTooLarge);
    office.work_off().await;
}
