//! What happens to intents behind the shop's back.

use serde_json::Value;
use wufi_stripe_double::{Card, Double, Settings, Status};

use crate::kit::Shop;

#[tokio::test]
async fn an_intent_says_what_it_is_made_to_say() {
    let shop = Shop::open();
    let id = shop.held().await;

    shop.double
        .tamper(&id, |intent| {
            intent.amount = 1;
            intent.currency = "usd".to_owned();
            intent.livemode = true;
            intent.metadata.insert("cart_id".to_owned(), "cart_of_somebody_else".to_owned());
            intent.status = Status::Succeeded;
            intent.amount_received = 1;
        })
        .unwrap();
    let charge = shop.double.charge_of(&id).unwrap().id;
    shop.double.tamper_charge(&charge, |charge| charge.disputed = true).unwrap();

    let told = shop.get(&format!("/v1/payment_intents/{id}"), &[("expand[]", "latest_charge")]).await;
    told.has("/amount", 1).has("/currency", "usd").has("/livemode", true).has("/status", "succeeded").has("/amount_received", 1);
    told.has("/metadata/cart_id", "cart_of_somebody_else").has("/latest_charge/disputed", true);
    assert!(shop.double.tamper("pi_x", |_| ()).is_err());
}

#[tokio::test]
async fn a_held_payment_expires() {
    let shop = Shop::open();
    let (id, fresh) = (shop.held().await, shop.intent().await);

    shop.double.expire(&id).await.unwrap();

    let told = shop.get(&format!("/v1/payment_intents/{id}"), &[("expand[]", "latest_charge")]).await;
    told.has("/status", "canceled").has("/cancellation_reason", "automatic").has("/latest_charge/refunded", true);
    shop.post(&format!("/v1/payment_intents/{id}/capture"), &[]).await.refused(400, "payment_intent_unexpected_state");
    let kinds: Vec<_> = shop.double.webhooks().list().into_iter().map(|event| event.kind).collect();
    assert!(kinds.ends_with(&["charge.expired".to_owned(), "payment_intent.canceled".to_owned()]), "{kinds:?}");
    assert!(shop.double.expire(&fresh).await.is_err());
}

#[tokio::test]
async fn somebody_takes_and_gives_back_in_the_dashboard() {
    let shop = Shop::open();
    let id = shop.held().await;

    shop.double.capture(&id, Some(600)).await.unwrap();
    let refund = shop.double.refund(&id, None).await.unwrap();

    shop.get(&format!("/v1/refunds/{refund}"), &[]).await.has("/amount", 600).has("/reason", Value::Null);
    assert!(shop.double.charge_of(&id).unwrap().is_refunded());
    assert!(shop.double.calls().iter().all(|call| call.method == "GET" || call.path == "/v1/payment_intents"));
}

#[tokio::test]
async fn a_forgotten_intent_was_never_there() {
    let shop = Shop::open();
    let (id, other) = (shop.intent().await, shop.intent().await);

    shop.double.forget(&id).unwrap();

    shop.get(&format!("/v1/payment_intents/{id}"), &[]).await.refused(404, "resource_missing");
    assert_eq!(shop.double.intents().len(), 1);
    assert_eq!(shop.double.intents()[0].id, other);
    assert!(shop.double.pay(&id, Card::visa()).await.is_err());
}

#[tokio::test]
async fn a_dropped_double_listens_no_more() {
    let shop = Shop::open();
    let (url, client) = (shop.double.url().to_owned(), shop.client.clone());
    let address: std::net::SocketAddr = url.strip_prefix("http://").unwrap().parse().unwrap();
    assert_eq!(client.get(&url).send().await.unwrap().status(), 401);

    drop(shop);

    assert!(std::net::TcpStream::connect(address).is_err());
    let next = Double::start(Settings { listen: address, ..Settings::default() }).unwrap();
    assert_eq!(next.url(), url);
}
