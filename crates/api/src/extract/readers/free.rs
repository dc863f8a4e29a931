//! Free data: what a client and a provider keep with a thing, such as a parcel locker.

use serde_json::{Map, Value, json};
use wufi_domain::fault::Reason;
use wufi_domain::text::{Kind, clean};

use super::super::faults::{Faults, Place};
use super::super::node::Node;
use super::texts::told;
use super::{Reader, any_scalar};

/// The longest key, in characters.
const KEY: usize = 100;
/// How much it may be as JSON, in bytes.
const BYTES: usize = 4_096;

/// Takes free data; see [`data`].
#[derive(Clone, Copy, Debug)]
pub struct Free;

/// Reads an object of anything, at most 4 KiB, with texts and keys as clean as everywhere.
#[must_use]
pub const fn data() -> Free {
    Free
}

impl Reader for Free {
    type Out = Value;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Value> {
        let Node::Object(_) = node else { return faults.refuse(at, Reason::ExpectedObject) };
        let value = any(node, at, faults)?;
        if value.to_string().len() > BYTES {
            faults.refuse_by(at, Reason::TooManyBytes, ("max", told(BYTES)))
        } else {
            Some(value)
        }
    }

    fn schema(&self) -> Value {
        json!({ "type": "object" })
    }
}

/// The reading of a body bounds how deep this goes.
fn any(node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Value> {
    match node {
        Node::List(items) => items.iter().map(|item| any(item, at, faults)).collect::<Option<Vec<Value>>>().map(Value::Array),
        Node::Object(members) => {
            let mut object = Map::new();
            for (key, node) in members {
                let Ok(key) = clean(key, Kind::Line, KEY) else { return faults.refuse(at, Reason::BadCharacter) };
                if object.insert(key, any(node, at, faults)?).is_some() {
                    // Two spellings of one key: which of them counts must not depend on us.
                    return faults.refuse(at, Reason::BadCharacter);
                }
            }
            Some(Value::Object(object))
        }
        scalar => any_scalar().read(scalar, at, faults),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::body;
    use super::*;

    #[test]
    fn a_parcel_locker_is_taken_as_it_is() {
        let locker = r#"{"locker":{"id":"EE123","hours":["8-20",true,null]},"floor":1}"#;
        assert_eq!(body(&data(), locker).unwrap(), serde_json::from_str::<Value>(locker).unwrap());
    }

    #[test]
    fn hidden_characters_twins_and_bulk_are_refused_at_any_depth() {
        let bulk = format!(r#"{{"a":["{}","{}","{}"]}}"#, "x".repeat(1_900), "y".repeat(1_900), "z".repeat(1_900));
        for (value, reason) in [
            (r#"{"a":{"b":["\u202e"]}}"#, Reason::BadCharacter),
            (r#"{"a":{"\u0000":1}}"#, Reason::BadCharacter),
            (r#"{"a":{"\u00fc":1,"u\u0308":2}}"#, Reason::BadCharacter),
            (bulk.as_str(), Reason::TooManyBytes),
            ("[]", Reason::ExpectedObject),
        ] {
            assert_eq!(body(&data(), value).err(), Some(reason), "{value:.40}");
        }
    }
}
