//! How products are grouped.

use crate::ids::{CategoryId, CollectionId, TagId, TypeId};
use crate::localized::Localized;
use crate::metadata::Metadata;
use crate::moment::Moment;

/// A category: a place in the shop's tree.
#[derive(Clone, Debug)]
pub struct Category {
    /// Of the category.
    pub id: CategoryId,
    /// The one above.
    pub parent: Option<CategoryId>,
    /// In URLs.
    pub handle: String,
    /// For people.
    pub name: Localized,
    /// More for people; may be empty.
    pub description: Localized,
    /// Its place among its siblings.
    pub rank: i64,
    /// The shop's own facts.
    pub metadata: Option<Metadata>,
    /// When it was made.
    pub created_at: Moment,
    /// When it changed last.
    pub updated_at: Moment,
}

/// A collection: products that the shop shows together.
#[derive(Clone, Debug)]
pub struct Collection {
    /// Of the collection.
    pub id: CollectionId,
    /// In URLs.
    pub handle: String,
    /// For people.
    pub title: Localized,
    /// The shop's own facts.
    pub metadata: Option<Metadata>,
    /// When it was made.
    pub created_at: Moment,
    /// When it changed last.
    pub updated_at: Moment,
}

/// A tag.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Of the tag.
    pub id: TagId,
    /// The word.
    pub value: Localized,
    /// When it was made.
    pub created_at: Moment,
}

/// A type of product, such as dry food.
#[derive(Clone, Debug)]
pub struct ProductType {
    /// Of the type.
    pub id: TypeId,
    /// The word.
    pub value: Localized,
    /// When it was made.
    pub created_at: Moment,
}
