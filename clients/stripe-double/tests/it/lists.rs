//! Lists, page by page.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use wufi_stripe_double::{Clock, Settings};

use crate::kit::{Answer, Shop, TEN};

fn ids(page: &Answer) -> Vec<String> {
    page.at("/data").as_array().unwrap().iter().map(|intent| intent["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn pages_follow_each_other_from_the_newest_on_and_back() {
    let shop = Shop::open();
    let mut made = Vec::new();
    for _ in 0..5 {
        made.insert(0, shop.intent().await);
    }
    let path = "/v1/payment_intents";

    let first = shop.get(path, &[("limit", "2")]).await;
    first.has("/object", "list").has("/has_more", true).has("/url", path);
    assert_eq!(ids(&first), made[..2]);
    let last = shop.get(path, &[("limit", "3"), ("starting_after", &made[1])]).await;
    last.has("/has_more", false);
    assert_eq!(ids(&last), made[2..]);
    let back = shop.get(path, &[("limit", "2"), ("ending_before", &made[3])]).await;
    back.has("/has_more", true);
    assert_eq!(ids(&back), made[1..3]);
    assert_eq!(ids(&shop.get(path, &[]).await), made);
    let expanded = shop.get(path, &[("expand[]", "data.latest_charge")]).await;
    assert_eq!(expanded.status, 200);
}

#[tokio::test]
async fn a_list_can_be_of_a_time_or_of_a_customer() {
    let now = Arc::new(AtomicI64::new(1_000));
    let clock = Arc::clone(&now);
    let shop = Shop::with(Settings { clock: Clock::told_by(move || clock.load(Ordering::SeqCst)), ..Settings::default() });
    let old = shop.intent().await;
    now.store(2_000, Ordering::SeqCst);
    let customer = shop.post("/v1/customers", &[]).await.text("/id");
    let new = shop.post("/v1/payment_intents", &[TEN, &[("customer", &*customer)]].concat()).await.text("/id");

    let path = "/v1/payment_intents";
    assert_eq!(ids(&shop.get(path, &[("created[gte]", "2000")]).await), std::slice::from_ref(&new));
    assert_eq!(ids(&shop.get(path, &[("created[gt]", "999"), ("created[lt]", "2000")]).await), [old]);
    assert_eq!(ids(&shop.get(path, &[("customer", &*customer)]).await), [new]);
    assert!(ids(&shop.get(path, &[("created[lte]", "999")]).await).is_empty());
}

#[tokio::test]
async fn a_page_that_cannot_be_is_refused() {
    let shop = Shop::open();
    for (name, value) in [("limit", "0"), ("limit", "101"), ("limit", "x"), ("starting_after", "pi_x"), ("created[on]", "1")] {
        assert_eq!(shop.get("/v1/payment_intents", &[(name, value)]).await.status, 400, "{name}={value}");
    }
}

#[tokio::test]
async fn thousands_of_intents_are_no_burden() {
    let shop = Shop::open();
    let mut making = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (client, url) = (shop.client.clone(), format!("{}/v1/payment_intents", shop.double.url()));
        making.spawn(async move {
            for _ in 0..150 {
                let call = client.post(&url).bearer_auth("sk_test_double").body("amount=1000&currency=eur");
                assert_eq!(call.send().await.unwrap().status(), 200);
            }
        });
    }
    making.join_all().await;

    assert_eq!(shop.double.intents().len(), 3_000);
    let mut seen = 0;
    let mut after = String::new();
    loop {
        let rest = [("limit", "100"), ("starting_after", &*after)];
        let page = shop.get("/v1/payment_intents", if after.is_empty() { &rest[..1] } else { &rest }).await;
        seen += ids(&page).len();
        if page.at("/has_more") == false {
            break;
        }
        after = ids(&page).pop().unwrap();
    }
    assert_eq!(seen, 3_000);
}
