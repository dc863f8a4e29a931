//! What each route takes when nothing is wrong: where bad input starts from.
//!
//! A route or a field of a body that is missing here fails the test, so that no
//! new one goes without being attacked.

use serde_json::{Value, json};
use wufi_api::app::App;
use wufi_api::policy::{Route, Takes, Verb};
use wufi_api::routes::table;
use wufi_domain::ids::{CategoryId, CollectionId, LocationId, ProductId, RegionId, SalesChannelId, TagId, TypeId};
use wufi_flow::demo::demo_id;

use super::people::{self, Person};
use crate::kit::shopper::{Cart, line, option, tallinn, text};
use crate::kit::{Shop, Shopper};

/// A route with everything that it needs.
pub(crate) struct Case {
    pub(crate) route: Route<App>,
    /// The path with real ids in it.
    pub(crate) path: String,
    /// A body that it takes; `{}` when it takes none.
    pub(crate) body: Value,
    /// Whoever calls it, with all that they can prove.
    pub(crate) caller: Shopper,
}

/// Whose ids stand in the paths.
struct Things {
    /// Whose cart and order it is.
    shopper: Shopper,
    cart: Cart,
    line: String,
    order: String,
    /// What the shop's own people work on.
    work: Work,
    person: Person,
}

/// The parts of an order that staff work on.
#[derive(Default)]
struct Work {
    payment: String,
    line: String,
    fulfillment: String,
}

impl Things {
    /// The shopper, logged in where the route asks for it.
    fn caller(&self) -> Shopper {
        self.person.token.as_ref().map_or_else(|| self.shopper.clone(), |token| self.shopper.bearing(token))
    }
}

/// Every route that changes something, each with a cart of its own that is ready to become an order.
pub(crate) async fn writing(shop: &Shop) -> Vec<Case> {
    let mut cases = Vec::new();
    // What takes bytes of any kind is attacked where their signature is.
    for route in table().into_iter().filter(|route| route.takes == Takes::Json) {
        let things = things(shop, &route).await;
        let body = good_body(&route, &things);
        knows_every_field(&route, &body);
        cases.push(Case { path: filled(&route, &things), body, caller: things.caller(), route });
    }
    cases
}

/// Every route that reads.
pub(super) async fn reading(shop: &Shop) -> Vec<Case> {
    let mut cases = Vec::new();
    for route in table().into_iter().filter(|route| route.verb == Verb::Get) {
        let things = things(shop, &route).await;
        cases.push(Case { path: filled(&route, &things), body: Value::Null, caller: things.caller(), route });
    }
    cases
}

async fn things(shop: &Shop, route: &Route<App>) -> Things {
    let shopper = shop.shopper();
    let cart = shopper.ready_cart(&[("SKP-KANA-2KG", 2)]).await;
    let line = text(&shopper.get(&cart.path("")).await.ok()["cart"]["items"][0]["id"]);
    let bought = shopper.ready_cart(&[("SKP-KANA-2KG", 1)]).await;
    let order = text(&shopper.post(&bought.path("/complete"), json!({})).await.ok()["order"]["id"]);
    let person = people::caller(shop, route, (&shopper, &order)).await;
    let work =
        if route.path.starts_with("/admin/") { work(&shopper, &person, (route.path, &order)).await } else { Work::default() };
    Things { shopper, cart, line, order, work, person }
}

/// The parts of an order, got as far as a route of staff's needs it.
async fn work(shopper: &Shopper, person: &Person, (path, order): (&str, &str)) -> Work {
    let staff = shopper.bearing(person.token.as_deref().unwrap());
    let order = format!("/admin/orders/{order}");
    let shown = staff.get(&order).await.ok();
    let payment = text(&shown["order"]["payment_collections"][0]["payments"][0]["id"]);
    let line = text(&shown["order"]["items"][0]["id"]);
    if path.ends_with("/refund") {
        staff.post(&format!("/admin/payments/{payment}/capture"), json!({})).await.ok();
    }
    if !path.contains("{fulfillment_id}") {
        return Work { payment, line, fulfillment: String::new() };
    }
    let items = json!({ "items": [{ "id": line, "quantity": 1 }] });
    let sent = staff.post(&format!("{order}/fulfillments"), items).await.ok();
    Work { payment, line, fulfillment: text(&sent["order"]["fulfillments"][0]["id"]) }
}

