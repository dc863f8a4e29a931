//! A shop that calls a double.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use tokio::time::sleep;
use url::form_urlencoded;
use wufi_stripe_double::{Card, Double, Settings, Status};

/// Parameters, by their full names.
pub(crate) type Params<'a> = &'a [(&'a str, &'a str)];

/// Ten euros, to be taken later.
pub(crate) const TEN: Params<'static> = &[("amount", "1000"), ("currency", "eur"), ("capture_method", "manual")];

/// A shop that calls a double.
pub(crate) struct Shop {
    pub(crate) double: Double,
    pub(crate) client: Client,
}

/// What it hears.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Shop {
    pub(crate) fn open() -> Self {
        Self::with(Settings::default())
    }

    pub(crate) fn with(settings: Settings) -> Self {
        let client = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { double: Double::start(settings).unwrap(), client }
    }

    /// A call with the secret key.
    pub(crate) fn call(&self, method: Method, path: &str, params: Params<'_>) -> RequestBuilder {
        self.call_as(&self.double.settings().secret_key, method, path, params)
    }

    /// A call with that key.
    pub(crate) fn call_as(&self, key: &str, method: Method, path: &str, params: Params<'_>) -> RequestBuilder {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(params).finish();
        let url = format!("{}{path}", self.double.url());
        let call = if method == Method::GET {
            self.client.get(format!("{url}?{form}"))
        } else {
            self.client.request(method, url).body(form)
        };
        call.bearer_auth(key)
    }

    pub(crate) async fn get(&self, path: &str, params: Params<'_>) -> Answer {
        Answer::of(self.call(Method::GET, path, params)).await
    }

    pub(crate) async fn post(&self, path: &str, params: Params<'_>) -> Answer {
        Answer::of(self.call(Method::POST, path, params)).await
    }

    pub(crate) async fn post_once(&self, key: &str, path: &str, params: Params<'_>) -> Answer {
        Answer::of(self.call(Method::POST, path, params).header("idempotency-key", key)).await
    }

    /// What is asked of the double and not of Stripe.
    pub(crate) async fn double(&self, method: Method, path: &str, body: Value) -> Answer {
        Answer::of(self.client.request(method, format!("{}/double/{path}", self.double.url())).json(&body)).await
    }

    /// A new intent over ten euros; its id.
    pub(crate) async fn intent(&self) -> String {
        self.post("/v1/payment_intents", TEN).await.text("/id")
    }

    /// One whose money is held.
    pub(crate) async fn held(&self) -> String {
        let id = self.intent().await;
        assert_eq!(self.double.pay(&id, Card::visa()).await.unwrap(), Status::RequiresCapture);
        id
    }

    /// One whose money is taken.
    pub(crate) async fn paid(&self) -> String {
        let id = self.held().await;
        self.post(&format!("/v1/payment_intents/{id}/capture"), &[]).await.has("/status", "succeeded");
        id
    }

    pub(crate) fn status(&self, id: &str) -> Status {
        self.double.intent(id).unwrap().status
    }
}

/// Waits until something is so; a test that waits for what never comes fails.
pub(crate) async fn until(mut is_so: impl FnMut() -> bool) {
    for _ in 0..6_000 {
        if is_so() {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not come to that");
}

impl Answer {
    pub(crate) async fn of(call: RequestBuilder) -> Self {
        let answer = call.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default();
        Self { status, headers, body }
    }

    pub(crate) fn at(&self, pointer: &str) -> &Value {
        self.body.pointer(pointer).unwrap_or_else(|| panic!("no {pointer} in {}: {}", self.status, self.body))
    }

    pub(crate) fn text(&self, pointer: &str) -> String {
        self.at(pointer).as_str().unwrap_or_else(|| panic!("{pointer} is no text in {}", self.body)).to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// It went well, and says that.
    pub(crate) fn has(&self, pointer: &str, value: impl Into<Value>) -> &Self {
        assert_eq!(self.status, 200, "{}", self.body);
        assert_eq!(*self.at(pointer), value.into(), "{pointer} of {}", self.body);
        self
    }

    /// It was refused, with that status and code.
    pub(crate) fn refused(&self, status: u16, code: &str) -> &Self {
        assert_eq!((self.status, self.text("/error/code").as_str()), (status, code), "{}", self.body);
        self
    }
}
