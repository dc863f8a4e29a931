//! A guest's whole purchase, as a storefront makes it.

use serde_json::{Value, json};
use wufi_domain::fault::Code;
use wufi_domain::ids::{OrderId, ProductId, RegionId, VariantId};
use wufi_flow::demo::demo_id;

use crate::kit::shopper::{line, option, tallinn, text};
use crate::kit::{Answer, Shop, Shopper};

/// 2 kg of chicken kibble: 14.90 €, 169 kr, ¥ 1 980.
const KIBBLE: &str = "SKP-KANA-2KG";
/// 400 g of puppy food: 4.49 €, 49 kr, ¥ 580.
const PUPPY: &str = "SKP-KUTS-400G";
/// Sold out.
const SALMON: &str = "SKP-LOHE-400G";

/// An amount of an answer in minor units, of which a hundred make one.
fn cents(amount: &Value) -> i64 {
    let shown = amount.as_number().unwrap().to_string();
    let (whole, part) = shown.split_once('.').unwrap_or((&shown, ""));
    format!("{whole}{part:0<2}").parse().unwrap()
}

/// The tax inside `price` at `percent`, rounded half up: by integers, unlike the shop's own way.
fn inside(price: i64, percent: i64) -> i64 {
    (2 * price * percent + 100 + percent) / (2 * (100 + percent))
}

/// That `shown` comes to these prices, each with its tax inside.
fn comes_to(shown: &Value, prices: &[i64], percent: i64) {
    let total: i64 = prices.iter().sum();
    let tax: i64 = prices.iter().map(|price| inside(*price, percent)).sum();
    assert_eq!((cents(&shown["total"]), cents(&shown["tax_total"]), cents(&shown["subtotal"])), (total, tax, total - tax));
}

async fn cart_of(shopper: &Shopper, body: Value) -> (String, Value) {
    let cart = shopper.post("/store/carts", body).await.ok()["cart"].take();
    (format!("/store/carts/{}", text(&cart["id"])), cart)
}

fn region(name: &str) -> RegionId {
    demo_id(name)
}

#[tokio::test]
async fn a_guest_buys_and_every_sum_is_the_one_on_the_price_tags() {
    let shop = Shop::open().await;
    let mari = shop.shopper();

    let (cart, _) = cart_of(&mari, json!({})).await;
    mari.post(&format!("{cart}/line-items"), line(KIBBLE, 2)).await.ok();
    mari.post(&format!("{cart}/line-items"), line(PUPPY, 3)).await.ok();
    let changes = json!({ "email": "mari@wufi.test", "shipping_address": tallinn(), "billing_address": tallinn() });
    let addressed = mari.post(&cart, changes).await.ok();
    let options = mari.get(&format!("/store/shipping-options?cart_id={}", text(&addressed["cart"]["id"]))).await.ok();
    let sent = mari.post(&format!("{cart}/shipping-methods"), json!({ "option_id": option("pakiautomaat-ee") })).await.ok();

    comes_to(&addressed["cart"], &[2 * 1_490, 3 * 449], 24);
    assert!(options["shipping_options"].as_array().unwrap().iter().any(|offered| offered["id"] == option("pakiautomaat-ee")));
    comes_to(&sent["cart"], &[2 * 1_490, 3 * 449, 299], 24);
    assert_eq!((cents(&sent["cart"]["item_total"]), cents(&sent["cart"]["shipping_total"])), (4_327, 299));

    let body = json!({ "cart_id": sent["cart"]["id"] });
    let collection = mari.post("/store/payment-collections", body).await.ok()["payment_collection"].take();
    let sessions = format!("/store/payment-collections/{}/payment-sessions", text(&collection["id"]));
    let paying = mari.post(&sessions, json!({ "provider_id": "pp_system_default" })).await.ok()["payment_collection"].take();
    assert_eq!((cents(&collection["amount"]), cents(&paying["payment_sessions"][0]["amount"])), (4_626, 4_626));

    let placed = mari.post(&format!("{cart}/complete"), json!({})).await.ok();
    assert_eq!(placed["type"], "order");
    let order = &placed["order"];
    comes_to(order, &[2 * 1_490, 3 * 449, 299], 24);
    assert_eq!((&order["email"], &order["display_id"]), (&json!("mari@wufi.test"), &json!(1)));
    let bought = |shown: &Value| -> Vec<(String, i64, i64)> {
        let items = shown["items"].as_array().unwrap().iter();
        items.map(|item| (text(&item["variant_id"]), item["quantity"].as_i64().unwrap(), cents(&item["unit_price"]))).collect()
    };
    assert_eq!(bought(order), bought(&sent["cart"]));
    let found = mari.get(&format!("/store/orders/{}", text(&order["id"]))).await.ok();
    assert_eq!((bought(&found["order"]), &found["order"]["total"]), (bought(order), &order["total"]));
}

