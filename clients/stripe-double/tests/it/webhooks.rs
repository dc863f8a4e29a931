//! Webhooks: that they come, and all the ways in which they can.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use wufi_stripe_double::{Call, Card, Clock, Copies, Order, Settings, Signing, Timing, When};

use crate::kit::{Shop, TEN};
use crate::receiver::Receiver;

async fn open() -> (Shop, Receiver) {
    let (shop, receiver) = (Shop::open(), Receiver::open().await);
    shop.double.webhooks().send_to(&receiver.url);
    (shop, receiver)
}

#[tokio::test]
async fn each_step_of_a_payment_is_told() {
    let (shop, receiver) = open().await;
    let id = shop.paid().await;
    shop.double.refund(&id, Some(100)).await.unwrap();
    shop.double.dispute(&id).await.unwrap();
    let cancelled = shop.held().await;
    shop.double.cancel(&cancelled).await.unwrap();
    let failed = shop.intent().await;
    shop.double.pay(&failed, Card::declined()).await.unwrap();
    shop.double.pay(&failed, Card::challenged()).await.unwrap();
    let slow = shop.intent().await;
    shop.double.pay(&slow, Card::processing()).await.unwrap();
    shop.double.webhooks().settled().await;

    let told = |id: &str| -> Vec<_> {
        let of = |hook: &serde_json::Value| {
            let object = &hook["data"]["object"];
            object["id"] == id || object["payment_intent"] == id
        };
        receiver.webhooks().iter().filter(|hook| of(&hook.json())).map(crate::receiver::Webhook::kind).collect()
    };
    assert_eq!(
        told(&id),
        [
            "payment_intent.created",
            "charge.succeeded",
            "payment_intent.amount_capturable_updated",
            "charge.captured",
            "payment_intent.succeeded",
            "charge.refunded",
            "refund.created",
            "charge.dispute.created",
        ]
    );
    assert_eq!(told(&cancelled)[3..], ["charge.refunded", "payment_intent.canceled"]);
    assert_eq!(told(&failed)[1..], ["charge.failed", "payment_intent.payment_failed", "payment_intent.requires_action"]);
    assert_eq!(told(&slow)[1..], ["payment_intent.processing"]);
}

#[tokio::test]
async fn an_event_has_the_shape_of_stripes_and_names_the_call_that_it_came_of() {
    let (shop, receiver) = open().await;
    let made = shop.post_once("k1", "/v1/payment_intents", TEN).await;
    shop.double.webhooks().settled().await;

    let [hook] = receiver.webhooks().try_into().unwrap();
    let event = hook.json();
    assert_eq!(event["object"], "event");
    assert!(event["id"].as_str().unwrap().starts_with("evt_"));
    assert_eq!((&event["type"], &event["livemode"]), (&json!("payment_intent.created"), &json!(false)));
    assert_eq!(event["data"]["object"], made.body);
    assert_eq!(event["request"], json!({ "id": made.header("request-id"), "idempotency_key": "k1" }));
    assert_eq!(event["api_version"], "2024-06-20");
    assert_eq!(shop.double.webhooks().list()[0].subject(), made.text("/id"));
}

#[tokio::test]
async fn the_signature_is_over_the_very_bytes() {
    let (shop, receiver) = open().await;
    shop.intent().await;
    shop.double.webhooks().settled().await;

    let [hook] = receiver.webhooks().try_into().unwrap();
    let signature = hook.signature.unwrap();
    let at: i64 = signature.strip_prefix("t=").unwrap().split(',').next().unwrap().parse().unwrap();
    assert_eq!(signature, shop.double.webhooks().sign(&hook.body, at));
    assert_ne!(signature, shop.double.webhooks().sign(&hook.body, at + 1));
    assert_ne!(signature, shop.double.webhooks().sign(b"{}", at));
}

