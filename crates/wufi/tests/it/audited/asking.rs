//! One request, what it is answered with, and what it leaves.

use reqwest::header::USER_AGENT;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use wufi_domain::audit::Event;

use crate::kit::Shopper;

pub(super) const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// A request that is ready to be sent.
pub(super) struct Asking {
    /// The route, as `POST /store/carts/{id}`.
    pub(super) route: String,
    /// What is special about it, for whoever reads a failure.
    pub(super) what: &'static str,
    /// The path with real ids in it.
    pub(super) path: String,
    pub(super) body: Value,
    pub(super) caller: Shopper,
    /// The browser that it comes from; none is told without it.
    pub(super) agent: Option<&'static str>,
    /// What it is answered with.
    pub(super) status: u16,
    /// What it leaves on record, in any order.
    pub(super) leaves: Vec<Event>,
}

impl Asking {
    /// A request that is granted; `route` is its path as well, unless [`Self::at`] says another.
    pub(super) fn new(route: &str, what: &'static str, (caller, body): (&Shopper, Value)) -> Self {
        let (_, path) = route.split_once(' ').unwrap();
        Self {
            route: route.to_owned(),
            what,
            path: path.to_owned(),
            body,
            caller: caller.clone(),
            agent: None,
            status: 200,
            leaves: Vec::new(),
        }
    }

    /// Says where it goes.
    pub(super) fn at(mut self, path: String) -> Self {
        self.path = path;
        self
    }

    /// Says that it comes from this browser.
    pub(super) fn from(mut self, agent: &'static str) -> Self {
        self.agent = Some(agent);
        self
    }

    /// Says that it is refused.
    pub(super) fn refused(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Says what it leaves.
    pub(super) fn leaves(mut self, events: &[Event]) -> Self {
        self.leaves = events.to_vec();
        self
    }

    /// The request, once more.
    pub(super) fn request(&self) -> RequestBuilder {
        let method = if self.route.starts_with("DELETE ") { Method::DELETE } else { Method::POST };
        let request = self.caller.request(method, &self.path).json(&self.body);
        match self.agent {
            Some(agent) => request.header(USER_AGENT, agent),
            None => request,
        }
    }

    /// Its name in failures.
    pub(super) fn name(&self) -> String {
        format!("{} ({})", self.route, self.what)
    }
}
