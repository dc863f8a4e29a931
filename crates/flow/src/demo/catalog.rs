//! What the demo shop sells: `categories.toml`, `collections.toml`, `vocabulary.toml`, `products-*.toml`.

use serde::Deserialize;
use wufi_domain::country::Country;
use wufi_domain::ids::{CategoryId, CollectionId, ProductId, ShippingProfileId, TagId, TypeId, VariantId};

use super::ean::Ean;
use super::ids::Key;
use super::picture::Picture;
use super::prices::Prices;
use super::text::Text;

/// A category; the order of the file is the order in the shop, parents first.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Its handle.
    pub handle: Key<CategoryId>,
    /// The category that it is part of.
    pub parent: Option<Key<CategoryId>>,
    /// Its name.
    pub name: Text,
    /// What is found in it.
    pub description: Text,
}

/// A collection: products that belong together for a reason other than their kind.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collection {
    /// Its handle.
    pub handle: Key<CollectionId>,
    /// Its name.
    pub title: Text,
    /// What holds it together.
    pub description: Text,
}

/// A product type, such as dry food.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductType {
    /// Its short name, by which rules know it.
    pub key: Key<TypeId>,
    /// Its name for people.
    pub name: Text,
}

/// A tag, such as grain-free.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// Its short name.
    pub key: Key<TagId>,
    /// Its name for people.
    pub name: Text,
}

/// A way in which variants differ, such as size, with all its values in the order of the shop.
///
/// Kept once for all products; what one product offers of it is [`Shop::options_of`](super::Shop::options_of).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductOption {
    /// Its short name.
    pub key: String,
    /// Its name for people.
    pub title: Text,
    /// Its values.
    pub values: Vec<OptionValue>,
}

/// A value of an option, such as 2 kg.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionValue {
    /// Its short name.
    pub key: String,
    /// Its name for people.
    pub name: Text,
}

/// Whether shoppers see a product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// They do.
    #[default]
    Published,
    /// Not yet.
    Draft,
}

/// A product.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Its handle.
    pub handle: Key<ProductId>,
    /// Whether shoppers see it.
    #[serde(default)]
    pub status: Status,
    /// Its name, which begins with its brand.
    pub title: Text,
    /// A line below the name.
    pub subtitle: Option<Text>,
    /// Two to four sentences.
    pub description: Text,
    /// Where it is found.
    pub categories: Vec<Key<CategoryId>>,
    /// The collection that it belongs to.
    pub collection: Option<Key<CollectionId>>,
    /// What kind of thing it is.
    #[serde(rename = "type")]
    pub kind: Key<TypeId>,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<Key<TagId>>,
    /// Where it is made.
    pub origin_country: Option<Country>,
    /// How it is sent; `None` when there is nothing to send.
    pub shipping_profile: Option<Key<ShippingProfileId>>,
    /// What it looks like.
    pub(super) picture: Picture,
    /// The options by which its variants differ.
    pub options: Vec<String>,
    /// What can be bought, in the order of the shop.
    pub variants: Vec<Variant>,
}

impl Product {
    /// Where its picture is served.
    #[must_use]
    pub fn picture_path(&self) -> String {
        format!("/static/demo/{}.svg", self.handle)
    }
}

/// A variant: what is put into a cart.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Its value of each of the product's options, in their order.
    pub choices: Vec<String>,
    /// Its number in the warehouse.
    pub sku: Key<VariantId>,
    /// Its bar code.
    pub ean: Ean,
    /// What it weighs when packed.
    pub weight_grams: u32,
    /// What it costs.
    pub prices: Prices,
    /// How many there are.
    pub stock: Stock,
}

/// How many there are of a variant. In the files: `{ counted = 12 }`, `{ backorder = 0 }`, `"unmanaged"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stock {
    /// As many as this, and no more can be bought.
    Counted(u32),
    /// As many as this, and more are ordered when they are bought.
    Backorder(u32),
    /// Nobody counts.
    Unmanaged,
}

impl Stock {
    /// How many lie in the warehouse; `None` when nobody counts.
    #[must_use]
    pub fn count(self) -> Option<i64> {
        match self {
            Self::Counted(count) | Self::Backorder(count) => Some(i64::from(count)),
            Self::Unmanaged => None,
        }
    }

    /// Whether somebody counts.
    #[must_use]
    pub const fn is_managed(self) -> bool {
        !matches!(self, Self::Unmanaged)
    }

    /// Whether more can be bought than there are.
    #[must_use]
    pub const fn allows_backorder(self) -> bool {
        matches!(self, Self::Backorder(_))
    }
}