#[tokio::test]
async fn signatures_can_be_wrong_in_every_way() {
    let settings = Settings { clock: Clock::told_by(|| 1_000_000), ..Settings::default() };
    let (shop, receiver) = (Shop::with(settings), Receiver::open().await);
    let webhooks = shop.double.webhooks();
    webhooks.send_to(&receiver.url);
    for signing in [Signing::WrongSecret, Signing::Stale(301), Signing::Rolled, Signing::Missing] {
        webhooks.configure(|delivery| delivery.signing = signing);
        shop.intent().await;
        webhooks.settled().await;
    }

    let hooks = receiver.webhooks();
    let [wrong, stale, rolled, missing] = hooks.as_slice() else { panic!("{}", hooks.len()) };
    let at = |hook: &crate::receiver::Webhook| -> i64 {
        let signature = hook.signature.clone().unwrap();
        signature[2..].split(',').next().unwrap().parse().unwrap()
    };
    let right = |hook: &crate::receiver::Webhook| webhooks.sign(&hook.body, at(hook));
    assert_ne!(wrong.signature, Some(right(wrong)));
    assert_eq!(stale.signature, Some(right(stale)));
    assert_eq!((at(wrong), at(stale)), (1_000_000, 999_699));
    let (_, v1) = right(rolled).split_once(',').map(|(t, v1)| (t.to_owned(), v1.to_owned())).unwrap();
    let signature = rolled.signature.clone().unwrap();
    assert_eq!(signature.matches("v1=").count(), 2);
    assert!(signature.ends_with(&v1) && signature != right(rolled));
    assert_eq!(missing.signature, None);
}

#[tokio::test]
async fn what_is_not_taken_is_tried_again_and_given_up_in_the_end() {
    let (shop, receiver) = open().await;
    let webhooks = shop.double.webhooks();
    webhooks.configure(|delivery| (delivery.retries, delivery.retry_pause) = (2, Duration::from_millis(1)));

    receiver.answer(&[500, 302]);
    shop.intent().await;
    webhooks.settled().await;
    let statuses: Vec<_> = webhooks.delivered().iter().map(|one| (one.status, one.is_taken())).collect();
    assert_eq!(statuses, [(Some(500), false), (Some(302), false), (Some(200), true)]);
    let bodies: Vec<_> = receiver.webhooks().into_iter().map(|hook| hook.body).collect();
    assert!(bodies.windows(2).all(|two| two[0] == two[1]), "a retry is the same event");

    receiver.answer(&[500; 9]);
    shop.intent().await;
    webhooks.settled().await;
    assert_eq!(receiver.webhooks().len(), 6);
}

#[tokio::test]
async fn a_shop_that_is_down_is_tried_again() {
    let shop = Shop::open();
    let webhooks = shop.double.webhooks();
    webhooks.configure(|delivery| (delivery.retries, delivery.retry_pause) = (1, Duration::from_millis(1)));
    let dead = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    webhooks.send_to(&format!("http://{dead}/"));

    shop.intent().await;
    webhooks.settled().await;

    assert_eq!(webhooks.delivered().iter().map(|one| one.status).collect::<Vec<_>>(), [None, None]);
}

#[tokio::test]
async fn webhooks_come_twice_one_by_one_or_together() {
    for (copies, most) in [(Copies::InTurn(3), 1), (Copies::AtOnce(3), 3)] {
        let (shop, receiver) = open().await;
        shop.double.webhooks().configure(|delivery| (delivery.copies, delivery.retries) = (copies, 0));
        receiver.gather(most);

        shop.intent().await;
        shop.double.webhooks().settled().await;

        assert_eq!(receiver.webhooks().len(), 3);
        assert_eq!(receiver.most_at_once(), most);
        let ids: Vec<_> = receiver.webhooks().iter().map(|hook| hook.json()["id"].clone()).collect();
        assert!(ids.iter().all(|id| *id == ids[0]));
    }
}

