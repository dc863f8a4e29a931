//! What can go wrong, and whether anything was done.

use std::error::Error;
use std::io;
use std::time::Duration;

use reqwest::Method;
use wufi_stripe_double::{Call, Card, Effect, Fault, Garbage, Replay, Status, Turn};

use crate::kit::{Answer, Shop, TEN, until};

const CREATE: &str = "/v1/payment_intents";

/// What a create comes to at the socket: the status and the body, or how it failed.
async fn create(shop: &Shop) -> Result<(u16, String), reqwest::Error> {
    let call = shop.call(Method::POST, CREATE, TEN).header("idempotency-key", "k1");
    let answer = call.timeout(Duration::from_mins(1)).send().await?;
    Ok((answer.status().as_u16(), answer.text().await?))
}

/// Whether a reset is among the reasons of a failure.
fn is_reset(error: &reqwest::Error) -> bool {
    let mut reason = error.source();
    while let Some(inner) = reason {
        if inner.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::ConnectionReset) {
            return true;
        }
        reason = inner.source();
    }
    false
}

fn intents(shop: &Shop) -> usize {
    shop.double.intents().len()
}

#[tokio::test]
async fn a_status_comes_alone_or_after_the_effect() {
    let shop = Shop::open();
    for status in [429, 500, 503] {
        shop.double.fault(Call::Create, Fault::status(status), Turn::Next(1));
        assert_eq!(create(&shop).await.unwrap().0, status);
    }
    assert_eq!((intents(&shop), shop.double.webhooks().list().len()), (0, 0));

    shop.double.fault(Call::Create, Fault::status_after_effect(502), Turn::Next(1));
    assert_eq!(create(&shop).await.unwrap().0, 502);
    assert_eq!((intents(&shop), shop.double.webhooks().list().len()), (1, 1));

    // A gateway had failed: the key knows how it went.
    let again = shop.post_once("k1", CREATE, TEN).await;
    again.has("/id", shop.double.intents()[0].id.clone());
    assert_eq!(intents(&shop), 1);
}

#[tokio::test]
async fn a_failure_half_way_sticks_to_its_key() {
    let shop = Shop::open();
    for (effect, made) in [(Effect::None, 0), (Effect::Done, 1)] {
        let key = format!("{effect:?}");
        shop.double.fault(Call::Create, Fault::Status { status: 500, effect, replay: Replay::Kept }, Turn::Next(1));

        for _ in 0..2 {
            let failed = shop.post_once(&key, CREATE, TEN).await;
            assert_eq!((failed.status, failed.text("/error/type").as_str()), (500, "api_error"));
        }
        assert_eq!(intents(&shop), made);
    }
    shop.post_once("another", CREATE, TEN).await.has("/amount", 1000);
}

#[tokio::test]
async fn a_reset_leaves_nothing_behind() {
    let shop = Shop::open();
    shop.double.fault(Call::Create, Fault::Reset, Turn::Next(1));

    let failed = create(&shop).await.unwrap_err();

    assert!(is_reset(&failed), "{failed:?}");
    assert_eq!(intents(&shop), 0);
    assert_eq!(create(&shop).await.unwrap().0, 200);
}

#[tokio::test]
async fn a_lost_answer_is_found_again_by_its_key() {
    let shop = Shop::open();
    shop.double.fault(Call::Create, Fault::AnswerLost, Turn::Next(1));

    let failed = create(&shop).await.unwrap_err();

    assert!(!is_reset(&failed) && !failed.is_timeout(), "{failed:?}");
    assert_eq!(intents(&shop), 1);
    shop.post_once("k1", CREATE, TEN).await.has("/id", shop.double.intents()[0].id.clone());
    assert_eq!(intents(&shop), 1);
}

#[tokio::test]
async fn a_time_out_comes_with_and_without_effect() {
    let shop = Shop::open();
    for (effect, made) in [(Effect::None, 0), (Effect::Done, 1)] {
        // Longer than any test has patience; dropping the double ends it.
        shop.double.fault(Call::Create, Fault::TimeOut { after_ms: 3_600_000, effect }, Turn::Next(1));
        let calls = shop.double.calls().len();

        tokio::select! {
            answered = create(&shop) => panic!("{answered:?}"),
            () = until(|| shop.double.calls().len() > calls && intents(&shop) >= made) => {}
        }

        assert_eq!(intents(&shop), made);
    }
    shop.double.fault(Call::Retrieve, Fault::TimeOut { after_ms: 3_600_000, effect: Effect::Done }, Turn::Every);
    let look = shop.call(Method::GET, &format!("{CREATE}/pi_x"), &[]).timeout(Duration::from_millis(300));
    assert!(look.send().await.unwrap_err().is_timeout());
    shop.double.fault(Call::Create, Fault::TimeOut { after_ms: 1, effect: Effect::None }, Turn::Next(1));
    assert!(!create(&shop).await.unwrap_err().is_timeout(), "the connection is closed in the end");
}

