//! The demo shop, served.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use reqwest::{Client, Method, StatusCode};
use serde_json::Value;
use wufi_api::policy::{Verb, Who};
use wufi_api::routes::table;

use crate::kit;
use crate::shop::Shop;

/// A program that serves; it ends with this value.
struct Serving {
    child: Child,
    /// What it said at its start.
    said: Vec<String>,
}

impl Serving {
    /// Starts the program and reads what it says, up to the last line of the invitation.
    fn start(shop: &Shop) -> Self {
        let mut command = shop.command(&["serve", "--demo"]);
        command.env("WUFI_SERVER__LISTEN", "127.0.0.1:0").stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut said = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            let is_last = line.contains("/store/carts");
            said.push(line);
            if is_last {
                break;
            }
        }
        Self { child, said }
    }

    /// The last word of the first line that has `text` in it.
    fn told(&self, text: &str) -> &str {
        self.said.iter().find(|line| line.contains(text)).and_then(|line| line.split_whitespace().last()).unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[tokio::test]
async fn what_the_demo_says_at_its_start_works_when_pasted() {
    let shop = Shop::open().await;
    let serving = Serving::start(&shop);
    let (url, key) = (serving.told("listens on"), serving.told("publishable key"));
    let client = Client::new();

    let health = client.get(format!("{url}/health")).send().await.unwrap();
    let products = client.get(format!("{url}/store/products?limit=3")).header("x-publishable-api-key", key).send().await.unwrap();
    let keyless = client.get(format!("{url}/store/products")).send().await.unwrap();

    assert_eq!(health.text().await.unwrap(), "OK");
    assert_eq!(keyless.status(), StatusCode::BAD_REQUEST);
    let page: Value = products.json().await.unwrap();
    let shown = page.get("products").and_then(Value::as_array).unwrap();
    assert_eq!(shown.len(), 3);

    let picture = shown.iter().find_map(|product| product.get("thumbnail")?.as_str()).unwrap();
    let drawn = client.get(picture).send().await.unwrap();
    assert_eq!(drawn.headers().get("content-type").unwrap(), "image/svg+xml");
    assert_eq!(drawn.headers().get("cross-origin-resource-policy").unwrap(), "cross-origin");
    assert_eq!(drawn.headers().get_all("cache-control").iter().count(), 1);
}

#[tokio::test]
async fn the_line_that_makes_a_cart_makes_one_in_the_region_that_it_names() {
    let shop = Shop::open().await;
    let serving = Serving::start(&shop);
    let (url, key) = (serving.told("listens on"), serving.told("publishable key"));
    let line = serving.said.iter().find(|line| line.contains("/store/carts")).unwrap();
    let body = line.split('\'').find(|part| part.starts_with('{')).unwrap();
    let asked: Value = serde_json::from_str(body).unwrap();

    let said = |name: &str| line.split(&format!("{name}: ")).nth(1).and_then(|rest| rest.split('\'').next()).unwrap();

    let request = Client::new().post(format!("{url}/store/carts")).header("x-publishable-api-key", key);
    let request = request.header("wufi-guest", said("wufi-guest")).header("x-csrf-token", said("x-csrf-token"));
    let answer = request.header("content-type", "application/json").body(body.to_owned()).send().await.unwrap();

    assert_eq!(answer.status(), StatusCode::OK);
    let made: Value = answer.json().await.unwrap();
    assert_eq!(made.pointer("/cart/region_id"), asked.get("region_id"));
}

#[tokio::test]
async fn a_key_made_while_the_shop_is_served_opens_it_within_seconds() {
    let shop = Shop::open().await;
    let serving = Serving::start(&shop);
    let url = format!("{}/store/regions", serving.told("listens on"));
    let key = shop.done(&["apikey", "create", "--kind", "publishable", "--title", "Teine pood"]);

    let mut status = StatusCode::BAD_REQUEST;
    for _ in 0..50 {
        status = Client::new().get(&url).header("x-publishable-api-key", key.trim()).send().await.unwrap().status();
        if status == StatusCode::OK {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }

    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn what_anybody_may_ask_for_comes_as_the_media_type_that_is_described() {
    let shop = kit::Shop::open().await;
    for route in table().into_iter().filter(|route| route.who == Who::Anyone && route.verb == Verb::Get) {
        let path = route.path.replace("{file}", "sookapp-kuivtoit-kanalihaga.svg");

        let answer = shop.shopper().request(Method::GET, &path).send().await.unwrap();

        let media = answer.headers().get("content-type").unwrap().to_str().unwrap();
        assert_eq!((answer.status(), media.split(';').next()), (StatusCode::OK, Some(route.media)), "{path}");
    }
}
