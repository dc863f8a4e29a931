//! The brake where it only looks on, and where it is off.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn where_it_only_looks_on_nobody_is_slowed_down_and_what_would_be_is_counted() {
    let shop = CardShop::open_as(&[("WUFI_BRAKE__ENFORCEMENT", "observe")]).await;
    let guest = shop.shopper();
    let cart = guest.card_cart(&[(KIBBLE, 1)]).await;

    assert_eq!(shop.try_list(&cart.intent).await, 50);
    guest.ask_for_payment().await.ok();

    let brake = shop.shop.server.app.till.brake();
    let counts = brake.counts();
    assert_eq!(counts[..3], [("wait", 0), ("step_up", 0), ("call_off", 0)]);
    assert!(counts[3].1 >= 47, "{counts:?}");
    assert_eq!((shop.declines().await, shop.on_record("payment_brake_raised").await), (50, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_it_is_off_nothing_is_put_down() {
    let shop = CardShop::open_as(&[("WUFI_BRAKE__ENFORCEMENT", "off")]).await;
    let guest = shop.shopper();
    let cart = guest.card_cart(&[(KIBBLE, 1)]).await;

    assert_eq!(shop.try_list(&cart.intent).await, 50);
    guest.ask_for_payment().await.ok();

    assert_eq!((shop.declines().await, shop.on_record("payment_declined").await), (0, 0));
    assert!(shop.shop.server.app.till.brake().counts().iter().all(|(_, count)| *count == 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_thresholds_are_the_shops() {
    let shop =
        CardShop::open_as(&[("WUFI_BRAKE__TRIES", "2"), ("WUFI_BRAKE__PAYER_DECLINES", "2"), ("WUFI_BRAKE__WAIT_SECS", "7")])
            .await;
    let guest = shop.shopper();
    let cart = guest.card_cart(&[(KIBBLE, 1)]).await;

    assert_eq!(shop.try_list(&cart.intent).await, 2);
    waits(guest.open_card(&cart.cart).await, 7);
}