#[tokio::test]
async fn garbage_is_answered_as_if_all_were_well() {
    let shop = Shop::open();
    for (shape, is_json) in
        [(Garbage::Html, false), (Garbage::Truncated, false), (Garbage::AnotherShape, true), (Garbage::Empty, false)]
    {
        for effect in [Effect::None, Effect::Done] {
            let before = intents(&shop);
            shop.double.fault(Call::Create, Fault::Garbage { shape, effect }, Turn::Next(1));
            let answer = shop.call(Method::POST, CREATE, TEN).send().await.unwrap();
            assert_eq!(answer.status(), 200);
            let body = answer.text().await.unwrap();

            assert_eq!(serde_json::from_str::<serde_json::Value>(&body).is_ok(), is_json, "{shape:?}: {body}");
            assert_eq!(intents(&shop) - before, usize::from(effect == Effect::Done));
        }
    }
}

#[tokio::test]
async fn a_huge_answer_is_huge() {
    let shop = Shop::open();
    shop.double.fault(Call::Create, Fault::Garbage { shape: Garbage::Huge, effect: Effect::Done }, Turn::Next(1));

    let (status, body) = create(&shop).await.unwrap();

    assert_eq!(status, 200);
    assert!(body.len() > 16 << 20, "{}", body.len());
    assert!(body.trim_start().starts_with(r#"{"id":"pi_"#));
}

#[tokio::test]
async fn a_redirect_leads_elsewhere_and_does_nothing() {
    let shop = Shop::open();
    let elsewhere = Shop::open();
    let to = format!("{}{CREATE}", elsewhere.double.url());
    shop.double.fault(Call::Create, Fault::Redirect { to: to.clone() }, Turn::Next(1));

    let answer = Answer::of(shop.call(Method::POST, CREATE, TEN)).await;

    assert_eq!((answer.status, answer.header("location")), (302, Some(&*to)));
    assert_eq!((intents(&shop), elsewhere.double.calls().len()), (0, 0));
}

#[tokio::test]
async fn a_slow_answer_comes_in_bytes() {
    let shop = Shop::open();
    shop.double.fault(Call::Account, Fault::Slow { pause_ms: 1 }, Turn::Next(1));

    let mut answer = shop.call(Method::GET, "/v1/account", &[]).send().await.unwrap();
    let mut pieces = Vec::new();
    while let Some(piece) = answer.chunk().await.unwrap() {
        pieces.push(piece);
    }

    // Where the machine is busy, some arrive together.
    assert!(pieces.len() > 10, "{} pieces", pieces.len());
    let whole: serde_json::Value = serde_json::from_slice(&pieces.concat()).unwrap();
    assert_eq!(whole["object"], "account");
}

#[tokio::test]
async fn a_fault_hits_its_own_kind_of_call() {
    let shop = Shop::open();
    let id = shop.held().await;
    let path = format!("{CREATE}/{id}");
    let calls = [
        Call::Update,
        Call::Retrieve,
        Call::Confirm,
        Call::Capture,
        Call::Cancel,
        Call::Refund,
        Call::List,
        Call::RetrieveCharge,
    ];
    for call in calls {
        shop.double.fault(call, Fault::status(500), Turn::Every);
    }

    for failed in [
        shop.post(&path, &[]).await,
        shop.get(&path, &[]).await,
        shop.post(&format!("{path}/confirm"), &[]).await,
        shop.post(&format!("{path}/capture"), &[]).await,
        shop.post(&format!("{path}/cancel"), &[]).await,
        shop.post("/v1/refunds", &[("payment_intent", &id)]).await,
        shop.get(CREATE, &[]).await,
        shop.get("/v1/charges/ch_x", &[]).await,
    ] {
        assert_eq!(failed.status, 500);
    }
    assert_eq!(shop.status(&id), Status::RequiresCapture);
    shop.double.clear_faults();
    shop.post(&format!("{path}/capture"), &[]).await.has("/status", "succeeded");
    assert_eq!(shop.intent().await.len(), 27);
}

#[tokio::test]
async fn a_capture_whose_answer_is_lost_has_taken_the_money() {
    let shop = Shop::open();
    let id = shop.held().await;
    shop.double.fault(Call::Capture, Fault::AnswerLost, Turn::Nth(1));
    let capture = format!("{CREATE}/{id}/capture");

    assert!(shop.call(Method::POST, &capture, &[]).send().await.is_err());

    assert_eq!(shop.status(&id), Status::Succeeded);
    shop.post(&capture, &[]).await.refused(400, "payment_intent_unexpected_state");
    let declined = shop.intent().await;
    shop.double.pay(&declined, Card::declined()).await.unwrap();
    assert_eq!(shop.double.charges().iter().map(|charge| charge.amount_captured).sum::<i64>(), 1000);
}
