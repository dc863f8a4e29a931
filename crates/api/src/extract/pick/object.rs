//! Building the JSON of a thing out of what was picked.

use serde_json::{Map, Value};
use wufi_domain::money::{Amount, Currency};

use super::Pick;

/// An object under construction: fields that were not picked are not kept.
#[derive(Debug)]
pub struct Object<'a> {
    pick: &'a Pick,
    members: Map<String, Value>,
}

impl<'a> Object<'a> {
    pub(super) fn new(pick: &'a Pick) -> Self {
        Self { pick, members: Map::new() }
    }

    /// Adds a field when it was picked.
    #[must_use]
    pub fn put(self, name: &str, value: impl Into<Value>) -> Self {
        self.put_with(name, || value)
    }

    /// Adds a field when it was picked; only then `value` is worked out.
    #[must_use]
    pub fn put_with<V: Into<Value>>(mut self, name: &str, value: impl FnOnce() -> V) -> Self {
        if self.pick.has(name) {
            self.members.insert(name.to_owned(), value().into());
        }
        self
    }

    /// Adds a field when it was picked and there is something in it; Medusa leaves some out instead of saying `null`.
    #[must_use]
    pub fn put_some(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.put(name, value),
            None => self,
        }
    }

    /// Adds an amount in major units when it was picked, with its exact `raw_` twin when the whole was.
    #[must_use]
    pub fn money(mut self, name: &str, amount: Option<Amount>, currency: Currency) -> Self {
        if !self.pick.has(name) {
            return self;
        }
        self.members.insert(name.to_owned(), amount.map_or(Value::Null, |amount| amount.to_json(currency)));
        if self.pick.is_whole() {
            self.members.insert(format!("raw_{name}"), amount.map_or(Value::Null, |amount| amount.to_raw_json(currency)));
        }
        self
    }

    /// Adds a relation when it was named itself; picking the whole around it does not bring it along.
    #[must_use]
    pub fn relation(mut self, name: &str, view: impl FnOnce(&Pick) -> Value) -> Self {
        if let Some(part) = self.pick.part(name) {
            self.members.insert(name.to_owned(), view(part));
        }
        self
    }

    /// Adds a field whatever was picked.
    #[must_use]
    pub fn always(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    /// The object.
    #[must_use]
    pub fn done(self) -> Value {
        Value::Object(self.members)
    }
}