#[tokio::test]
async fn held_ones_come_when_they_are_let_go_and_in_reverse_if_so_wished() {
    let (shop, receiver) = open().await;
    let webhooks = shop.double.webhooks();
    webhooks.configure(|delivery| (delivery.timing, delivery.order) = (Timing::Held, Order::NewestFirst));
    shop.paid().await;
    webhooks.settled().await;
    assert!(receiver.webhooks().is_empty());

    webhooks.deliver().await;

    let mut happened: Vec<_> = webhooks.list().into_iter().map(|event| event.kind).collect();
    happened.reverse();
    assert_eq!(receiver.kinds(), happened);
    assert_eq!(happened.len(), 5);
    webhooks.deliver().await;
    assert_eq!(receiver.webhooks().len(), 5);
}

#[tokio::test]
async fn what_waits_is_hurried_and_the_newest_overtakes_it() {
    let (shop, receiver) = open().await;
    let webhooks = shop.double.webhooks();
    webhooks.configure(|delivery| {
        (delivery.timing, delivery.order) = (Timing::After(Duration::from_hours(1)), Order::NewestFirst);
    });

    let id = shop.intent().await;
    shop.double.pay(&id, Card::visa()).await.unwrap();
    assert!(receiver.webhooks().is_empty());
    webhooks.deliver().await;

    assert_eq!(receiver.kinds(), ["payment_intent.amount_capturable_updated", "charge.succeeded", "payment_intent.created"]);
}

#[tokio::test]
async fn a_webhook_can_be_there_before_the_answer() {
    let (shop, receiver) = open().await;
    shop.double.webhooks().configure(|delivery| delivery.timing = Timing::BeforeAnswer);

    shop.intent().await;

    // Not only sent, but answered, which takes this shop a while.
    assert_eq!(shop.double.webhooks().delivered().len(), 1);
    assert_eq!(receiver.kinds(), ["payment_intent.created"]);
}

#[tokio::test]
async fn after_the_effect_and_before_the_webhook_there_is_the_hook() {
    let (shop, receiver) = open().await;
    shop.double.webhooks().configure(|delivery| delivery.timing = Timing::BeforeAnswer);
    let (told, heard) = std::sync::mpsc::channel();
    let (told, seen) = (std::sync::Mutex::new(told), std::sync::Arc::new(receiver));
    let receiver = std::sync::Arc::clone(&seen);
    shop.double.hook(Call::Create, When::After, move |_| told.lock().unwrap().send(seen.webhooks().len()).unwrap());

    shop.intent().await;

    assert_eq!((heard.recv().unwrap(), receiver.webhooks().len()), (0, 1));
}

#[tokio::test]
async fn lost_ones_never_come_but_have_happened() {
    let (shop, receiver) = open().await;
    let webhooks = shop.double.webhooks();
    webhooks.configure(|delivery| delivery.lost = vec!["payment_intent.created".to_owned(), "charge.succeeded".to_owned()]);
    shop.held().await;
    webhooks.settled().await;
    assert_eq!(receiver.kinds(), ["payment_intent.amount_capturable_updated"]);
    assert_eq!(webhooks.list().len(), 3);

    webhooks.configure(|delivery| delivery.lost = vec!["*".to_owned()]);
    shop.intent().await;
    webhooks.settled().await;
    assert_eq!(receiver.webhooks().len(), 1);

    let lost = webhooks.list()[0].id.clone();
    assert_eq!(webhooks.resend(&lost).await.unwrap(), Some(200));
    assert_eq!(receiver.kinds()[1], "payment_intent.created");
    assert!(webhooks.resend("evt_x").await.is_err());
}

#[tokio::test]
async fn a_webhook_tells_how_it_was_when_it_happened() {
    let (shop, receiver) = open().await;
    let webhooks = shop.double.webhooks();
    webhooks.configure(|delivery| delivery.timing = Timing::Held);
    let id = shop.held().await;
    shop.call(Method::POST, &format!("/v1/payment_intents/{id}/cancel"), &[]).send().await.unwrap();

    webhooks.deliver().await;

    let capturable = receiver.webhooks()[2].json();
    assert_eq!(capturable["data"]["object"]["status"], "requires_capture");
    assert_eq!(receiver.webhooks()[4].json()["data"]["object"]["status"], "canceled");
}
