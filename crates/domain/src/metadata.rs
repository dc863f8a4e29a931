//! Metadata: a few scalar facts that a client keeps with a thing.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::fault::Param;

/// Up to 20 keys with scalar values, at most 4 KiB as JSON. Never queried into.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Metadata(Map<String, Value>);

impl Metadata {
    /// How many keys it may have.
    pub const MAX_KEYS: usize = 20;
    /// How many bytes it may take as JSON.
    pub const MAX_BYTES: usize = 4096;
    /// Both, for the text of a refusal.
    pub const LIMITS: [Param; 2] = [Param { name: "keys", value: 20 }, Param { name: "bytes", value: 4_096 }];

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
    ///
    /// `None` when both together are more than fits: many small changes must not
    /// grow what one change could not.
    #[must_use]
    pub fn with(mut self, newer: Self) -> Option<Self> {
        for (key, value) in newer.0 {
            if value.is_null() || value == "" {
                self.0.remove(&key);
            } else {
                self.0.insert(key, value);
            }
        }
        Self::new(self.0)
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
    fn the_limits_that_are_told_are_those_that_hold() {
        let held = [Metadata::MAX_KEYS, Metadata::MAX_BYTES].map(|limit| i64::try_from(limit).unwrap());
        assert_eq!(Metadata::LIMITS.map(|told| told.value), held);
    }

    #[test]
    fn newer_facts_lie_over_older_ones_and_empty_ones_erase() {
        let older = Metadata::new(map(&json!({ "a": 1, "b": 2 }))).unwrap();
        let newer = Metadata::new(map(&json!({ "b": "", "c": 3 }))).unwrap();
        assert_eq!(older.with(newer).unwrap().to_json(), json!({ "a": 1, "c": 3 }));
    }

    #[test]
    fn facts_that_fit_one_by_one_but_not_together_are_refused() {
        let twenty = |name: &str| Metadata::new((0..20).map(|at| (format!("{name}{at}"), json!(1))).collect()).unwrap();
        let long = |name: &str| Metadata::new(map(&json!({ name: "x".repeat(2_500) }))).unwrap();

        assert_eq!(twenty("a").with(twenty("b")), None);
        assert_eq!(long("a").with(long("b")), None);
        assert_eq!(twenty("a").with(twenty("a")), Some(twenty("a")));
    }
}
