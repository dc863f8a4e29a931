//! Readers: from one [`Node`] to one domain value.

mod dates;
mod free;
mod metadata;
mod nested;
mod numbers;
mod scalars;
mod secrets;
mod texts;

use serde_json::Value;

use super::faults::{Faults, Place};
use super::node::Node;

pub use dates::{DateFilter, date, date_filter};
pub use free::data;
pub use metadata::metadata;
pub use nested::{ignored, list, one_or_many, shape};
pub use numbers::{boolean, money, quantity, whole};
pub use scalars::{any_scalar, country, currency, email, id, locale};
pub use secrets::{chosen, secret};
pub use texts::{link, one_of, text, word};

/// Reads one value and says, by the same limits, what it may be.
pub trait Reader {
    /// What it reads.
    type Out;

    /// Reads `node`; what is wrong with it is added to `faults`.
    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Self::Out>;

    /// The JSON Schema of what it takes.
    fn schema(&self) -> Value;

    /// Whether an optional field that holds an empty text holds nothing.
    ///
    /// Forms send `""` for what was not filled in; for free text that is "none",
    /// for everything else it is a mistake.
    fn takes_empty_for_none(&self) -> bool {
        false
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use wufi_domain::fault::Reason;

    use super::super::json;
    use super::*;

    /// Reads `json` as a body's value.
    pub(crate) fn body<R: Reader>(reader: &R, json: &str) -> Result<R::Out, Reason> {
        node(reader, &json::parse(json.as_bytes()).unwrap())
    }

    /// Reads `text` as a query's value.
    pub(crate) fn query<R: Reader>(reader: &R, text: &str) -> Result<R::Out, Reason> {
        node(reader, &Node::Loose(text.to_owned()))
    }

    /// Reads `node`; the first fault, if any.
    pub(crate) fn node<R: Reader>(reader: &R, node: &Node) -> Result<R::Out, Reason> {
        let mut faults = Faults::default();
        let value = reader.read(node, &Place::ROOT, &mut faults);
        match faults.into_vec().first() {
            Some(fault) => Err(fault.reason),
            None => Ok(value.expect("a value or a fault")),
        }
    }
}
