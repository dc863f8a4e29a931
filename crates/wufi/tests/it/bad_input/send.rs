//! Sending something bad, and seeing that it is refused without a trace.

use reqwest::{Method, RequestBuilder};
use wufi_api::policy::Verb;

use super::routes::Case;
use crate::kit::ledger::Ledger;
use crate::kit::{Answer, Shop, Shopper};

/// Somebody who sends nothing good, to a shop whose every row is counted.
pub(super) struct Attack {
    pub(super) shop: Shop,
    pub(super) mallory: Shopper,
    ledger: Ledger,
}

impl Case {
    /// A request to the route, without a body.
    pub(super) fn request(&self, path: &str) -> RequestBuilder {
        let method = match self.route.verb {
            Verb::Get => Method::GET,
            Verb::Post => Method::POST,
            Verb::Delete => Method::DELETE,
        };
        self.caller.request(method, path)
    }

    /// A request with the good body of a route that has one.
    pub(super) fn good(&self, path: &str) -> RequestBuilder {
        let request = self.request(path);
        if self.body.is_null() { request } else { request.json(&self.body) }
    }

    /// A request with a body of JSON, or of what pretends to be.
    pub(super) fn with(&self, body: impl Into<Vec<u8>>) -> RequestBuilder {
        self.request(&self.path).header("content-type", "application/json").body(body.into())
    }
}

impl Attack {
    pub(super) async fn prepare() -> Self {
        let shop = Shop::open().await;
        Self { mallory: shop.shopper(), ledger: Ledger::of(&shop.db).await, shop }
    }

    /// Sends it; refuses everything but a refusal of the caller's doing that leaves no trace.
    pub(super) async fn refused(&self, case: &Case, request: RequestBuilder, what: &str) -> Answer {
        self.refused_to(&case.caller, request, what).await
    }

    /// What the route says to a good request that brings no CSRF token, and nothing is written.
    pub(super) async fn bare(&self, case: &Case) -> Answer {
        let before = self.ledger.count(&self.shop.db).await;
        let answer = Answer::read(case.good(&case.path).send().await.unwrap()).await;
        self.no_trace(&answer, before, &what(case, "no token")).await;
        answer
    }

    /// The same for somebody else than the route's caller.
    pub(super) async fn refused_to(&self, caller: &Shopper, request: RequestBuilder, what: &str) -> Answer {
        let before = self.ledger.count(&self.shop.db).await;
        let answer = caller.send(request).await;
        self.no_trace(&answer, before, what).await;
        answer
    }

    /// The same for an answer that came by another way.
    pub(super) async fn no_trace(&self, answer: &Answer, before: Vec<(String, i64)>, what: &str) {
        assert!((400..500).contains(&answer.status), "{what}: {} {:#}", answer.status, answer.json);
        answer.is_refusal();
        let after = self.ledger.count(&self.shop.db).await;
        let written: Vec<_> = before.iter().zip(&after).filter(|(one, other)| one != other).collect();
        assert!(written.is_empty(), "{what}: {written:?}");
    }

    pub(super) async fn count(&self) -> Vec<(String, i64)> {
        self.ledger.count(&self.shop.db).await
    }

    /// That the route takes what is good: otherwise its refusals would prove nothing.
    pub(super) async fn takes_good(&self, case: &Case) {
        let answer = case.caller.execute(case.good(&case.path)).await.unwrap();
        let (status, told) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{} {}: {status} {told}", case.route.verb.name(), case.route.path);
    }
}

/// A route and what was sent, for whoever reads a failure.
pub(super) fn what(case: &Case, sent: &str) -> String {
    let shown: String = sent.chars().take(200).collect();
    format!("{} {} with {shown}", case.route.verb.name(), case.route.path)
}
