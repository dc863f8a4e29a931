//! Orders that are called off: stock comes back once, and so does the money.

use serde_json::json;
use wufi_domain::fault::Code;
use wufi_stripe_double::{Call, Fault, Status, Turn};

use super::{KIBBLE, Office};

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_many_call_off_at_once_is_called_off_once() {
    let mut office = Office::open().await;
    let before = office.shop.shop.level(KIBBLE).await;
    let (hand, card) = (office.by_hand(3).await, office.by_card(2).await);
    for sold in [&hand, &card] {
        let answers = office.at_once(8, &sold.goods("/cancel"), &json!({})).await;

        let (done, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
        assert_eq!((done.len(), refused.len()), (1, 7));
        for answer in refused {
            answer.refused(Code::OrderNotPending);
        }
    }
    assert_eq!(office.shop.shop.level(KIBBLE).await, before);
    assert_eq!(office.statuses(&hand).await.0, "canceled");
    assert_eq!(office.statuses(&card).await.0, "refunded");
    office.work_off().await;
    assert_eq!((office.refunded_at_stripe(&card), office.shop.on_record("order_canceled").await), (vec![card.total], 2));
    assert_eq!(office.shop.stripe.intents().len(), 1, "an order that is paid by hand has no intent, not even for a moment");
}

#[tokio::test]
async fn what_was_given_back_before_is_not_given_back_again() {
    let mut office = Office::open().await;
    let sold = office.by_card(1).await;
    office.refund(&sold, 150).await.ok();

    office.cancel(&sold).await.ok();

    assert_eq!(office.refunded_at_stripe(&sold), [150, sold.total - 150]);
    assert_eq!(office.statuses(&sold).await.0, "refunded");
    office.work_off().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_is_held_is_let_go_and_not_taken_first() {
    let mut office = Office::open().await;
    office.shop.stripe.fault(Call::Capture, Fault::status(500), Turn::Every);
    let sold = office.by_card(1).await;
    office.shop.stripe.clear_faults();

    office.cancel(&sold).await.ok();
    office.capture(&sold).await.refused(Code::PaymentNotCapturable);
    office.refund(&sold, 1).await.refused(Code::PaymentNotCapturable);
    office.work_off().await;

    let intent = office.shop.stripe.intent(&sold.intent).unwrap();
    assert_eq!((intent.status, intent.amount_received, office.refunded_at_stripe(&sold).len()), (Status::Canceled, 0, 0));
    assert_eq!(office.statuses(&sold).await.0, "canceled");
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_is_taken_while_its_order_is_called_off_goes_back() {
    let mut office = Office::open().await;
    for _ in 0..6 {
        office.shop.stripe.fault(Call::Capture, Fault::status(500), Turn::Every);
        let sold = office.by_card(1).await;
        office.shop.stripe.clear_faults();

        let (canceled, _) = tokio::join!(office.cancel(&sold), office.capture(&sold));
        canceled.ok();
        office.work_off().await;

        let taken = office.shop.stripe.intent(&sold.intent).unwrap().amount_received;
        assert_eq!(office.refunded_at_stripe(&sold).iter().sum::<i64>(), taken);
        assert!(office.refunded_at_stripe(&sold).len() <= 1);
        assert_eq!(office.order(&sold.order).await["status"], "canceled");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_called_off_or_sent_and_never_both() {
    let office = Office::open().await;
    let before = office.shop.shop.level(KIBBLE).await;
    for _ in 0..10 {
        let sold = office.by_hand(2).await;
        let (canceled, sent) = tokio::join!(office.cancel(&sold), office.fulfil(&sold, 1));

        match (canceled.status, sent.status) {
            (200, 400) => drop(sent.refused(Code::OrderNotPending)),
            (400, 200) => {
                canceled.refused(Code::OrderFulfilled);
                let id = sent.json["order"]["fulfillments"][0]["id"].as_str().unwrap();
                office.on(&sold, &format!("/fulfillments/{id}/cancel"), json!({})).await.ok();
                office.cancel(&sold).await.ok();
            }
            both => panic!("{both:?}"),
        }
        office.shop.is_whole().await;
    }
    assert_eq!(office.shop.shop.level(KIBBLE).await, before);
}

#[tokio::test]
async fn an_order_that_is_done_with_is_neither_called_off_nor_done_with_again() {
    let mut office = Office::open().await;
    let (done, gone) = (office.by_hand(1).await, office.by_hand(1).await);
    assert_eq!(office.on(&done, "/complete", json!({})).await.ok()["order"]["status"], "completed");
    office.cancel(&gone).await.ok();

    for sold in [&done, &gone] {
        for what in ["/complete", "/cancel"] {
            office.on(sold, what, json!({})).await.refused(Code::OrderNotPending);
        }
    }
    office.fulfil(&gone, 1).await.refused(Code::OrderNotPending);
    assert_eq!(office.shop.on_record("order_completed").await, 1);
    office.work_off().await;
}
