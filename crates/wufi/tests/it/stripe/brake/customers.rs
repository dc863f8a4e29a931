//! Customers: asked for their password, and left alone when they are known.

use serde_json::json;
use wufi_domain::fault::Code;

use super::*;
use crate::kit::shop::CUSTOMERS_PASSWORD;
use crate::kit::shopper::text;

const DAY: i64 = 86_400;
const MARI: &str = "mari@wufi.test";

/// A customer whose account is two days old, logged in a quarter of an hour ago.
async fn settled(shop: &CardShop) -> Shopper {
    shop.shop.customer(MARI).await;
    shop.pass(2 * DAY);
    let mari = shop.shop.entered_customer(MARI).await;
    shop.pass(900);
    mari
}

/// The same, who bought something when the account was made.
async fn known(shop: &CardShop) -> (Shopper, CardCart) {
    let mari = shop.shop.customer(MARI).await;
    let paid = mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;
    mari.post(&paid.complete(), json!({})).await.ok();
    shop.pass(2 * DAY);
    let mari = shop.shop.entered_customer(MARI).await;
    shop.pass(900);
    (mari, paid)
}

async fn step_up(mari: &Shopper) -> Shopper {
    let proven = mari.post("/store/auth/step-up", json!({ "password": CUSTOMERS_PASSWORD })).await.ok();
    mari.bearing(&text(&proven["token"]))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_gives_the_password_in_a_shop_under_attack_and_goes_on() {
    let shop = CardShop::open_as(&[FORWARDED]).await;
    let mari = settled(&shop).await.from("192.0.2.7");
    shop.attack(30).await;

    let cart = mari.cart_to_pay(&[(KIBBLE, 1)]).await;
    mari.open_card(&cart).await.refused(Code::StepUpRequired);
    let mari = step_up(&mari).await;
    mari.buy(&shop, cart).await;

    mari.ask_for_payment().await.ok();
    mari.ask_for_payment().await.ok();
    assert_eq!(shop.on_record("suspicion_raised").await, 0, "of others' declines nobody suspects her");
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customers_own_declines_ask_for_a_password_that_is_given_after_them_and_are_told_to_the_owner() {
    let shop = CardShop::open_as(&[FORWARDED]).await;
    settled(&shop).await;
    let mari = shop.shop.entered_customer(MARI).await.from("192.0.2.7");
    let cart = mari.card_cart(&[(KIBBLE, 1)]).await;
    shop.try_list(&cart.intent).await;

    mari.open_card(&cart.cart).await.refused(Code::StepUpRequired);
    mari.open_card(&cart.cart).await.refused(Code::StepUpRequired);
    assert_eq!(shop.on_record("suspicion_raised").await, 1);
    let letters: (i64,) = {
        let mut tx = shop.shop.db.read().await.unwrap();
        tx.query("SELECT COUNT(*) FROM mail WHERE kind = 'suspicion'").one().await.unwrap()
    };
    assert_eq!(letters.0, 1);

    let mari = step_up(&mari).await;
    let next = intent_of(&mari.open_card(&cart.cart).await.ok());
    shop.pass(10);
    assert_eq!(shop.try_list(&next).await, 1, "a password makes no list of cards free");
    mari.open_card(&cart.cart).await.refused(Code::StepUpRequired);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_customer_buys_in_the_midst_of_an_attack_and_from_its_very_address() {
    let shop = CardShop::open_as(&[FORWARDED]).await;
    let (mari, _) = known(&shop).await;
    let mari = mari.from("192.0.2.7");
    let mut hoard = Vec::new();
    for _ in 0..8 {
        hoard.push(shop.visitor("192.0.2.7").card_cart(&[(KIBBLE, 1)]).await.intent);
    }
    shop.attack(30).await;
    for intent in hoard {
        shop.try_list(&intent).await;
    }
    let others = shop.visitor("192.0.2.7").ask_for_payment().await;
    others.refused(Code::RateLimitExceeded);

    for _ in 0..3 {
        let cart = mari.card_cart(&[(KIBBLE, 1)]).await;
        assert!(shop.try_card(&cart.intent, stolen(shop.stripe.charges().len())).await);
        assert_eq!(shop.status(&cart.intent), Status::RequiresPaymentMethod, "mistyped once, she tries again");
        shop.stripe.pay(&cart.intent, Card::visa()).await.unwrap();
        mari.post(&cart.complete(), json!({})).await.ok();
    }
    // What she is declined herself counts all the same.
    let cart = mari.card_cart(&[(KIBBLE, 1)]).await;
    shop.try_card(&cart.intent, stolen(shop.stripe.charges().len())).await;
    mari.ask_for_payment().await.refused(Code::StepUpRequired);
    shop.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_was_given_back_or_asked_back_vouches_for_nobody() {
    for is_disputed in [false, true] {
        let shop = CardShop::open_as(&[FORWARDED]).await;
        let (mari, paid) = known(&shop).await;
        if is_disputed {
            shop.stripe.dispute(&paid.intent).await.unwrap();
            let events = shop.stripe.webhooks().list();
            let news = events.iter().rev().find(|event| event.kind == "charge.dispute.created").unwrap().body();
            shop.notify(&news).await.ok();
        } else {
            let mut tx = shop.shop.db.begin().await.unwrap();
            tx.query("UPDATE payment SET refunded_minor = amount_minor").execute().await.unwrap();
            tx.commit().await.unwrap();
        }
        shop.attack(30).await;

        mari.from("192.0.2.7").ask_for_payment().await.refused(Code::StepUpRequired);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_was_made_today_is_slowed_down_as_a_guest_is() {
    let shop = CardShop::open_as(&[FORWARDED]).await;
    shop.attack(30).await;
    let fresh = shop.shop.customer("uus@wufi.test").await.from("192.0.2.7");

    fresh.ask_for_payment().await.ok();
    waits(fresh.ask_for_payment().await, 15);
    waits(shop.visitor("192.0.2.7").ask_for_payment().await, 15);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storefront_that_cannot_ask_for_a_password_has_its_customers_wait() {
    let shop = CardShop::open_as(&[FORWARDED, ("WUFI_SECURITY__PROFILE", "medusa")]).await;
    let mari = settled(&shop).await.from("192.0.2.7");
    let cart = mari.card_cart(&[(KIBBLE, 1)]).await;
    shop.try_list(&cart.intent).await;

    waits(mari.open_card(&cart.cart).await, 15);
    assert_eq!(shop.on_record("suspicion_raised").await, 1, "and the owner is told");
    shop.pass(15);
    mari.open_card(&cart.cart).await.ok();
}
