//! What becomes of money, as the machine that watches reads it.

use serde_json::json;
use wufi_stripe_double::{Call, Fault, Turn};

use super::KIBBLE;
use crate::kit::stripe::CardShop;

/// The value of a series.
fn value(shop: &CardShop, series: &str) -> u64 {
    let app = &shop.shop.server.app;
    let text = app.meters.text(app);
    let found = text.lines().filter_map(|line| line.rsplit_once(' ')).find(|(name, _)| *name == series);
    found.unwrap_or_else(|| panic!("{series} is not there")).1.parse().unwrap()
}

#[tokio::test]
async fn orders_calls_and_notices_are_counted_once_each() {
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    let cart = mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;
    mari.post(&cart.complete(), json!({})).await.ok();
    mari.post(&cart.complete(), json!({})).await.ok();
    let news = shop.news("payment_intent.amount_capturable_updated", &cart.intent);
    shop.notify(&news).await.ok();
    shop.notify(&news).await.ok();
    assert_eq!(shop.notify_as(&news, "t=1,v1=00").await.status, 400);

    for (event, count) in [("order_placed", 1), ("payment_captured", 1), ("payment_noticed", 1), ("payment_anomaly", 0)] {
        assert_eq!(value(&shop, &format!("audit_events_total{{event=\"{event}\"}}")), count, "{event}");
    }
    for (asked, count) in [("create", 1), ("capture", 1), ("cancel", 0)] {
        assert_eq!(value(&shop, &format!("stripe_calls_total{{asked=\"{asked}\",result=\"ok\"}}")), count, "{asked}");
    }
    assert_eq!(value(&shop, "payment_notices_total{result=\"ok\"}"), 2);
    assert_eq!(value(&shop, "payment_notices_total{result=\"webhook_signature_invalid\"}"), 1);
}

#[tokio::test]
async fn what_stripe_does_not_answer_and_what_was_undone_is_counted_so() {
    let shop = CardShop::open().await;
    let mari = shop.shopper();
    let cart = mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;
    shop.stripe.fault(Call::Retrieve, Fault::Reset, Turn::Every);
    assert_eq!(mari.post(&cart.complete(), json!({})).await.status, 503);

    assert_eq!(value(&shop, "stripe_calls_total{asked=\"retrieve\",result=\"unavailable\"}"), 1);
    assert_eq!(value(&shop, "audit_events_total{event=\"order_placed\"}"), 0);

    shop.stripe.clear_faults();
    shop.shop.stock(KIBBLE, 0).await;
    assert_eq!(mari.post(&cart.complete(), json!({})).await.status, 400);
    assert_eq!(value(&shop, "audit_events_total{event=\"order_placed\"}"), 0, "an order that was undone is none");
}

#[tokio::test]
async fn books_that_disagree_are_seen_after_the_next_look() {
    let shop = CardShop::open().await;
    let app = &shop.shop.server.app;
    assert_eq!(value(&shop, "invariants_checked_timestamp_seconds"), 0);

    app.findings.look(&app.db).await.unwrap();
    assert_eq!(value(&shop, "invariant_broken_rows{invariant=\"stock_reserved\"}"), 0);

    let mut tx = shop.shop.db.begin().await.unwrap();
    tx.query("UPDATE inventory_level SET reserved = 1").execute().await.unwrap();
    tx.commit().await.unwrap();
    app.findings.look(&app.db).await.unwrap();

    assert!(value(&shop, "invariant_broken_rows{invariant=\"stock_reserved\"}") > 0);
    assert!(value(&shop, "invariants_checked_timestamp_seconds") > 1_700_000_000);
}
