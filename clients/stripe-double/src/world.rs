//! All that a double remembers of money.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::Value;

use crate::api::error::ApiError;
use crate::card::Card;
use crate::charge::{self, Charge};
use crate::clock::Clock;
use crate::customer::Customer;
use crate::ids::mint;
use crate::intent::{self, Intent};
use crate::refund::{self, Refund};

/// All that a double remembers of money, in the order in which it was made.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) clock: Clock,
    /// Where the double is found.
    pub(crate) home: String,
    pub(crate) livemode: bool,
    pub(crate) intents: IndexMap<String, Intent>,
    pub(crate) charges: IndexMap<String, Charge>,
    pub(crate) refunds: IndexMap<String, Refund>,
    pub(crate) customers: HashMap<String, Customer>,
    pub(crate) methods: HashMap<String, Method>,
    news: Vec<News>,
}

/// A payment method: a card that somebody has handed over.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    pub(crate) id: String,
    pub(crate) card: Card,
    pub(crate) created: i64,
    pub(crate) customer: Option<String>,
}

/// Something that happened and that nobody has been told yet.
#[derive(Clone, Debug)]
pub(crate) struct News {
    /// `payment_intent.succeeded` and such.
    pub(crate) kind: &'static str,
    /// What it happened to, as it was then.
    pub(crate) object: Value,
    pub(crate) livemode: bool,
}

impl World {
    pub(crate) fn new(clock: Clock, home: String, livemode: bool) -> Self {
        Self {
            clock,
            home,
            livemode,
            intents: IndexMap::new(),
            charges: IndexMap::new(),
            refunds: IndexMap::new(),
            customers: HashMap::new(),
            methods: HashMap::new(),
            news: Vec::new(),
        }
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.secs()
    }

    pub(crate) fn intent(&self, id: &str) -> Result<&Intent, ApiError> {
        self.intents.get(id).ok_or_else(|| ApiError::missing("payment_intent", id, "intent"))
    }

    pub(crate) fn intent_mut(&mut self, id: &str) -> Result<&mut Intent, ApiError> {
        self.intents.get_mut(id).ok_or_else(|| ApiError::missing("payment_intent", id, "intent"))
    }

    pub(crate) fn charge(&self, id: &str) -> Result<&Charge, ApiError> {
        self.charges.get(id).ok_or_else(|| ApiError::missing("charge", id, "charge"))
    }

    pub(crate) fn charge_mut(&mut self, id: &str) -> Result<&mut Charge, ApiError> {
        self.charges.get_mut(id).ok_or_else(|| ApiError::missing("charge", id, "charge"))
    }

    /// The payment method of that name: one that was handed over before, or a test card, which is handed over now.
    pub(crate) fn method(&mut self, name: &str) -> Result<Method, ApiError> {
        if let Some(method) = self.methods.get(name) {
            return Ok(method.clone());
        }
        let card = Card::named(name).ok_or_else(|| ApiError::missing_param("PaymentMethod", name, "payment_method"))?;
        Ok(self.hand_over(card))
    }

    /// A payment method of that card.
    pub(crate) fn hand_over(&mut self, card: Card) -> Method {
        let method = Method { id: mint("pm_", 24), card, created: self.now(), customer: None };
        self.methods.insert(method.id.clone(), method.clone());
        method
    }

    pub(crate) fn check_customer(&self, id: Option<&str>) -> Result<(), ApiError> {
        match id {
            Some(id) if !self.customers.contains_key(id) => Err(ApiError::missing_param("customer", id, "customer")),
            _ => Ok(()),
        }
    }

    pub(crate) fn tell_intent(&mut self, kind: &'static str, id: &str) {
        if let Some(object) = self.intents.get(id).map(intent::view::shown) {
            self.tell(kind, object);
        }
    }

    pub(crate) fn tell_charge(&mut self, kind: &'static str, id: &str) {
        if let Some(object) = self.charges.get(id).map(charge::shown) {
            self.tell(kind, object);
        }
    }

    pub(crate) fn tell_refund(&mut self, kind: &'static str, id: &str) {
        if let Some(object) = self.refunds.get(id).map(refund::shown) {
            self.tell(kind, object);
        }
    }

    pub(crate) fn tell(&mut self, kind: &'static str, object: Value) {
        // Somebody may have tampered with the mode of this one object.
        let livemode = object.get("livemode").and_then(Value::as_bool).unwrap_or(self.livemode);
        self.news.push(News { kind, object, livemode });
    }

    /// What happened since this was last asked.
    pub(crate) fn take_news(&mut self) -> Vec<News> {
        std::mem::take(&mut self.news)
    }
}