/// The path of a route with real ids in it, and in the query where it has to be there.
fn filled(route: &Route<App>, things: &Things) -> String {
    match route.path {
        "/store/shipping-options" => return format!("/store/shipping-options?cart_id={}", things.cart.id),
        "/store/payment-providers" => return format!("{}?region_id={}", route.path, demo_id::<RegionId>("rootsi")),
        _ => {}
    }
    let Some((head, tail)) = route.path.split_once('{') else { return route.path.to_owned() };
    let id = match head {
        "/store/carts/" => things.cart.id.clone(),
        "/store/orders/" | "/admin/orders/" => things.order.clone(),
        "/admin/payments/" => things.work.payment.clone(),
        "/store/customers/me/addresses/" => things.person.address.clone(),
        "/store/auth/sessions/" => things.person.session.clone(),
        "/store/payment-collections/" => things.cart.collection.clone(),
        "/store/regions/" => demo_id::<RegionId>("rootsi").to_string(),
        "/store/products/" => demo_id::<ProductId>("sookapp-kutsikatoit").to_string(),
        "/store/product-categories/" => demo_id::<CategoryId>("koerte-kuivtoit").to_string(),
        "/store/collections/" => demo_id::<CollectionId>("kutsikale").to_string(),
        "/store/product-tags/" => demo_id::<TagId>("kutsikale").to_string(),
        "/store/product-types/" => demo_id::<TypeId>("kuivtoit").to_string(),
        "/store/currencies/" => "eur".to_owned(),
        "/static/demo/" => "sookapp-kutsikatoit.svg".to_owned(),
        _ => panic!("say which id belongs into {}", route.path),
    };
    let (_, rest) = tail.split_once('}').unwrap();
    let rest = rest.replace("{line_id}", &things.line).replace("{fulfillment_id}", &things.work.fulfillment);
    format!("{head}{id}{rest}")
}

fn good_body(route: &Route<App>, things: &Things) -> Value {
    let note = json!({ "note": "tere" });
    match (route.verb, route.path) {
        (Verb::Post, "/store/carts") => json!({
            "region_id": demo_id::<RegionId>("baltikum-ja-soome"), "currency_code": "eur", "email": "mari@wufi.test", "locale": "et",
            "sales_channel_id": demo_id::<SalesChannelId>("veebipood"), "promo_codes": [], "items": [line_with(&note)],
            "shipping_address": address(), "billing_address": address(), "metadata": note, "additional_data": {},
        }),
        (Verb::Post, "/store/carts/{id}") => json!({
            "region_id": demo_id::<RegionId>("baltikum-ja-soome"), "email": "juri@wufi.test", "locale": "en",
            "sales_channel_id": demo_id::<SalesChannelId>("veebipood"), "promo_codes": [],
            "shipping_address": address(), "billing_address": address(), "metadata": note, "additional_data": {},
        }),
        (Verb::Post, "/store/carts/{id}/line-items") => line_with(&note),
        (Verb::Post, "/store/carts/{id}/line-items/{line_id}") => {
            json!({ "quantity": 3, "metadata": note, "additional_data": {} })
        }
        (Verb::Post, "/store/carts/{id}/shipping-methods") => {
            json!({ "option_id": option("kuller-ee"), "data": { "door": "3" }, "additional_data": {} })
        }
        (Verb::Post, "/store/payment-collections") => json!({ "cart_id": things.cart.id }),
        (Verb::Post, "/store/payment-collections/{id}/payment-sessions") => {
            json!({ "provider_id": "pp_system_default", "data": {} })
        }
        (Verb::Delete, "/store/carts/{id}/line-items/{line_id}") | (Verb::Post, "/store/carts/{id}/taxes") => json!({}),
        // Paid by hand: there is no intent to name.
        (Verb::Post, "/store/carts/{id}/complete") => json!({ "payment_intent_id": null }),
        (Verb::Post, "/store/payment/complete") => json!({ "cart_id": things.cart.id, "payment_intent_id": null }),
        (_, path) if path.starts_with("/admin/") => staff_body(path, &things.work),
        (_, path) => login_body(route, path, &things.person),
    }
}

