//! Somebody on one connection of their own.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use anyhow::Context;
use reqwest::header::HeaderMap;
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};

/// The password of every account that is made here.
pub(crate) const PASSWORD: &str = "neli põdrapead";

/// The shop that is measured.
#[derive(Clone, Debug)]
pub(crate) struct Shop {
    pub(crate) url: String,
    pub(crate) key: String,
}

/// Somebody who comes to the shop.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    shop: Shop,
    client: Client,
}

/// What they hear, and how long it took from asking to the last byte.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    bytes: Vec<u8>,
    pub(crate) took: Duration,
}

impl Heard {
    /// The answer; `null` where it is no JSON.
    pub(crate) fn body(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    /// A member of the answer that is text.
    pub(crate) fn text(&self, name: &str) -> anyhow::Result<String> {
        let body = self.body();
        let text = body.get(name).and_then(Value::as_str);
        Ok(text.with_context(|| format!("no {name} in an answer {}: {body}", self.status))?.to_owned())
    }
}

impl Visitor {
    /// Comes from an address of this machine.
    pub(crate) fn from(shop: &Shop, address: Ipv4Addr) -> anyhow::Result<Self> {
        let client = Client::builder()
            .no_proxy()
            .local_address(IpAddr::V4(address))
            .pool_max_idle_per_host(1)
            .timeout(Duration::from_secs(90))
            .build()?;
        Ok(Self { shop: shop.clone(), client })
    }

    /// Comes from where everybody on this machine comes from.
    pub(crate) fn new(shop: &Shop) -> anyhow::Result<Self> {
        Self::from(shop, Ipv4Addr::LOCALHOST)
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.shop.url)).header("x-publishable-api-key", &self.shop.key)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> RequestBuilder {
        let request = self.client.post(format!("{}{path}", self.shop.url));
        request.header("x-publishable-api-key", &self.shop.key).json(body)
    }

    pub(crate) async fn hear(&self, request: RequestBuilder) -> anyhow::Result<Heard> {
        let began = Instant::now();
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await?.to_vec();
        Ok(Heard { status, headers, bytes, took: began.elapsed() })
    }

    /// Types an e-mail address and a password.
    pub(crate) async fn log_in(&self, email: &str, password: &str) -> anyhow::Result<Heard> {
        self.hear(self.post("/auth/customer/emailpass", &json!({ "email": email, "password": password }))).await
    }

    /// Becomes a customer; the token of the registration.
    pub(crate) async fn become_customer(&self, email: &str) -> anyhow::Result<String> {
        let typed = json!({ "email": email, "password": PASSWORD });
        let token = self.hear(self.post("/auth/customer/emailpass/register", &typed)).await?.text("token")?;
        let made = self.hear(self.post("/store/customers", &json!({})).bearer_auth(&token)).await?;
        anyhow::ensure!(made.status == 200, "{email} did not become a customer: {}", made.body());
        Ok(token)
    }
}
