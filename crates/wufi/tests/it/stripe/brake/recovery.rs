//! What was raised is down again by itself, and on record once each way.

use wufi_flow::payment;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_shop_recovers_when_the_window_has_passed_and_says_so_once() {
    let shop = CardShop::open_as(&[FORWARDED]).await;
    let till = &shop.shop.server.app.till;
    shop.attack(35).await;
    for _ in 0..3 {
        payment::watch(till).await.unwrap();
    }
    assert_eq!((shop.on_record("payment_brake_raised").await, till.brake().shop_secs()), (1, 15));
    let honest = shop.visitor("192.0.2.7");
    honest.ask_for_payment().await.ok();
    waits(honest.ask_for_payment().await, 15);

    shop.pass(600);
    for _ in 0..3 {
        payment::watch(till).await.unwrap();
    }

    assert_eq!((shop.on_record("payment_brake_lowered").await, till.brake().shop_secs()), (1, 0));
    for _ in 0..5 {
        honest.ask_for_payment().await.ok();
    }
    assert_eq!(shop.on_record("payment_brake_raised").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_and_a_guest_recover_within_the_hour() {
    let shop = CardShop::open().await;
    let guest = shop.shopper();
    let cart = guest.card_cart(&[(KIBBLE, 1)]).await;
    shop.try_list(&cart.intent).await;
    waits(guest.open_card(&cart.cart).await, 15);

    shop.pass(3_600);

    for _ in 0..3 {
        guest.ask_for_payment().await.ok();
    }
    let again = guest.card_cart(&[(KIBBLE, 1)]).await;
    assert_eq!(shop.try_list(&again.intent).await, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_declines_among_more_payments_that_work_are_no_attack() {
    let shop = CardShop::open_as(&[FORWARDED]).await;
    for buyer in 1..=31 {
        let honest = shop.visitor(&format!("192.0.2.{buyer}"));
        let cart = honest.cart_to_pay(&[(KIBBLE, 1)]).await;
        shop.shop.stock(KIBBLE, 10).await;
        honest.buy(&shop, cart).await;
    }
    shop.attack(31).await;

    let honest = shop.visitor("192.0.2.200");
    for _ in 0..3 {
        honest.ask_for_payment().await.ok();
    }
    assert_eq!(shop.on_record("payment_brake_raised").await, 0);
    shop.attack(1).await;
    honest.ask_for_payment().await.ok();
    waits(honest.ask_for_payment().await, 15);
    assert_eq!(shop.on_record("payment_brake_raised").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_had_to_wait_is_on_record_counted_together() {
    let shop = CardShop::open().await;
    let guest = shop.shopper();
    let cart = guest.card_cart(&[(KIBBLE, 1)]).await;
    shop.try_list(&cart.intent).await;
    for _ in 0..20 {
        waits(guest.open_card(&cart.cart).await, 15);
    }

    let app = &shop.shop.server.app;
    app.lookout.write(&app.db).await.unwrap();

    assert_eq!((shop.on_record("payment_braked").await, shop.on_record("excess_rate_limit_exceeded").await), (1, 0));
    assert_eq!(app.till.brake().counts()[0], ("wait", 20));
    let told = app.meters.text(app);
    for line in [
        r#"payment_brake_total{action="wait"} 20"#,
        r#"payment_brake_total{action="call_off"} 1"#,
        r#"payment_declines_total{class="bank"} 4"#,
        "payment_brake_seconds 0",
    ] {
        assert!(told.lines().any(|shown| shown == line), "{line}");
    }
}