/// What a route of staff's takes.
fn staff_body(path: &str, work: &Work) -> Value {
    let items = json!([{ "id": work.line, "quantity": 1 }]);
    let label = json!({
        "tracking_number": "CE123456789EE", "tracking_url": "https://parcels.test/CE123456789EE", "label_url": "https://parcels.test/label",
    });
    match path {
        "/admin/payments/{id}/refund" => json!({ "amount": 1.5, "note": "katki" }),
        "/admin/orders/{id}/fulfillments" => {
            json!({ "items": items, "location_id": demo_id::<LocationId>("tallinn"), "no_notification": true })
        }
        "/admin/orders/{id}/fulfillments/{fulfillment_id}/shipments" => {
            json!({ "items": items, "labels": [label], "no_notification": true })
        }
        "/admin/payments/{id}/capture"
        | "/admin/orders/{id}/cancel"
        | "/admin/orders/{id}/complete"
        | "/admin/orders/{id}/fulfillments/{fulfillment_id}/mark-as-delivered"
        | "/admin/orders/{id}/fulfillments/{fulfillment_id}/cancel" => json!({}),
        path => panic!("say what a good body of {path} is"),
    }
}

/// What a route of logins, or of whoever is logged in, takes.
fn login_body(route: &Route<App>, path: &str, person: &Person) -> Value {
    let (email, password) = (&person.email, people::PASSWORD);
    let name = json!({
        "company_name": "Wufi OÜ", "first_name": "Mari", "last_name": "Maasikas", "phone": "+372 5555 5555",
        "metadata": { "note": "tere" },
    });
    match path {
        "/auth/customer/emailpass" | "/auth/customer/emailpass/register" => json!({ "email": email, "password": password }),
        "/auth/user/emailpass" => json!({ "email": email, "password": password, "code": "123456" }),
        "/auth/customer/emailpass/reset-password" => json!({ "identifier": email, "metadata": {} }),
        "/auth/customer/emailpass/update" => json!({ "password": "neli põdrapead" }),
        "/auth/token/refresh" => json!({ "refresh_token": person.refresh }),
        "/store/auth/step-up" => json!({ "password": password }),
        "/store/auth/password" => json!({ "current_password": password, "password": "neli põdrapead" }),
        "/store/auth/email" => json!({ "password": password, "email": format!("uus.{email}") }),
        "/store/customers/me" => name,
        "/store/customers" => with(name, "email", json!(email)),
        "/store/customers/me/addresses" => book_address(),
        "/store/customers/me/addresses/{address_id}" if route.verb == Verb::Post => book_address(),
        "/store/orders/{id}/transfer/request" => json!({ "description": "tere", "update_order_email": true }),
        "/store/orders/{id}/transfer/accept" | "/store/orders/{id}/transfer/decline" => json!({ "token": person.transfer }),
        "/auth/session"
        | "/store/auth/sessions"
        | "/store/auth/sessions/{id}"
        | "/store/carts/{id}/customer"
        | "/store/customers/me/addresses/{address_id}"
        | "/store/orders/{id}/transfer/cancel" => json!({}),
        path => panic!("say what a good body of {} {path} is", route.verb.name()),
    }
}

fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}

/// An address of a customer's book with everything that it may have.
fn book_address() -> Value {
    let mut book = address();
    book.as_object_mut().unwrap().remove("id");
    for (name, value) in
        [("address_name", json!("Suvila")), ("is_default_shipping", json!(true)), ("is_default_billing", json!(true))]
    {
        book = with(book, name, value);
    }
    book
}

/// A line with everything that it may have.
fn line_with(metadata: &Value) -> Value {
    let mut line = line("SKP-KUTS-400G", 2);
    line["metadata"] = metadata.clone();
    line["additional_data"] = json!({});
    line
}

/// An address with everything that it may have.
fn address() -> Value {
    let mut address = tallinn();
    for (name, value) in [("company", "Wufi OÜ"), ("address_2", "Korter 3"), ("province", "Harjumaa"), ("id", "")] {
        address[name] = json!(value);
    }
    address["metadata"] = json!({ "door": "3" });
    address
}

/// The route's own description of its body names no field that the good body lacks.
fn knows_every_field(route: &Route<App>, body: &Value) {
    if let Some(schema) = route.body {
        knows_all_of(&schema(), body, route.path);
    } else {
        assert_eq!(*body, json!({}), "{} says nothing of its body", route.path);
    }
}

fn knows_all_of(schema: &Value, body: &Value, at: &str) {
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        assert!(body.get(name).is_some(), "the good body of {at} lacks {name}");
        let (inner, held) = if inner.get("items").is_some() { (&inner["items"], &body[name][0]) } else { (inner, &body[name]) };
        if held.is_object() {
            knows_all_of(inner, held, &format!("{at} {name}"));
        }
    }
}
