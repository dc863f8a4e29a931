//! Metadata: a few scalar facts that a client keeps with a thing.

use serde::Serialize;
use serde_json::{Map, Value};

/// Up to 20 keys with scalar values, at most 4 KiB as JSON. Never queried into.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Metadata(Map<String, Value>);

impl Metadata {
    /// How many keys it may have.
    pub const MAX_KEYS: usize = 20;
    /// How many bytes it may take as JSON.
    pub const MAX_BYTES: usize = 4096;

    /// No facts.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Takes a map when it is small and flat.
    #[must_use]
    pub fn new(map: Map<String, Value>) -> Option<Self> {
        let is_flat = map.values().all(|value| !value.is_object() && !value.is_array());
        let fits = map.len() <= Self::MAX_KEYS && serde_json::to_string(&map).is_ok_and(|text| text.len() <= Self::MAX_BYTES);
        (is_flat && fits).then_some(Self(map))
    }

    /// Reads what the database holds.
    #[must_use]
    pub fn stored(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }

    /// As the database keeps it.
    #[must_use]
    pub fn to_text(&self) -> String {
        Value::Object(self.0.clone()).to_string()
    }

    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// Lays `newer` over this: a key set to `null` or to `""` goes, as in Medusa.
    #[must_use]
    pub fn with(mut self, newer: Self) -> Self {
        for (key, value) in newer.0 {
            if value.is_null() || value == "" {
                self.0.remove(&key);
            } else {
                self.0.insert(key, value);
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn map(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn only_few_small_scalars_are_metadata() {
        assert!(Metadata::new(map(&json!({ "gift": true, "note": "tere", "n": 1.5, "x": null }))).is_some());
        assert!(Metadata::new(map(&json!({ "deep": {} }))).is_none());
        assert!(Metadata::new(map(&json!({ "list": [] }))).is_none());
        assert!(Metadata::new(map(&json!({ "long": "x".repeat(5000) }))).is_none());
        assert!(Metadata::new((0..21).map(|at| (at.to_string(), json!(1))).collect()).is_none());
    }

    #[test]
    fn newer_facts_lie_over_older_ones_and_empty_ones_erase() {
        let older = Metadata::new(map(&json!({ "a": 1, "b": 2 }))).unwrap();
        let newer = Metadata::new(map(&json!({ "b": "", "c": 3 }))).unwrap();
        assert_eq!(older.with(newer).to_json(), json!({ "a": 1, "c": 3 }));
    }
}
