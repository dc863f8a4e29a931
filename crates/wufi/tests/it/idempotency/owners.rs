//! Whose a key is: of one caller, for one method and path.

use reqwest::Method;
use serde_json::json;
use wufi_domain::fault::Code;

use super::{KIBBLE, cart, carts, change, count, customer, is_replayed, kibble};
use crate::kit::Shop;
use crate::kit::server::UNLIMITED;
use crate::kit::shopper::{line, text};

const MEDUSA: (&str, &str) = ("WUFI_SECURITY__PROFILE", "medusa");

#[tokio::test]
async fn one_key_of_two_guests_is_two_keys() {
    let shop = Shop::open().await;
    let (mari, juri) = (shop.shopper(), shop.shopper());

    let his = juri.post_under("1", "/store/carts", json!({ "email": "juri@wufi.test" })).await;
    let hers = mari.post_under("1", "/store/carts", json!({ "email": "mari@wufi.test" })).await;

    assert!(!is_replayed(&hers) && !is_replayed(&his));
    assert_eq!(
        (hers.ok()["cart"]["email"].clone(), his.ok()["cart"]["email"].clone()),
        (json!("mari@wufi.test"), json!("juri@wufi.test"))
    );
    assert_eq!(carts(&shop).await, 2);
}

#[tokio::test]
async fn one_key_of_a_guest_and_of_the_customer_whom_they_log_in_as_is_two_keys() {
    let shop = Shop::open().await;
    let guest = shop.shopper();
    let (mari, juri) = (customer(&guest).await, customer(&guest).await);

    for shopper in [&guest, &mari, &juri] {
        assert!(!is_replayed(&shopper.post_under("1", "/store/carts", json!({})).await));
    }

    assert_eq!(carts(&shop).await, 3);
    // In another tab, as another guest, with the same login: the same customer.
    assert!(is_replayed(&mari.as_another_guest().post_under("1", "/store/carts", json!({})).await));
}

#[tokio::test]
async fn one_key_on_two_paths_or_with_two_methods_or_queries_is_many_keys() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let cart = cart(&mari).await;
    let added = mari.post_under("1", &format!("{cart}/line-items"), line(KIBBLE, 1)).await.ok();
    let path = format!("{cart}/line-items/{}", text(&added["cart"]["items"][0]["id"]));

    let answers = [
        mari.post_under("1", &format!("{cart}/line-items?fields=id"), line(KIBBLE, 1)).await,
        mari.post_under("1", &path, json!({})).await,
        mari.post_under("1", &cart, json!({})).await,
        mari.send(mari.request(Method::DELETE, &path).header("idempotency-key", "1")).await,
    ];

    assert!(answers.iter().all(|answer| !is_replayed(answer)));
    assert_eq!(count(&shop.db, "SELECT COUNT(*) FROM idempotency").await, 5);
}

#[tokio::test]
async fn nobody_has_a_key_where_the_path_names_nothing() {
    let shop = Shop::open_as(&[UNLIMITED, MEDUSA]).await;
    let nobody = shop.shopper();
    let ask = async |path: &str, body| {
        let request = nobody.request(Method::POST, path).header("idempotency-key", "1").json(&body);
        crate::kit::Answer::read(request.send().await.unwrap()).await
    };

    let refused = ask("/store/carts", json!({})).await;
    assert_eq!(refused.paths(), ["Idempotency-Key"]);
    refused.refused(Code::InvalidField);
    ask("/store/payment-collections", json!({ "cart_id": "cart_00000000000000000000000000" })).await.refused(Code::InvalidField);
    assert_eq!(carts(&shop).await, 0);

    let request = nobody.request(Method::POST, "/store/carts").json(&json!({}));
    let made = crate::kit::Answer::read(request.send().await.unwrap()).await.ok();
    let path = format!("/store/carts/{}/line-items", text(&made["cart"]["id"]));
    assert!(!is_replayed(&ask(&path, kibble()).await));
    assert!(is_replayed(&ask(&path, kibble()).await));
}

#[tokio::test]
async fn what_was_said_of_a_cart_is_closed_to_whoever_the_cart_is_closed_to() {
    let shop = Shop::open_as(&[UNLIMITED, MEDUSA]).await;
    let nobody = shop.shopper();
    let ask = async |path: &str, body| {
        let request = nobody.request(Method::POST, path).header("idempotency-key", "1").json(&body);
        crate::kit::Answer::read(request.send().await.unwrap()).await
    };
    let request = nobody.request(Method::POST, "/store/carts").json(&json!({}));
    let made = crate::kit::Answer::read(request.send().await.unwrap()).await.ok();
    let cart = format!("/store/carts/{}", text(&made["cart"]["id"]));
    ask(&cart, json!({ "email": "mari@wufi.test" })).await.ok();

    customer(&shop.shopper()).await.post(&format!("{cart}/customer"), json!({})).await.ok();

    ask(&cart, json!({ "email": "mari@wufi.test" })).await.refused(Code::NotFound);
}

#[tokio::test]
async fn what_was_said_of_an_order_is_closed_once_it_went_to_somebody_else() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let cart = mari.ready_cart(&[(KIBBLE, 1)]).await;
    let by_path = async || mari.post_under("1", &cart.path("/complete"), json!({})).await;
    let by_body = async || mari.post_under("1", "/store/payment/complete", json!({ "cart_id": cart.id })).await;
    let sessions = async || mari.post_under("1", &cart.sessions(), json!({ "provider_id": "pp_system_default" })).await;
    sessions().await.ok();
    assert_eq!(by_path().await.ok()["order"]["id"], by_body().await.ok()["order"]["id"]);
    assert!(is_replayed(&by_path().await) && is_replayed(&by_body().await) && is_replayed(&sessions().await));

    change(&shop.db, "UPDATE cart SET owner_kind = 'customer', owner_ref = 'cus_juri'").await;

    by_path().await.refused(Code::NotFound);
    by_body().await.refused(Code::NotFound);
    sessions().await.refused(Code::NotFound);
}
