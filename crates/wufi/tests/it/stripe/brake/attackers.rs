//! Whoever tries a list of cards, however they go about it.

use tokio::task::JoinSet;
use wufi_domain::fault::Code;
use wufi_stripe_double::{Card, Status};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_with_a_list_of_cards_tries_few_and_waits_longer_each_time() {
    let shop = CardShop::open().await;
    let guest = shop.shopper();
    let cart = guest.card_cart(&[(KIBBLE, 1)]).await;

    assert_eq!(shop.try_list(&cart.intent).await, 4, "a payment gives four tries");
    assert_eq!(shop.status(&cart.intent), Status::Canceled);
    waits(guest.open_card(&cart.cart).await, 15);
    waits(guest.ask_for_payment().await, 15);
    shop.pass(14);
    waits(guest.open_card(&cart.cart).await, 1);
    shop.pass(1);
    let next = intent_of(&guest.open_card(&cart.cart).await.ok());
    assert_ne!(next, cart.intent);

    // From now on each payment gives one.
    let mut waited = Vec::new();
    let mut intent = next;
    for _ in 0..24 {
        assert_eq!(shop.try_list(&intent).await, 1);
        let answer = guest.open_card(&cart.cart).await;
        let secs = answer.json["retry_after"].as_i64().unwrap();
        waits(answer, secs);
        waited.push(secs);
        shop.pass(secs);
        intent = intent_of(&guest.open_card(&cart.cart).await.ok());
    }

    assert_eq!(waited[..8], [15, 15, 15, 30, 30, 30, 30, 60]);
    assert!(waited.iter().all(|secs| *secs <= 900));
    assert_eq!(shop.on_record("payment_called_off").await, 25);
    assert_eq!(shop.on_record("payment_declined").await, 28);
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn new_guests_and_carts_do_not_hide_an_address() {
    let shop = CardShop::open().await;
    for guest in 0..8 {
        let cart = shop.shopper().card_cart(&[(KIBBLE, 1)]).await;
        assert!(shop.try_card(&cart.intent, stolen(guest)).await);
    }

    waits(shop.shopper().ask_for_payment().await, 15);
    shop.pass(15);
    let cart = shop.shopper().card_cart(&[(KIBBLE, 1)]).await;
    waits(shop.shopper().ask_for_payment().await, 15);
    assert_eq!(shop.try_list(&cart.intent).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_without_number_are_slowed_down_with_the_whole_shop_and_nobody_is_shut_out() {
    let shop = CardShop::open_as(&[FORWARDED]).await;
    shop.attack(30).await;

    // Each guest and each address has one payment at once, and then one in a while.
    let mut tried = 0;
    for address in 1..=3 {
        let visitor = shop.visitor(&format!("198.51.100.{address}"));
        tried += shop.try_list(&visitor.card_cart(&[(KIBBLE, 1)]).await.intent).await;
        waits(shop.visitor(&format!("198.51.100.{address}")).ask_for_payment().await, 15);
    }
    assert_eq!(tried, 6, "each with half as many tries");

    // An honest guest pays at once.
    let honest = shop.visitor("192.0.2.7");
    let cart = honest.cart_to_pay(&[(KIBBLE, 1)]).await;
    honest.buy(&shop, cart).await;
    waits(honest.ask_for_payment().await, 15);
    shop.pass(15);
    honest.ask_for_payment().await.ok();
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_64s_of_one_48_are_held_apart_together() {
    let shop = CardShop::open_as(&[FORWARDED]).await;
    shop.attack(30).await;

    shop.visitor("2001:db8:1:1::1").ask_for_payment().await.ok();
    waits(shop.visitor("2001:db8:1:1::2").ask_for_payment().await, 15);
    waits(shop.visitor("2001:db8:1:2::1").ask_for_payment().await, 2);
    shop.visitor("2001:db8:2:1::1").ask_for_payment().await.ok();
    shop.pass(2);
    shop.visitor("2001:db8:1:2::1").ask_for_payment().await.ok();
    waits(shop.visitor("2001:db8:1:3::1").ask_for_payment().await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_card_at_many_guests_gives_each_of_them_one_try() {
    let shop = CardShop::open_as(&[FORWARDED]).await;
    for guest in 1..=4 {
        let visitor = shop.visitor(&format!("203.0.113.{guest}"));
        let cart = visitor.card_cart(&[(KIBBLE, 1)]).await;
        assert!(shop.try_card(&cart.intent, stolen(0)).await);
        assert_eq!(shop.status(&cart.intent), Status::RequiresPaymentMethod);
    }

    let fifth = shop.visitor("203.0.113.5");
    let cart = fifth.card_cart(&[(KIBBLE, 1)]).await;
    assert!(shop.try_card(&cart.intent, stolen(0)).await);

    assert_eq!(shop.status(&cart.intent), Status::Canceled);
    waits(fifth.open_card(&cart.cart).await, 15);
    // Somebody else with another card is not touched by it.
    let sixth = shop.visitor("203.0.113.6");
    let other = sixth.card_cart(&[(KIBBLE, 1)]).await;
    assert!(shop.try_card(&other.intent, stolen(1)).await);
    assert_eq!(shop.status(&other.intent), Status::RequiresPaymentMethod);
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_that_were_hoarded_before_give_one_try_each() {
    let shop = CardShop::open_as(&[FORWARDED]).await;
    let guest = shop.visitor("203.0.113.1");
    let mut hoard = Vec::new();
    for _ in 0..6 {
        hoard.push(guest.card_cart(&[(KIBBLE, 1)]).await.intent);
    }

    let mut tried = Vec::new();
    for intent in &hoard {
        tried.push(shop.try_list(intent).await);
    }

    assert_eq!(tried, [4, 1, 1, 1, 1, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_storefront_that_forwards_nobody_guests_stand_for_themselves() {
    let shop = CardShop::open_as(&[FORWARDED]).await;
    let (one, other) = (shop.shopper(), shop.shopper());
    let cart = one.card_cart(&[(KIBBLE, 1)]).await;
    shop.try_list(&cart.intent).await;
    for _ in 0..5 {
        let cart = shop.shopper().card_cart(&[(KIBBLE, 1)]).await;
        shop.try_card(&cart.intent, stolen(shop.stripe.charges().len())).await;
    }

    waits(one.open_card(&cart.cart).await, 15);
    other.ask_for_payment().await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_who_ask_at_once_from_an_address_that_is_slowed_down_one_has_a_payment() {
    let shop = CardShop::open_as(&[FORWARDED]).await;
    shop.attack(30).await;
    let mut asking = Vec::new();
    for _ in 0..50 {
        let visitor = shop.visitor("192.0.2.7");
        let cart = visitor.cart_to_pay(&[(KIBBLE, 1)]).await;
        asking.push((visitor, cart));
    }
    let before = shop.stripe.intents().len();

    let mut opening = JoinSet::new();
    for (visitor, cart) in asking {
        opening.spawn(async move { visitor.open_card(&cart).await });
    }
    let answers = opening.join_all().await;

    let (given, refused): (Vec<Answer>, Vec<Answer>) = answers.into_iter().partition(|answer| answer.status == 200);
    assert_eq!((given.len(), refused.len(), shop.stripe.intents().len() - before), (1, 49, 1));
    for answer in refused {
        answer.refused(Code::RateLimitExceeded);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_leaves_their_earlier_payment_and_their_cart_as_they_were() {
    let shop = CardShop::open_as(&[FORWARDED]).await;
    let guest = shop.visitor("203.0.113.1");
    let earlier = guest.card_cart(&[(KIBBLE, 1)]).await;
    let list = guest.card_cart(&[(KIBBLE, 1)]).await;
    shop.try_list(&list.intent).await;
    waits(guest.open_card(&list.cart).await, 15);

    // What is open is brought up to date without a price, and pays.
    assert_eq!(intent_of(&guest.open_card(&earlier.cart).await.ok()), earlier.intent);
    shop.stripe.pay(&earlier.intent, Card::visa()).await.unwrap();
    guest.post(&earlier.complete(), serde_json::json!({})).await.ok();
    // Payment by hand tries no card.
    guest.post(&list.cart.sessions(), serde_json::json!({ "provider_id": "pp_system_default" })).await.ok();
    shop.is_whole().await;
}
