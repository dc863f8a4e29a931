//! Money that goes back.

use wufi_stripe_double::Card;

use crate::kit::Shop;

const REFUNDS: &str = "/v1/refunds";

#[tokio::test]
async fn money_goes_back_in_parts_and_never_more_than_was_taken() {
    let shop = Shop::open();
    let id = shop.paid().await;
    let of = ("payment_intent", id.as_str());

    let first = shop.post(REFUNDS, &[of, ("amount", "400"), ("reason", "duplicate"), ("metadata[order_id]", "order_1")]).await;
    first.has("/object", "refund").has("/amount", 400).has("/status", "succeeded").has("/metadata/order_id", "order_1");
    shop.post(REFUNDS, &[of, ("amount", "601")]).await.refused(400, "amount_too_large");
    shop.post(REFUNDS, &[of]).await.has("/amount", 600);
    shop.post(REFUNDS, &[of]).await.refused(400, "charge_already_refunded");

    let charge = shop.double.charge_of(&id).unwrap();
    assert_eq!((charge.amount_refunded, charge.is_refunded()), (1000, true));
    shop.get(&format!("/v1/refunds/{}", first.text("/id")), &[("expand[]", "charge")]).await.has("/charge/refunded", true);
    let listed = shop.get(REFUNDS, &[of]).await;
    listed.has("/data/0/amount", 600).has("/data/1/amount", 400).has("/has_more", false);
}

#[tokio::test]
async fn of_a_part_that_was_taken_no_more_than_that_goes_back() {
    let shop = Shop::open();
    let id = shop.held().await;
    shop.post(&format!("/v1/payment_intents/{id}/capture"), &[("amount_to_capture", "700")]).await.has("/amount_received", 700);
    let charge = shop.double.charge_of(&id).unwrap().id;

    shop.post(REFUNDS, &[("charge", &charge), ("amount", "701")]).await.refused(400, "amount_too_large");
    shop.post(REFUNDS, &[("charge", &charge)]).await.has("/amount", 700).has("/payment_intent", id);
}

#[tokio::test]
async fn what_was_not_taken_cannot_go_back() {
    let shop = Shop::open();
    let (fresh, held) = (shop.intent().await, shop.held().await);
    let declined = shop.intent().await;
    shop.double.pay(&declined, Card::declined()).await.unwrap();

    for id in [&fresh, &declined] {
        let refused = shop.post(REFUNDS, &[("payment_intent", id)]).await;
        assert_eq!(refused.status, 400);
        assert!(refused.text("/error/message").contains("does not have a successful charge to refund"));
    }
    shop.post(REFUNDS, &[("payment_intent", &held)]).await.refused(400, "payment_intent_unexpected_state");
    shop.post(REFUNDS, &[("payment_intent", "pi_x")]).await.refused(400, "resource_missing");
    shop.post(REFUNDS, &[("amount", "1")]).await.refused(400, "parameter_missing");
    assert!(shop.double.refunds().is_empty());
}

#[tokio::test]
async fn what_is_disputed_cannot_go_back_as_well() {
    let shop = Shop::open();
    let id = shop.paid().await;

    shop.double.dispute(&id).await.unwrap();

    shop.post(REFUNDS, &[("payment_intent", &id)]).await.refused(400, "charge_disputed");
    let intent = shop.get(&format!("/v1/payment_intents/{id}"), &[("expand[]", "latest_charge")]).await;
    intent.has("/latest_charge/disputed", true);
}

#[tokio::test]
async fn a_refund_may_take_its_time_and_come_back() {
    let shop = Shop::open();
    let id = shop.intent().await;
    shop.double.pay(&id, Card::pending_refund()).await.unwrap();
    shop.double.capture(&id, None).await.unwrap();
    let refund = shop.post(REFUNDS, &[("payment_intent", &id)]).await;
    refund.has("/status", "pending");

    shop.double.finish_refund(&refund.text("/id"), false).await.unwrap();

    shop.get(&format!("/v1/refunds/{}", refund.text("/id")), &[]).await.has("/status", "failed");
    assert_eq!(shop.double.charge_of(&id).unwrap().amount_refunded, 0);
    let kinds: Vec<_> = shop.double.webhooks().list().iter().map(|event| event.kind.clone()).collect();
    assert!(
        kinds.ends_with(&["charge.refunded", "refund.created", "refund.updated", "refund.failed"].map(str::to_owned)),
        "{kinds:?}"
    );
}
