//! Whatever goes wrong between the shop and Stripe while money is given back: it goes back once.

use wufi_domain::fault::Code;
use wufi_stripe_double::{Call, Effect, Fault, Replay, Turn};

use super::{Office, refunds};
use crate::kit::stripe::faults;

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_while_money_is_given_back_leaves_exactly_one_refund() {
    let mut office = Office::open().await;
    for fault in faults() {
        let sold = office.by_card(1).await;
        office.shop.stripe.fault(Call::Refund, fault.clone(), Turn::Every);
        let told = office.refund(&sold, 150).await.ok();
        // Of a failure that Stripe keeps under the key it can be seen at once whether the refund was made.
        let asked = refunds(&told["payment"]);
        assert!(asked == [(150, "asked".to_owned())] || asked == [(150, "done".to_owned())], "{fault:?}: {asked:?}");
        // The job meets the same fault once more.
        office.shop.pass(200);
        office.shop.look_after().await;
        office.shop.stripe.clear_faults();
        office.work_off().await;

        let paid = &office.order(&sold.order).await["payment_collections"][0]["payments"][0];
        assert_eq!(refunds(paid), [(150, "done".to_owned())], "{fault:?}");
        assert_eq!(office.refunded_at_stripe(&sold), [150], "{fault:?}");
    }
    let count = i64::try_from(faults().len()).unwrap();
    assert_eq!(
        (office.shop.on_record("payment_refund_asked").await, office.shop.on_record("payment_refunded").await),
        (count, count)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_refunds_of_one_amount_whose_answers_are_lost_are_two_and_not_one_or_three() {
    let mut office = Office::open().await;
    let sold = office.by_card(1).await;
    let kept = Fault::Status { status: 500, effect: Effect::Done, replay: Replay::Kept };
    office.shop.stripe.fault(Call::Refund, kept, Turn::Every);
    for _ in 0..2 {
        office.refund(&sold, 150).await.ok();
    }
    office.shop.stripe.clear_faults();
    // What somebody gives back beside the shop is no refund of ours.
    office.shop.stripe.refund(&sold.intent, Some(150)).await.unwrap();
    office.work_off().await;

    assert_eq!(office.refunded_at_stripe(&sold), [150, 150, 150]);
    assert_eq!(refunds(&office.order(&sold.order).await["payment_collections"][0]["payments"][0]).len(), 2);
    assert_eq!(office.shop.on_record("payment_refunded").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_cannot_be_seen_whether_a_refund_was_made_none_is_made() {
    let mut office = Office::open().await;
    let sold = office.by_card(1).await;
    office.shop.stripe.fault(Call::Refund, Fault::AnswerLost, Turn::Every);
    office.refund(&sold, 150).await.ok();
    office.shop.stripe.clear_faults();
    office.shop.stripe.fault(Call::ListRefunds, Fault::status(500), Turn::Every);
    office.shop.pass(200);
    office.shop.look_after().await;
    assert_eq!(office.statuses(&sold).await.0, "partially_refunded");
    assert_eq!(office.shop.on_record("payment_refunded").await, 0);

    office.shop.stripe.clear_faults();
    office.work_off().await;

    assert_eq!((office.refunded_at_stripe(&sold), office.shop.on_record("payment_refunded").await), (vec![150], 1));
}

#[tokio::test]
async fn a_refund_that_stripe_refuses_is_told_and_leaves_the_money_to_be_given_back() {
    let mut office = Office::open().await;
    let (disputed, gone) = (office.by_card(1).await, office.by_card(1).await);
    office.shop.stripe.dispute(&disputed.intent).await.unwrap();
    office.shop.stripe.refund(&gone.intent, None).await.unwrap();

    for sold in [&disputed, &gone] {
        office.refund(sold, 150).await.refused(Code::RefundRefused);
        let paid = &office.order(&sold.order).await["payment_collections"][0];
        assert_eq!(refunds(&paid["payments"][0]), [(150, "failed".to_owned())]);
        assert_eq!((&paid["refunded_amount"], office.statuses(sold).await.0.as_str()), (&0.into(), "captured"));
    }
    assert_eq!(office.shop.on_record("payment_refund_failed").await, 2);
    office.work_off().await;
    assert_eq!(office.refunded_at_stripe(&disputed), [0_i64; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_stripe_did_not_give_when_there_was_an_order_is_taken_when_staff_ask() {
    let mut office = Office::open().await;
    office.shop.stripe.fault(Call::Capture, Fault::status(500), Turn::Every);
    let sold = office.by_card(1).await;
    assert_eq!(office.statuses(&sold).await.0, "authorized");
    office.capture(&sold).await.refused(Code::PaymentProviderUnavailable);
    office.shop.stripe.clear_faults();

    let taken = office.capture(&sold).await.ok();

    assert!(taken["payment"]["captures"][0]["created_by"].as_str().unwrap().starts_with("user_"));
    assert_eq!(office.statuses(&sold).await.0, "captured");
    office.work_off().await;
    assert_eq!(office.shop.on_record("payment_captured").await, 1);
}
