//! A category as Medusa shows it, with as much of the tree as was asked for.

use serde_json::Value;
use wufi_domain::catalog::Category;
use wufi_domain::ids::Id as _;

use super::super::front::{Front, metadata};
use super::super::products;
use crate::extract::{Object, Pick};

/// How far a tree is followed: deeper than any shop's, and an end for one that was bent into a ring.
const DEEPEST: usize = 12;

/// Which sides of the tree come whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tree {
    /// Everything above.
    pub(super) has_ancestors: bool,
    /// Everything below.
    pub(super) has_descendants: bool,
}

/// Shows categories.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'s> {
    front: Front<'s>,
    tree: Tree,
}

impl<'s> View<'s> {
    /// Shows them with these sides of the tree.
    pub(super) const fn new(front: Front<'s>, tree: Tree) -> Self {
        Self { front, tree }
    }

    /// One category.
    pub(super) fn of(self, category: &Category, pick: &Pick) -> Value {
        fields(category, self.front, pick)
            .relation("parent_category", |pick| self.above(category, pick, DEEPEST))
            .relation("category_children", |pick| self.below(category, pick, DEEPEST))
            .relation("products", |pick| self.products(category, pick))
            .done()
    }

    fn above(self, category: &Category, pick: &Pick, levels: usize) -> Value {
        let parent = category.parent.as_ref().and_then(|id| self.front.shop.catalog.category(id));
        let (Some(parent), Some(levels)) = (parent, levels.checked_sub(1)) else { return Value::Null };
        let object = fields(parent, self.front, pick);
        let object = if self.tree.has_ancestors {
            object.always("parent_category", self.above(parent, pick, levels))
        } else {
            object.relation("parent_category", |pick| self.above(parent, pick, levels))
        };
        object.done()
    }

    fn below(self, category: &Category, pick: &Pick, levels: usize) -> Value {
        let Some(levels) = levels.checked_sub(1) else { return Value::Array(Vec::new()) };
        let child = |child: &Category| {
            let object = fields(child, self.front, pick);
            let object = if self.tree.has_descendants {
                object.always("category_children", self.below(child, pick, levels))
            } else {
                object.relation("category_children", |pick| self.below(child, pick, levels))
            };
            object.done()
        };
        self.front.shop.catalog.children(&category.id).map(child).collect()
    }

    fn products(self, category: &Category, pick: &Pick) -> Value {
        let inside = self.front.products().filter(|product| product.categories.contains(&category.id));
        inside.map(|product| products::plain(product, self.front, pick)).collect()
    }
}

/// A category's own fields.
pub(in super::super) fn fields<'p>(category: &Category, front: Front<'_>, pick: &'p Pick) -> Object<'p> {
    pick.object()
        .always("id", category.id.as_str())
        .put_with("name", || front.text(&category.name))
        .put_with("description", || front.text(&category.description))
        .put("handle", category.handle.as_str())
        .put("rank", category.rank)
        .put("is_active", true)
        .put("is_internal", false)
        .put("external_id", Value::Null)
        .put_with("parent_category_id", || category.parent.as_ref().map_or(Value::Null, |id| Value::from(id.as_str())))
        .put_with("created_at", || category.created_at.to_string())
        .put_with("updated_at", || category.updated_at.to_string())
        .put("deleted_at", Value::Null)
        .put_with("metadata", || metadata(category.metadata.as_ref()))
}
