//! What tests have done in the midst of calls.

use std::sync::{Arc, Mutex};

use reqwest::Method;
use tokio::runtime::Handle;
use tokio::sync::Notify;
use wufi_stripe_double::{Call, Card, Double, Settings, Status, When};

use crate::kit::{Shop, TEN, until};

#[tokio::test]
async fn before_nothing_is_done_and_after_all_is() {
    let double = Arc::new(Double::start(Settings::default()).unwrap());
    let seen = Arc::<Mutex<Vec<_>>>::default();
    for when in [When::Before, When::After] {
        let (seen, double) = (Arc::clone(&seen), Arc::clone(&double));
        double.clone().hook(Call::Capture, when, move |id| {
            let status = double.intent(id).unwrap().status;
            seen.lock().unwrap().push((when, status));
        });
    }
    let shop = Kit { double: Arc::clone(&double) };
    let id = shop.create().await;
    double.pay(&id, Card::visa()).await.unwrap();

    shop.capture(&id).await;

    assert_eq!(*seen.lock().unwrap(), [(When::Before, Status::RequiresCapture), (When::After, Status::Succeeded)]);
    // Else the hooks would keep the double alive, and it them.
    double.clear_hooks();
}

#[tokio::test]
async fn a_create_has_no_id_before_and_one_after() {
    let shop = Shop::open();
    let seen = Arc::<Mutex<Vec<String>>>::default();
    for when in [When::Before, When::After] {
        let seen = Arc::clone(&seen);
        shop.double.hook(Call::Create, when, move |id| seen.lock().unwrap().push(id.to_owned()));
    }

    let id = shop.intent().await;

    assert_eq!(*seen.lock().unwrap(), [String::new(), id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hook_may_call_the_double_meanwhile() {
    let shop = Shop::open();
    let id = shop.held().await;
    let cancel = shop.call(Method::POST, &format!("/v1/payment_intents/{id}/cancel"), &[]).build().unwrap();
    let (client, test) = (shop.client.clone(), Handle::current());
    shop.double.hook(Call::Capture, When::Before, move |_| {
        let cancelled = test.block_on(client.execute(cancel.try_clone().unwrap())).unwrap();
        assert_eq!(cancelled.status(), 200);
    });

    let late = shop.post(&format!("/v1/payment_intents/{id}/capture"), &[]).await;

    late.refused(400, "payment_intent_unexpected_state");
    assert_eq!(shop.status(&id), Status::Canceled);
}

#[tokio::test]
async fn what_has_begun_is_done_although_the_caller_has_gone() {
    let shop = Shop::open();
    let id = shop.held().await;
    let (begun, gone) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (has_begun, is_gone, test) = (Arc::clone(&begun), Arc::clone(&gone), Handle::current());
    // Waits on a thread of the double until the shop has given up.
    shop.double.hook(Call::Capture, When::Before, move |_| {
        has_begun.notify_one();
        test.block_on(is_gone.notified());
    });

    let capture = shop.call(Method::POST, &format!("/v1/payment_intents/{id}/capture"), &[]).send();
    tokio::select! {
        answered = capture => panic!("{answered:?} came before the hook was through"),
        () = begun.notified() => {}
    }
    assert_eq!(shop.status(&id), Status::RequiresCapture);
    gone.notify_one();

    until(|| shop.status(&id) == Status::Succeeded).await;
}

#[tokio::test]
async fn a_hook_that_panics_is_no_secret() {
    let shop = Shop::open();
    shop.double.hook(Call::Create, When::After, |_| panic!("this is meant to happen"));

    assert_eq!(shop.post("/v1/payment_intents", TEN).await.status, 500);
}

/// A shop that shares its double with hooks.
struct Kit {
    double: Arc<Double>,
}

impl Kit {
    async fn create(&self) -> String {
        let made = self.post("", "amount=1000&currency=eur&capture_method=manual").await;
        made["id"].as_str().unwrap().to_owned()
    }

    async fn capture(&self, id: &str) {
        assert_eq!(self.post(&format!("/{id}/capture"), "").await["status"], "succeeded");
    }

    async fn post(&self, path: &str, form: &'static str) -> serde_json::Value {
        let url = format!("{}/v1/payment_intents{path}", self.double.url());
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        client.post(url).bearer_auth("sk_test_double").body(form).send().await.unwrap().json().await.unwrap()
    }
}