#[tokio::test]
async fn a_second_complete_finds_the_order_and_the_cart_takes_nothing_any_more() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let cart = mari.ready_cart(&[(KIBBLE, 1)]).await;
    let held = mari.get(&cart.path("")).await.ok();
    let item = format!("/line-items/{}", text(&held["cart"]["items"][0]["id"]));

    let first = mari.post(&cart.path("/complete"), json!({})).await.ok();
    let second = mari.post(&cart.path("/complete"), json!({})).await.ok();

    assert_eq!(first, second);
    let writes = [
        mari.post(&cart.path(""), json!({ "email": "juri@wufi.test" })).await,
        mari.post(&cart.path("/line-items"), line(PUPPY, 1)).await,
        mari.post(&cart.path(&item), json!({ "quantity": 5 })).await,
        mari.delete(&cart.path(&item)).await,
        mari.post(&cart.path("/shipping-methods"), json!({ "option_id": option("kuller-ee") })).await,
        mari.post(&cart.path("/taxes"), json!({})).await,
        mari.post(&cart.sessions(), json!({ "provider_id": "pp_system_default" })).await,
    ];
    for write in writes {
        write.refused(Code::CartCompleted);
    }
    let after = mari.get(&cart.path("")).await.ok();
    assert_eq!((&after["cart"]["items"], &after["cart"]["email"]), (&held["cart"]["items"], &held["cart"]["email"]));
}

#[tokio::test]
async fn a_cart_that_moves_to_sweden_is_priced_in_kronor() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let (cart, before) = cart_of(&mari, json!({ "items": [line(KIBBLE, 2)], "shipping_address": tallinn() })).await;

    let moved = mari.post(&cart, json!({ "region_id": region("rootsi") })).await.ok();

    assert_eq!((before["currency_code"].as_str(), cents(&before["total"])), (Some("eur"), 2_980));
    assert_eq!(moved["cart"]["currency_code"], "sek");
    comes_to(&moved["cart"], &[2 * 16_900], 25);
    let country = json!({ "shipping_address": { "country_code": "ee" } });
    mari.post(&cart, country).await.refused(Code::CountryNotInRegion);
}

#[tokio::test]
async fn japan_has_no_decimals_and_its_tax_comes_on_top() {
    let shop = Shop::open().await;
    let mari = shop.shopper();

    let (cart, made) = cart_of(&mari, json!({ "region_id": region("jaapan"), "items": [line(KIBBLE, 1), line(PUPPY, 2)] })).await;
    let sent = mari.post(&format!("{cart}/shipping-methods"), json!({ "option_id": option("kuller-jp") })).await.ok();

    assert_eq!((&made["currency_code"], &made["items"][0]["unit_price"]), (&json!("jpy"), &json!(1_980)));
    // 10 % of 1 980, of 2 × 580 and of 3 500 yen.
    let sums = ["subtotal", "tax_total", "total"].map(|name| sent["cart"][name].as_i64());
    assert_eq!(sums, [Some(1_980 + 1_160 + 3_500), Some(198 + 116 + 350), Some(6_640 + 664)]);
}

#[tokio::test]
async fn texts_come_in_the_language_that_is_asked_for() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let product = format!("/store/products/{}", demo_id::<ProductId>("sookapp-kutsikatoit"));
    let (cart, estonian) = cart_of(&mari, json!({ "items": [line(PUPPY, 1)] })).await;

    let english = mari.post(&cart, json!({ "locale": "en" })).await.ok();
    let shown = mari.get(&format!("{product}?locale=en")).await;
    let refused = mari.post(&format!("{cart}/complete?locale=en"), json!({})).await;

    assert_eq!(estonian["items"][0]["product_title"], "Sookäpp kutsikatoit kalkunilihaga");
    assert_eq!(english["cart"]["items"][0]["product_title"], "Sookäpp puppy food with turkey");
    assert_eq!(shown.header("content-language"), "en");
    assert_eq!(shown.ok()["product"]["title"], "Sookäpp puppy food with turkey");
    assert_eq!(refused.header("content-language"), "en");
}

