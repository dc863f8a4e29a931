//! Secrets: passwords and tokens, exactly as they were typed.

use serde_json::{Value, json};
use wufi_domain::fault::Reason;
use wufi_guard::secret::Secret;

use super::super::faults::{Faults, Place};
use super::super::node::Node;
use super::Reader;
use super::texts::told;

/// Takes a secret; see [`secret`] and [`chosen`].
#[derive(Clone, Copy, Debug)]
pub struct Whole {
    min: usize,
    max: usize,
}

/// Reads a secret of up to `max` bytes. Nothing is trimmed and no letter is put into another form (OWASP ASVS 6.2.8).
#[must_use]
pub const fn secret(max: usize) -> Whole {
    Whole { min: 1, max }
}

/// Reads a password that is chosen now, whatever its length: how long one must be is not this reader's to judge.
#[must_use]
pub const fn chosen() -> Whole {
    Whole { min: 0, max: usize::MAX }
}

impl Reader for Whole {
    type Out = Secret;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Secret> {
        match node.text() {
            None => faults.refuse(at, Reason::ExpectedString),
            Some(text) if text.len() < self.min => faults.refuse(at, Reason::Empty),
            Some(text) if text.len() > self.max => faults.refuse_by(at, Reason::TooManyBytes, ("max", told(self.max))),
            Some(text) => Some(Secret::new(text.to_owned())),
        }
    }

    fn schema(&self) -> Value {
        let mut schema = json!({ "type": "string", "minLength": self.min, "writeOnly": true });
        if let (true, Some(members)) = (self.max < usize::MAX, schema.as_object_mut()) {
            members.insert("maxLength".to_owned(), json!(self.max));
        }
        schema
    }
}
