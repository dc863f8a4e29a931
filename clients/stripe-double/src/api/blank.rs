//! What Stripe's objects have beside, and the double has nothing to say about.

use serde_json::Value;

/// The same object, with `null` for each of those names.
pub(crate) fn with_blanks(mut object: Value, names: &[&str]) -> Value {
    if let Value::Object(members) = &mut object {
        members.extend(names.iter().map(|name| ((*name).to_owned(), Value::Null)));
    }
    object
}
