//! Cards of customers: theirs need their token, whoever else knows the id.

use serde_json::{Value, json};
use wufi_domain::fault::Code;
use wufi_stripe_double::{Card, Status};

use super::KIBBLE;
use crate::kit::Answer;
use crate::kit::shopper::text;
use crate::kit::stripe::CardShop;

/// An answer but for what is of each request.
fn told(answer: &Answer) -> (u16, Value) {
    let mut body = answer.json.clone();
    body.as_object_mut().unwrap().remove("request_id");
    (answer.status, body)
}

#[tokio::test]
async fn a_customer_pays_by_card_and_the_intent_says_whose_it_is() {
    let shop = CardShop::open().await;
    let mari = shop.shop.customer("mari@wufi.test").await;
    let me = text(&mari.get("/store/customers/me").await.ok()["customer"]["id"]);
    let cart = mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;

    let marks = shop.intent(&cart).metadata;
    assert_eq!((marks.get("customer_id"), marks.get("guest_id")), (Some(&me), None));
    mari.post(&cart.complete(), json!({})).await.ok();

    let paid = shop.intent(&cart);
    assert_eq!((paid.status, paid.amount_received), (Status::Succeeded, paid.amount));
    assert_eq!(mari.get("/store/orders").await.ok()["count"], 1);
    shop.is_whole().await;
}

#[tokio::test]
async fn a_customers_cart_is_unknown_to_anybody_else_and_stripe_is_not_asked() {
    for profile in ["strict", "medusa"] {
        let shop = CardShop::open_as(&[("WUFI_SECURITY__PROFILE", profile)]).await;
        let (mari, juri) = (shop.shop.customer("mari@wufi.test").await, shop.shop.customer("juri@wufi.test").await);
        let cart = mari.paid_cart(&shop.stripe, &[(KIBBLE, 1)]).await;
        let asked = shop.stripe.calls().len();
        let unknown = cart.complete().replace(&cart.cart.id, "cart_00000000000000000000000000");

        // Another customer, nobody, and whoever knows her intent as well.
        for other in [&juri, &shop.shopper()] {
            for body in [json!({}), json!({ "payment_intent_id": cart.intent })] {
                let none = other.post(&unknown, body.clone()).await;
                let foreign = other.post(&cart.complete(), body).await;
                assert_eq!(told(&foreign), told(&none), "{profile}");
                foreign.refused(Code::NotFound);
            }
            let named = json!({ "cart_id": cart.cart.id, "payment_intent_id": cart.intent });
            other.post("/store/payment/complete", named).await.refused(Code::NotFound);
            other.open_card(&cart.cart).await.refused(Code::NotFound);
        }
        assert_eq!((shop.stripe.calls().len(), shop.orders().await), (asked, 0), "{profile}");

        mari.post(&cart.complete(), json!({})).await.ok();
    }
}

#[tokio::test]
async fn the_notice_of_a_customers_payment_makes_the_customers_order() {
    let shop = CardShop::open().await;
    let mari = shop.shop.customer("mari@wufi.test").await;
    let cart = mari.paid_cart(&shop.stripe, &[(KIBBLE, 2)]).await;

    shop.notify(&shop.news("payment_intent.amount_capturable_updated", &cart.intent)).await.ok();
    shop.look_after().await;

    let orders = mari.get("/store/orders").await.ok();
    assert_eq!((orders["count"].as_i64(), shop.intent(&cart).status), (Some(1), Status::Succeeded));
    shop.is_whole().await;
}

#[tokio::test]
async fn a_guests_cart_that_became_a_customers_is_paid_anew_by_the_customer() {
    let shop = CardShop::open().await;
    let mari = shop.shop.customer("mari@wufi.test").await;
    let guest = mari.as_guest();
    let cart = guest.card_cart(&[(KIBBLE, 1)]).await;

    mari.post(&cart.cart.path("/customer"), json!({})).await.ok();
    guest.open_card(&cart.cart).await.refused(Code::NotFound);
    shop.stripe.pay(&cart.intent, Card::visa()).await.unwrap();
    mari.post(&cart.complete(), json!({})).await.refused(Code::PaymentIntentMismatch);

    // What the guest paid is let go; the customer pays with an intent of the customer's own.
    shop.pass(60);
    shop.look_after().await;
    assert_eq!(shop.intent(&cart).status, Status::Canceled);
    let again = mari.open_card(&cart.cart).await.ok();
    let intent = text(&again["payment_collection"]["payment_sessions"][0]["data"]["id"]);
    shop.stripe.pay(&intent, Card::visa()).await.unwrap();
    mari.post(&cart.complete(), json!({})).await.ok();
    shop.is_whole().await;
}
