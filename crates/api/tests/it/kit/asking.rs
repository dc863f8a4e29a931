//! One request, put together word by word and sent by waiting for it.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use axum::Router;
use axum::body::Body;
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, ORIGIN};
use axum::http::request::Builder;
use axum::http::{HeaderName, HeaderValue, Request};
use serde_json::Value;
use tower::ServiceExt;
use wufi_api::layer::Peer;

use super::{Answer, PAGE};

/// A request.
pub(crate) struct Asking {
    router: Router,
    request: Builder,
    body: String,
    peer: String,
}

impl Asking {
    pub(super) fn new(router: Router, (method, path): (&str, &str), key: &str) -> Self {
        let request = Request::builder().method(method).uri(path).header(HOST, "api.wufi.ee");
        let request = request.header("x-publishable-api-key", key).header(ACCEPT_LANGUAGE, "en");
        Self { router, request, body: String::new(), peer: "192.0.2.7:4711".to_owned() }
    }

    pub(crate) fn header(self, name: HeaderName, value: &str) -> Self {
        Self { request: self.request.header(name, value), ..self }
    }

    /// A header whose value may be no text.
    pub(crate) fn raw_header(self, name: HeaderName, value: HeaderValue) -> Self {
        Self { request: self.request.header(name, value), ..self }
    }

    /// With a body, of whatever kind the headers say.
    pub(crate) fn body(self, body: &str) -> Self {
        Self { body: body.to_owned(), ..self }
    }

    /// With a body of some kind.
    pub(crate) fn text(self, kind: &str, body: &str) -> Self {
        self.header(CONTENT_TYPE, kind).body(body)
    }

    /// With an access token, or with what is to pass for one.
    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header(AUTHORIZATION, &format!("Bearer {token}"))
    }

    /// With cookies as a browser sends them.
    pub(crate) fn cookies(self, cookies: &str) -> Self {
        self.header(COOKIE, cookies)
    }

    /// As scripts of the shop's own pages ask.
    pub(crate) fn on_page(self) -> Self {
        self.header(ORIGIN, PAGE)
    }

    /// From another machine.
    pub(crate) fn at(self, address: &str) -> Self {
        Self { peer: format!("{address}:4711"), ..self }
    }

    #[expect(clippy::needless_pass_by_value, reason = "bodies are written where they are sent")]
    pub(crate) fn json(self, body: Value) -> Self {
        let asking = self.header(CONTENT_TYPE, "application/json");
        Self { body: body.to_string(), ..asking }
    }
}

impl IntoFuture for Asking {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut request = self.request.body(Body::from(self.body)).unwrap();
            request.extensions_mut().insert(Peer { address: self.peer.parse().unwrap(), is_tls: true });
            Answer::read(self.router.oneshot(request).await.unwrap()).await
        })
    }
}
