//! `fields`: which parts of a thing a client asked for, as Medusa's parameter says it.
//!
//! Only paths on a route's lists are ever picked, so what is read from the
//! request turns into `&'static str` at once, and without the parameter the
//! route's own selection is used without a copy.

mod object;
mod rules;

use std::borrow::Cow;

use serde_json::{Value, json};
use wufi_domain::fault::{FieldFault, Reason};

use super::node::Node;
use super::{Faults, Fields, Place, Reader};

pub use object::Object;
pub use rules::FieldRules;

/// The longest `fields`, in bytes.
const MAX_BYTES: usize = 1_024;

/// A selection: a tree of the paths that were picked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pick {
    whole: bool,
    /// What was taken away from the whole.
    without: Vec<&'static str>,
    /// Sorted by name.
    parts: Vec<(&'static str, Self)>,
}

impl Pick {
    /// Reads `fields`; unknown paths are dropped silently, as Medusa does.
    pub fn parse(asked: Option<&str>, rules: &'static FieldRules) -> Result<Cow<'static, Self>, FieldFault> {
        let items: Vec<Item<'_>> = asked.unwrap_or_default().split(',').filter_map(Item::read).collect();
        if items.is_empty() {
            return Ok(Cow::Borrowed(rules.selection()));
        }
        if asked.is_some_and(|asked| asked.len() > MAX_BYTES) {
            return Err(FieldFault::new("fields", Reason::TooManyBytes).with("max", 1_024));
        }
        if items.iter().any(|item| item.relations() > rules.max_depth) {
            let max = i64::try_from(rules.max_depth).unwrap_or(i64::MAX);
            return Err(FieldFault::new("fields", Reason::FieldsTooDeep).with("max", max));
        }

        // One bare name replaces the defaults; then signs on others mean nothing.
        let replaces = items.iter().any(|item| item.sign == Sign::Bare);
        let mut pick = if replaces { Self::default() } else { rules.selection().clone() };
        for item in items {
            if item.sign == Sign::Minus && !replaces {
                rules.known_or_passed(item.path).into_iter().for_each(|path| pick.drop(path));
            } else {
                rules.known(item.path).into_iter().for_each(|path| pick.select(path));
            }
        }
        Ok(Cow::Owned(pick))
    }

    /// What is answered by rules that nothing is asked of.
    #[must_use]
    pub fn usual(rules: &'static FieldRules) -> &'static Self {
        rules.selection()
    }

    /// Reads the `fields` of a query.
    pub fn read(fields: &mut Fields<'_>, rules: &'static FieldRules) -> Cow<'static, Self> {
        fields.optional("fields", Picking(rules)).unwrap_or(Cow::Borrowed(rules.selection()))
    }

    /// The same with a whole relation that a route answers whatever is asked for.
    #[must_use]
    pub fn and(picked: Cow<'static, Self>, relation: &'static str) -> Cow<'static, Self> {
        if picked.part(relation).is_some_and(Self::is_whole) {
            return picked;
        }
        let mut pick = picked.into_owned();
        pick.select(relation);
        Cow::Owned(pick)
    }

    /// What was picked of a relation; `None` when the relation was not.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&Self> {
        let at = self.parts.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
        self.parts.get(at).map(|(_, part)| part)
    }

    /// Whether a field of its own was picked, alone or with the whole.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.part(name).is_some() || (self.whole && !self.without.contains(&name))
    }

    /// Whether everything that is not a relation was picked.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.whole
    }

    /// Starts an object of the picked fields.
    #[must_use]
    pub fn object(&self) -> Object<'_> {
        Object::new(self)
    }

    /// Adds a path; the thing at its end is picked whole.
    fn select(&mut self, path: &'static str) {
        let mut node = self;
        for name in path.split('.') {
            node = node.part_or_new(name);
        }
        node.whole = true;
        node.without.clear();
    }

    fn part_or_new(&mut self, name: &'static str) -> &mut Self {
        let at = match self.parts.binary_search_by(|(known, _)| (*known).cmp(name)) {
            Ok(at) => at,
            Err(at) => {
                self.parts.insert(at, (name, Self::default()));
                at
            }
        };
        #[expect(clippy::indexing_slicing, reason = "the search or the insertion above gave this place")]
        &mut self.parts[at].1
    }

    /// Takes a path away, with everything under it, also out of a whole; what is picked later counts again.
    fn drop(&mut self, path: &'static str) {
        let Some((name, rest)) = path.split_once('.') else {
            self.parts.retain(|(known, _)| *known != path);
            self.without.push(path);
            return;
        };
        if let Some((_, part)) = self.parts.iter_mut().find(|(known, _)| *known == name) {
            part.drop(rest);
        }
    }
}

/// One item of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Item<'a> {
    sign: Sign,
    path: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Bare,
    Plus,
    Minus,
    Star,
}

impl<'a> Item<'a> {
    /// Takes an item apart; `None` when there is nothing in it.
    ///
    /// A leading space is an undecoded `+`, unless a sign of its own follows.
    fn read(item: &'a str) -> Option<Self> {
        let trimmed = item.trim();
        let signed = [("+", Sign::Plus), ("-", Sign::Minus), ("*", Sign::Star)];
        let (sign, path) = match signed.into_iter().find_map(|(mark, sign)| Some((sign, trimmed.strip_prefix(mark)?))) {
            Some(signed) => signed,
            None if trimmed.is_empty() => return None,
            None if trimmed.ends_with(".*") => (Sign::Star, trimmed),
            None if item.starts_with(' ') => (Sign::Plus, trimmed),
            None => (Sign::Bare, trimmed),
        };
        Some(Self { sign, path: bare(path.trim()) })
    }

    /// How many relations the path passes through.
    fn relations(&self) -> usize {
        let steps = self.path.split('.').count();
        if self.sign == Sign::Star { steps } else { steps - 1 }
    }
}

/// A path without the star that says "whole".
fn bare(path: &str) -> &str {
    path.strip_suffix(".*").unwrap_or(path)
}

/// Takes the `fields` of a query.
struct Picking(&'static FieldRules);

impl Reader for Picking {
    type Out = Cow<'static, Pick>;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Self::Out> {
        let Some(text) = node.text() else { return faults.refuse(at, Reason::ExpectedString) };
        Pick::parse(Some(text), self.0).map_or_else(|fault| faults.add(fault), Some)
    }

    fn schema(&self) -> Value {
        json!({ "type": "string", "maxLength": MAX_BYTES, "x-defaults": self.0.defaults, "x-allowed": self.0.more().collect::<Vec<_>>() })
    }

    fn takes_empty_for_none(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests;