#[tokio::test]
async fn nobody_names_their_own_price_and_nobody_buys_what_is_not_there() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let (cart, _) = cart_of(&mari, json!({})).await;
    let mut cheap = line(KIBBLE, 1);
    cheap["unit_price"] = json!(0.01);

    let tampered = mari.post(&format!("{cart}/line-items"), cheap.clone()).await.refused(Code::UnknownField);
    let from_the_start = mari.post("/store/carts", json!({ "items": [cheap] })).await.refused(Code::UnknownField);

    assert_eq!(
        (&tampered["errors"][0]["path"], &from_the_start["errors"][0]["path"]),
        (&json!("unit_price"), &json!("items[0].unit_price"))
    );
    mari.post(&format!("{cart}/line-items"), line(SALMON, 1)).await.refused(Code::InsufficientInventory);
    assert_eq!(mari.get(&cart).await.ok()["cart"]["items"], json!([]));
}

#[tokio::test]
async fn what_is_unknown_and_what_is_of_another_kind_look_the_same() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let cart = mari.ready_cart(&[(KIBBLE, 1)]).await;
    let other = mari.ready_cart(&[(PUPPY, 1)]).await;
    let foreign_line = text(&mari.get(&other.path("")).await.ok()["cart"]["items"][0]["id"]);

    let answers = [
        mari.get("/store/carts/cart_00000000000000000000000000").await,
        mari.get(&format!("/store/carts/{}", demo_id::<VariantId>(KIBBLE))).await,
        mari.post("/store/carts/cart_00000000000000000000000000/complete", json!({})).await,
        mari.post(&cart.path(&format!("/line-items/{foreign_line}")), json!({ "quantity": 2 })).await,
        mari.delete(&cart.path(&format!("/line-items/{foreign_line}"))).await,
        mari.get(&format!("/store/orders/{}", demo_id::<OrderId>("none"))).await,
        mari.get("/store/nowhere").await,
    ];

    let told: Vec<Value> = answers.into_iter().map(|answer| answer.refused(Code::NotFound)).collect();
    let shape = |told: &Value| json!([told["type"], told["code"], told["message"], told.as_object().unwrap().len()]);
    assert!(told.iter().all(|one| shape(one) == shape(&told[0])), "{told:#?}");
}

/// What every answer wears, and once.
fn is_dressed(answer: &Answer) {
    let worn = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("x-xss-protection", "1; mode=block"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-site"),
        ("cross-origin-opener-policy", "same-origin"),
        ("content-type", "application/json; charset=utf-8"),
    ];
    for (name, value) in worn {
        assert_eq!(answer.header(name), value, "{name}");
    }
    assert!(!answer.header("permissions-policy").is_empty());
    assert!(answer.header("x-request-id").starts_with("req_"), "{}", answer.header("x-request-id"));
    assert!(answer.headers.get("server").is_none() && answer.headers.get("x-powered-by").is_none());
}

#[tokio::test]
async fn every_answer_is_dressed_carts_are_kept_by_nobody_and_the_catalogue_for_a_minute() {
    let shop = Shop::open().await;
    let mari = shop.shopper();
    let cart = mari.ready_cart(&[(KIBBLE, 1)]).await;

    let personal = [
        mari.get(&cart.path("")).await,
        mari.post(&cart.path("/complete"), json!({})).await,
        mari.post("/store/carts", json!([])).await,
        mari.get("/store/nowhere").await,
    ];
    let public = mari.get("/store/products?limit=1").await;
    let tag = public.header("etag").to_owned();
    let again = mari.send(mari.request(reqwest::Method::GET, "/store/products?limit=1").header("if-none-match", &tag)).await;

    for answer in &personal {
        is_dressed(answer);
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    is_dressed(&public);
    assert_eq!(public.header("cache-control"), "public, max-age=60");
    assert_eq!((again.status, again.header("etag"), &again.json), (304, tag.as_str(), &Value::Null));
}
