//! Values that hold others: objects and lists.

use std::marker::PhantomData;

use serde_json::{Value, json};
use wufi_domain::fault::Reason;

use super::super::faults::{Faults, Place};
use super::super::fields::{Shape, describe, read_shape};
use super::super::node::Node;
use super::Reader;
use super::texts::told;

/// Takes an object; see [`shape`].
#[derive(Clone, Copy, Debug)]
pub struct ShapeOf<T>(PhantomData<T>);

/// Reads an object of the shape `T`.
#[must_use]
pub const fn shape<T: Shape>() -> ShapeOf<T> {
    ShapeOf(PhantomData)
}

impl<T: Shape> Reader for ShapeOf<T> {
    type Out = T;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<T> {
        read_shape(node, at, faults)
    }

    fn schema(&self) -> Value {
        describe::<T>()
    }
}

/// Takes a list; see [`list`].
#[derive(Clone, Copy, Debug)]
pub struct ListOf<R> {
    each: R,
    max: usize,
}

/// Reads a list of up to `max` of what `each` reads.
#[must_use]
pub const fn list<R: Reader>(each: R, max: usize) -> ListOf<R> {
    ListOf { each, max }
}

impl<R: Reader> Reader for ListOf<R> {
    type Out = Vec<R::Out>;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Vec<R::Out>> {
        let Node::List(items) = node else { return faults.refuse(at, Reason::ExpectedArray) };
        match items.as_slice() {
            // Medusa: a list of one text in a query holds as many as it has commas, and one more.
            [Node::Loose(joined)] if joined.contains(',') => {
                let parts: Vec<Node> = joined.split(',').take(self.max + 1).map(|part| Node::Loose(part.to_owned())).collect();
                self.read_all(&parts, at, faults)
            }
            items => self.read_all(items, at, faults),
        }
    }

    fn schema(&self) -> Value {
        json!({ "type": "array", "items": self.each.schema(), "maxItems": self.max })
    }
}

impl<R: Reader> ListOf<R> {
    fn read_all(&self, items: &[Node], at: &Place<'_>, faults: &mut Faults) -> Option<Vec<R::Out>> {
        if items.len() > self.max {
            return faults.refuse_by(at, Reason::TooManyItems, ("max", told(self.max)));
        }
        // Every element is read before any is missed, so that all faults are told.
        let read: Vec<Option<R::Out>> =
            items.iter().enumerate().map(|(index, item)| self.each.read(item, &at.item(index), faults)).collect();
        read.into_iter().collect()
    }
}

/// Takes one or a list; see [`one_or_many`].
#[derive(Clone, Copy, Debug)]
pub struct OneOrMany<R>(ListOf<R>);

/// Reads a list of up to `max`, or one alone.
#[must_use]
pub const fn one_or_many<R: Reader>(each: R, max: usize) -> OneOrMany<R> {
    OneOrMany(list(each, max))
}

impl<R: Reader> Reader for OneOrMany<R> {
    type Out = Vec<R::Out>;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Vec<R::Out>> {
        match node {
            Node::List(_) => self.0.read(node, at, faults),
            one => self.0.each.read(one, at, faults).map(|value| vec![value]),
        }
    }

    fn schema(&self) -> Value {
        json!({ "oneOf": [self.0.each.schema(), self.0.schema()] })
    }
}

/// Takes anything; see [`ignored`].
#[derive(Clone, Copy, Debug)]
pub struct Ignored;

/// Lets a field of Medusa's contract pass whose value Wufi does not use.
#[must_use]
pub const fn ignored() -> Ignored {
    Ignored
}

impl Reader for Ignored {
    type Out = ();

    fn read(&self, _: &Node, _: &Place<'_>, _: &mut Faults) -> Option<()> {
        Some(())
    }

    fn schema(&self) -> Value {
        json!({ "description": "Accepted and not used." })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{body, node, query};
    use super::super::{whole, word};
    use super::*;

    #[test]
    fn a_list_of_one_text_in_a_query_is_split_at_commas() {
        let joined = Node::List(vec![Node::Loose("a,b".to_owned())]);
        let in_body = body(&list(word(9), 3), r#"["a,b"]"#);

        assert_eq!(node(&list(word(9), 3), &joined), Ok(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(in_body, Err(Reason::BadCharacter));
        assert_eq!(node(&word(9), &joined), Err(Reason::ExpectedString));
    }

    #[test]
    fn lists_are_counted_and_each_element_has_its_place() {
        let mut faults = Faults::default();
        let sent = super::super::super::json::parse(b"[1,\"2\",3000]").unwrap();
        let read = list(whole(0, 9), 3).read(&sent, &Place::ROOT, &mut faults);
        let paths: Vec<String> = faults.into_vec().into_iter().map(|fault| fault.path).collect();

        assert_eq!(read, None);
        assert_eq!(paths, ["[1]", "[2]"]);
        assert_eq!(body(&list(whole(0, 9), 2), "[1,2,3]"), Err(Reason::TooManyItems));
        assert_eq!(body(&list(whole(0, 9), 2), "1"), Err(Reason::ExpectedArray));
        assert_eq!(body(&list(whole(0, 9), 2), r#"{"0":1}"#), Err(Reason::ExpectedArray));
    }

    #[test]
    fn one_alone_is_a_list_of_one_where_both_are_taken() {
        assert_eq!(query(&one_or_many(word(9), 3), "a"), Ok(vec!["a".to_owned()]));
        assert_eq!(body(&one_or_many(whole(0, 9), 3), "[1,2]"), Ok(vec![1, 2]));
    }
}
