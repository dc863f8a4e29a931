//! How many series there are, and what may stand in their labels.

use std::collections::BTreeSet;

use serde_json::json;
use wufi_api::meters::Meters;
use wufi_api::policy::Verb;
use wufi_api::routes::table;
use wufi_domain::audit::Event;
use wufi_domain::chance::Chance;
use wufi_domain::enforcement::Enforcement;
use wufi_domain::limit::Class;
use wufi_domain::session::Profile;
use wufi_store::admin::invariants;

use super::{CSRF, GUEST, labels, series};
use crate::kit::{PASSWORD, Shop, address, shop, shop_of};

/// How many are sent. With 100,000 it is as true, and takes most of a minute.
const COUNT: usize = 10_000;

/// A path that nobody has asked for before: under a known one, or anywhere.
fn random_path(chance: &Chance) -> String {
    let word = chance.bytes::<8>().map(|byte| format!("{byte:02x}")).concat();
    match chance.bytes::<1>()[0] % 5 {
        0 => format!("/{word}"),
        1 => format!("/store/carts/cart_{:0>26}", word.to_uppercase()),
        2 => format!("/store/carts/{word}/line-items/{word}"),
        3 => format!("/store/products/{word}?q={word}"),
        _ => format!("/metrics/{{{word}}}"),
    }
}

#[tokio::test]
async fn random_paths_methods_and_names_add_no_series() {
    let shop = shop().await;
    let chance = Chance::seeded(9_464);
    let methods = ["GET", "POST", "DELETE", "PUT"];
    // Once each of what such a request can come to.
    let ask = async |path: &str, method: &str| {
        shop.ask(method, path).await;
    };
    for path in ["/x", "/store/carts/cart_00000000000000000000000000", "/store/carts/x/line-items/x", "/store/products/x"] {
        for method in methods.into_iter().chain(["MAKE"]) {
            ask(path, method).await;
        }
    }
    let before: BTreeSet<String> = series(&shop).into_keys().collect();

    for nth in 0..COUNT {
        let method = if nth % 7 == 0 {
            format!("M{}", chance.bytes::<3>().map(|byte| byte.to_string()).concat())
        } else {
            methods[nth % 4].to_owned()
        };
        ask(&random_path(&chance), &method).await;
        if nth % 1_000 == 0 {
            shop.app.meters.upkeep();
        }
    }

    let after = series(&shop);
    let total: u64 = after.iter().filter(|(name, _)| name.starts_with("http_requests_total{")).map(|(_, count)| count).sum();
    assert_eq!(total, u64::try_from(COUNT + 20).unwrap());
    assert_eq!(after.into_keys().collect::<BTreeSet<_>>(), before);
}

/// Whether a label's value can stand there.
fn is_a_word(label: &str, word: &str, templates: &BTreeSet<&str>) -> bool {
    match label {
        "route" => templates.contains(word),
        "le" => word == "+Inf" || word.parse::<f64>().is_ok(),
        "status" => word == "other" || (word.len() == 3 && word.parse::<u16>().is_ok()),
        "method" => ["GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS", "other"].contains(&word),
        "policy" => Class::ALL.iter().any(|class| class.name() == word),
        "outcome" => ["granted", "refused", "observed"].contains(&word),
        "actor" => ["customer", "user"].contains(&word),
        "event" => Event::ALL.iter().any(|event| event.name() == word),
        "invariant" => invariants::names().any(|name| name == word),
        "reason" | "result" | "action" | "asked" | "class" => word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
        _ => false,
    }
}

/// A journey of somebody with an account, a cart, an address and mistakes; the cart's id.
async fn journey(shop: &Shop) -> String {
    let told = shop.get("/store/csrf").await.ok();
    let (guest, csrf) = (told.text("guest_token"), told.text("csrf_token"));
    let typed = json!({ "email": address("mari"), "password": PASSWORD });
    let post = |path: &str| shop.post(path).header(GUEST, &guest).header(CSRF, &csrf);
    let made = post("/store/carts").json(json!({})).await.ok().json()["cart"]["id"].as_str().unwrap().to_owned();
    shop.get(&format!("/store/carts/{made}")).header(GUEST, &guest).await.ok();
    post(&format!("/store/carts/{made}")).json(json!({ "email": address("mari") })).await.ok();
    shop.get(&format!("/store/carts/{made}")).at("203.0.113.77").await;
    let registered = post("/auth/customer/emailpass/register").json(typed.clone()).await.ok();
    post("/store/customers").bearer(&registered.text("token")).json(json!({})).await.ok();
    post("/auth/customer/emailpass").json(typed).await.ok();
    post("/auth/customer/emailpass").json(json!({ "email": address("juri"), "password": "vale parool" })).await;
    shop.get("/store/products?q=mari%40wufi.ee").await.ok();
    for route in table().into_iter().filter(|route| route.verb == Verb::Get) {
        shop.get(&route.path.replace("{id}", &made).replace("{file}", "mari.svg")).await;
    }
    made
}

#[tokio::test]
async fn no_label_says_who_asked_or_for_what() {
    let shop = shop_of(Profile::Strict, Enforcement::Enforce).await;
    let made = journey(&shop).await;

    let templates: BTreeSet<&str> = table().iter().map(|route| route.path).chain(["none"]).collect();
    let series = series(&shop);
    assert!(series.len() > 300, "{}", series.len());
    for name in series.keys() {
        let family = name.split('{').next().unwrap();
        let known = |known: &str| ["", "_bucket", "_sum", "_count"].iter().any(|end| family == format!("{known}{end}"));
        assert!(Meters::families().iter().any(|of| known(of.name)), "{name}");
        for (label, word) in labels(name) {
            assert!(is_a_word(label, word, &templates), "{label}={word} in {name}");
        }
        for secret in [made.as_str(), "mari", "juri", "203.0.113", "192.0.2", "@"] {
            assert!(!name.contains(secret), "{name}");
        }
    }
}
