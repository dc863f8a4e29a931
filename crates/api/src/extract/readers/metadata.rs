//! Metadata: a flat object of scalar facts.

use serde_json::{Map, Value, json};
use wufi_domain::fault::{FieldFault, Reason};
use wufi_domain::metadata::Metadata;
use wufi_domain::text::{Kind, clean};

use super::super::faults::{Faults, Place};
use super::super::node::Node;
use super::{Reader, any_scalar};

/// The longest key, in characters.
const KEY: usize = 100;

/// Takes metadata; see [`metadata`].
#[derive(Clone, Copy, Debug)]
pub struct Facts;

/// Reads metadata: up to 20 keys with single values, at most 4 KiB together.
#[must_use]
pub const fn metadata() -> Facts {
    Facts
}

impl Reader for Facts {
    type Out = Metadata;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Metadata> {
        let Node::Object(members) = node else { return faults.refuse(at, Reason::ExpectedObject) };
        if members.len() > Metadata::MAX_KEYS || members.iter().any(|(_, node)| matches!(node, Node::List(_) | Node::Object(_))) {
            return faults.add(unfit(at));
        }

        let mut facts = Map::new();
        for (key, node) in members {
            let Ok(key) = clean(key, Kind::Line, KEY) else { return faults.refuse(at, Reason::BadCharacter) };
            let value = any_scalar().read(node, at, faults)?;
            if facts.insert(key, value).is_some() {
                // Two spellings of one key: which of them counts must not depend on us.
                return faults.refuse(at, Reason::BadCharacter);
            }
        }
        Metadata::new(facts).or_else(|| faults.add(unfit(at)))
    }

    fn schema(&self) -> Value {
        json!({ "type": "object", "maxProperties": Metadata::MAX_KEYS, "additionalProperties": any_scalar().schema() })
    }
}

fn unfit(at: &Place<'_>) -> FieldFault {
    FieldFault { params: Metadata::LIMITS.to_vec(), ..FieldFault::new(at.to_string(), Reason::MetadataUnfit) }
}

#[cfg(test)]
mod tests {
    use super::super::testing::body;
    use super::*;

    #[test]
    fn flat_facts_are_taken_as_they_are() {
        let facts = body(&metadata(), r#"{"gift":true,"n":1.5,"note":"tere\nkoer","gone":null,"empty":""}"#).unwrap();
        assert_eq!(facts.to_json(), json!({ "gift": true, "n": 1.5, "note": "tere\nkoer", "gone": null, "empty": "" }));
    }

    #[test]
    fn deep_many_large_or_hidden_facts_are_refused() {
        let many = format!("{{{}}}", (0..21).map(|at| format!("\"k{at}\":1")).collect::<Vec<_>>().join(","));
        let large =
            format!("{{{}}}", (0..3).map(|at| format!("\"k{at}\":\"{}\"", "x".repeat(1_900))).collect::<Vec<_>>().join(","));
        for (value, reason) in [
            (r#"{"a":{}}"#, Reason::MetadataUnfit),
            (r#"{"a":[]}"#, Reason::MetadataUnfit),
            (many.as_str(), Reason::MetadataUnfit),
            (large.as_str(), Reason::MetadataUnfit),
            (r#"{"a\u0000":1}"#, Reason::BadCharacter),
            (r#"{"a":"\u202e"}"#, Reason::BadCharacter),
            (r#"{"\u00fc":1,"u\u0308":2}"#, Reason::BadCharacter),
            (r#"{"":1}"#, Reason::BadCharacter),
            ("[]", Reason::ExpectedObject),
            ("\"a\"", Reason::ExpectedObject),
        ] {
            assert_eq!(body(&metadata(), value).err(), Some(reason), "{value:.40}");
        }
    }
}
