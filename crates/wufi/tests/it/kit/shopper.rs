//! Somebody with a browser and a publishable key.

use std::sync::Arc;

use reqwest::{Client, ClientBuilder, Method, RequestBuilder, Response, redirect};
use serde_json::{Value, json};
use wufi_domain::ids::{ShippingOptionId, VariantId};
use wufi_flow::demo::demo_id;

use super::answer::Answer;
use super::page::Page;

/// Somebody who comes to the shop; clones share their connections.
#[derive(Clone, Debug)]
pub(crate) struct Shopper {
    client: Client,
    url: String,
    key: String,
    token: Option<String>,
    address: Option<String>,
    page: Arc<Page>,
}

impl Shopper {
    /// Comes to the shop at `url` with a publishable key.
    pub(crate) fn new(url: &str, key: &str) -> Self {
        Self { client: client(), url: url.to_owned(), key: key.to_owned(), token: None, address: None, page: Arc::default() }
    }

    /// The same person in another tab: connections of its own.
    pub(crate) fn tab(&self) -> Self {
        Self { client: client(), ..self.clone() }
    }

    /// The same person at another server of the shop.
    pub(crate) fn at(&self, url: &str) -> Self {
        Self { url: url.to_owned(), ..self.tab() }
    }

    /// The same person over HTTP/2.
    pub(crate) fn over_http2(&self) -> Self {
        Self { client: builder().http2_prior_knowledge().build().unwrap(), ..self.clone() }
    }

    /// Another guest with the same login.
    pub(crate) fn as_another_guest(&self) -> Self {
        Self { page: Arc::default(), ..self.clone() }
    }

    /// The same person before the login.
    pub(crate) fn as_guest(&self) -> Self {
        Self { token: None, ..self.clone() }
    }

    /// The same from that address, as far as the shop believes whoever forwards it.
    pub(crate) fn from(&self, address: &str) -> Self {
        Self { address: Some(address.to_owned()), ..self.clone() }
    }

    /// The same with a bearer token.
    pub(crate) fn bearing(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    /// The same where the server may go away meanwhile; `None` when no whole answer came.
    pub(crate) async fn try_post(&self, path: &str, body: Value) -> Option<Answer> {
        let response = self.execute(self.request(Method::POST, path).json(&body)).await?;
        Answer::try_read(response).await
    }

    /// The same under an idempotency key.
    pub(crate) async fn post_under(&self, key: &str, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).header("idempotency-key", key).json(&body)).await
    }

    /// The same where the server may go away meanwhile.
    pub(crate) async fn try_post_under(&self, key: &str, path: &str, body: Value) -> Option<Answer> {
        let request = self.request(Method::POST, path).header("idempotency-key", key).json(&body);
        Answer::try_read(self.execute(request).await?).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// A request with the key, to be completed.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.url)).header("x-publishable-api-key", &self.key);
        let request = match &self.address {
            Some(address) => request.header("x-forwarded-for", address),
            None => request,
        };
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        Answer::read(self.execute(request).await.unwrap()).await
    }

    /// Sends a request with what the page holds of the shopper; `None` when the server went away.
    pub(crate) async fn execute(&self, request: RequestBuilder) -> Option<Response> {
        let mut request = request.build().unwrap();
        self.page.put_into((&self.client, &self.url), &mut request).await?;
        self.client.execute(request).await.ok()
    }

    /// The CSRF token that the page holds.
    pub(crate) async fn csrf(&self) -> String {
        let token = self.page.csrf((&self.client, &self.url), None).await.unwrap();
        token.to_str().unwrap().to_owned()
    }

    /// What the page holds of the shopper, as lines of a head: for connections of a test's own.
    pub(crate) async fn proofs(&self) -> String {
        let bearer = self.token.as_ref().map(|token| format!("Bearer {token}"));
        let login = bearer.as_ref().map(|bearer| bearer.parse().unwrap());
        let bearer = bearer.map(|bearer| format!("authorization: {bearer}\r\n")).unwrap_or_default();
        let shop = (&self.client, self.url.as_str());
        let (guest, csrf) = (self.page.guest(shop).await.unwrap(), self.page.csrf(shop, login).await.unwrap());
        format!("{bearer}wufi-guest: {}\r\nx-csrf-token: {}\r\n", guest.to_str().unwrap(), csrf.to_str().unwrap())
    }

    /// What was answered, with links as the database keeps them: the server may be elsewhere the next time.
    pub(crate) fn without_address(&self, answer: &Value) -> Value {
        serde_json::from_str(&answer.to_string().replace(&self.url, "")).unwrap()
    }

    /// A cart with so many of each SKU, to be sent to Tallinn by parcel locker and paid by the manual provider.
    pub(crate) async fn ready_cart(&self, goods: &[(&str, i64)]) -> Cart {
        let items: Vec<Value> = goods.iter().map(|(sku, count)| line(sku, *count)).collect();
        let body = json!({ "email": "mari@wufi.test", "items": items, "shipping_address": tallinn() });
        self.ready_cart_of(body, "pakiautomaat-ee").await
    }

    /// A cart made of `body`, to be sent by `way` and paid by the manual provider.
    pub(crate) async fn ready_cart_of(&self, body: Value, way: &str) -> Cart {
        let made = self.post("/store/carts", body).await.ok();
        let cart = Cart { id: text(&made["cart"]["id"]), collection: String::new() };

        self.post(&cart.path("/shipping-methods"), json!({ "option_id": option(way) })).await.ok();
        let collection = self.post("/store/payment-collections", json!({ "cart_id": cart.id })).await.ok();
        let cart = Cart { collection: text(&collection["payment_collection"]["id"]), ..cart };
        self.post(&cart.sessions(), json!({ "provider_id": "pp_system_default" })).await.ok();
        cart
    }
}

fn client() -> Client {
    builder().build().unwrap()
}

fn builder() -> ClientBuilder {
    // The certificates of the machine are read for each client otherwise, and nothing here is encrypted.
    Client::builder().no_proxy().tls_certs_only(std::iter::empty()).redirect(redirect::Policy::none())
}

/// A cart and its payment collection.
#[derive(Clone, Debug)]
pub(crate) struct Cart {
    pub(crate) id: String,
    pub(crate) collection: String,
}

impl Cart {
    /// A path below the cart's.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/store/carts/{}{rest}", self.id)
    }

    /// Where payment sessions are opened.
    pub(crate) fn sessions(&self) -> String {
        format!("/store/payment-collections/{}/payment-sessions", self.collection)
    }
}

/// So many of a SKU, as a body says it.
pub(crate) fn line(sku: &str, count: i64) -> Value {
    json!({ "variant_id": demo_id::<VariantId>(sku), "quantity": count })
}

/// A way to send.
pub(crate) fn option(name: &str) -> Value {
    json!(demo_id::<ShippingOptionId>(name))
}

/// An address in Tallinn.
pub(crate) fn tallinn() -> Value {
    json!({
        "first_name": "Mari", "last_name": "Maasikas", "address_1": "Pikk 1", "city": "Tallinn", "postal_code": "10123",
        "country_code": "ee", "phone": "+372 5555 0123",
    })
}

/// A text of an answer.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
