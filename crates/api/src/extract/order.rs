//! `order`: by which field a list is sorted.

use serde_json::{Value, json};
use wufi_domain::fault::Reason;

use super::faults::{Faults, Place};
use super::node::Node;
use super::readers::Reader;

/// Upwards or downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The smallest first.
    Ascending,
    /// The largest first.
    Descending,
}

/// A field and a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// One of the fields that the route allows.
    pub field: &'static str,
    /// Which way.
    pub direction: Direction,
}

/// Takes an order; see [`order`].
#[derive(Clone, Copy, Debug)]
pub struct OrderBy(&'static [&'static str]);

/// Reads an order by one of `fields`; a minus before the field means downwards.
#[must_use]
pub const fn order(fields: &'static [&'static str]) -> OrderBy {
    OrderBy(fields)
}

impl Reader for OrderBy {
    type Out = Order;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Order> {
        let Some(text) = node.text() else { return faults.refuse(at, Reason::ExpectedString) };
        let (name, direction) = match text.strip_prefix('-') {
            Some(name) => (name, Direction::Descending),
            None => (text, Direction::Ascending),
        };
        let known = self.0.iter().copied().find(|field| *field == name);
        known.map_or_else(|| faults.refuse(at, Reason::OrderFieldInvalid), |field| Some(Order { field, direction }))
    }

    fn schema(&self) -> Value {
        let both: Vec<String> = self.0.iter().flat_map(|field| [(*field).to_owned(), format!("-{field}")]).collect();
        json!({ "type": "string", "enum": both })
    }

    fn takes_empty_for_none(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::readers::testing::query;
    use super::*;

    #[test]
    fn only_listed_fields_sort() {
        let by = order(&["created_at", "title"]);

        assert_eq!(query(&by, "-created_at"), Ok(Order { field: "created_at", direction: Direction::Descending }));
        assert_eq!(query(&by, "title"), Ok(Order { field: "title", direction: Direction::Ascending }));
        for wrong in ["created_at;--", "-password_hash", "created_at desc", "--title", "title,created_at", "Title"] {
            assert_eq!(query(&by, wrong), Err(Reason::OrderFieldInvalid), "{wrong}");
        }
    }
}
