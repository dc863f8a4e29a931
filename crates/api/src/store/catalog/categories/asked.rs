//! What categories can be asked.

use std::borrow::Cow;

use serde_json::{Value, json};
use wufi_domain::catalog::Category;
use wufi_domain::ids::CategoryId;
use wufi_domain::text::Kind;

use super::super::front::Front;
use super::super::listing::{Listed, Listing, MOST, admits};
use super::view::{Tree, View};
use crate::extract::node::Node;
use crate::extract::readers::{boolean, id, one_or_many, text};
use crate::extract::{Faults, Fields, Pick, Place, Reader, Shape};

/// What a list of categories can be asked.
#[derive(Clone, Debug)]
pub(in super::super) struct Asked {
    listing: Listing<Category>,
    names: Vec<String>,
    descriptions: Vec<String>,
    handles: Vec<String>,
    parents: Vec<Option<CategoryId>>,
    tree: Tree,
}

impl Shape for Asked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            listing: Listing::read(fields),
            names: fields.or("name", one_or_many(text(Kind::Line, 200), MOST), Vec::new()),
            descriptions: fields.or("description", one_or_many(text(Kind::Lines, 2_000), MOST), Vec::new()),
            // The starter asks by a handle of several segments: `dogs/food`.
            handles: fields.or("handle", one_or_many(text(Kind::Line, 200), MOST), Vec::new()),
            parents: fields.or("parent_category_id", one_or_many(Parent, MOST), Vec::new()),
            tree: tree(fields),
        })
    }
}

impl Asked {
    /// The page that is asked for.
    pub(in super::super) fn answer(&self, front: Front<'_>) -> Value {
        let found = front.shop.catalog.categories().iter().filter(|category| {
            admits(&self.names, &category.name.get(front.locale).to_owned())
                && admits(&self.descriptions, &category.description.get(front.locale).to_owned())
                && admits(&self.handles, &category.handle)
                && admits(&self.parents, &category.parent)
        });
        let view = View::new(front, self.tree);
        self.listing.page("product_categories", found, front.locale, |category, pick| view.of(category, pick))
    }
}

/// What one category can be asked.
#[derive(Clone, Debug)]
pub(super) struct OneAsked {
    pick: Cow<'static, Pick>,
    tree: Tree,
}

impl Shape for OneAsked {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self { pick: Pick::read(fields, Category::rules()), tree: tree(fields) })
    }
}

impl OneAsked {
    /// The category as it is asked for.
    pub(super) fn view(&self, category: &Category, front: Front<'_>) -> Value {
        View::new(front, self.tree).of(category, &self.pick)
    }
}

fn tree(fields: &mut Fields<'_>) -> Tree {
    Tree {
        has_ancestors: fields.or("include_ancestors_tree", boolean(), false),
        has_descendants: fields.or("include_descendants_tree", boolean(), false),
    }
}

/// Reads a category's id, or `null` for the top of the tree.
#[derive(Clone, Copy, Debug)]
struct Parent;

impl Reader for Parent {
    type Out = Option<CategoryId>;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Self::Out> {
        match node.text() {
            Some("null" | "") => Some(None),
            _ => id().read(node, at, faults).map(Some),
        }
    }

    fn schema(&self) -> Value {
        json!({ "oneOf": [{ "type": "string", "enum": ["null"] }, id::<CategoryId>().schema()] })
    }
}
