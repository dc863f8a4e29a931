//! The catalogue: what the shop sells, as it is read.

mod category;
mod product;

use std::collections::HashMap;

pub use category::{Category, Collection, ProductType, Tag};
pub use product::{Image, OptionValue, Product, ProductOption, Variant};

use crate::ids::{CategoryId, CollectionId, ProductId, VariantId};

/// Every product, category and collection, with the ways to find them.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    products: Vec<Product>,
    product_at: HashMap<ProductId, usize>,
    variant_at: HashMap<VariantId, (usize, usize)>,
    categories: Vec<Category>,
    collections: Vec<Collection>,
}

impl Catalog {
    /// Builds the ways to find things.
    #[must_use]
    pub fn new(products: Vec<Product>, categories: Vec<Category>, collections: Vec<Collection>) -> Self {
        let product_at = products.iter().enumerate().map(|(at, product)| (product.id.clone(), at)).collect();
        let variant_at = products
            .iter()
            .enumerate()
            .flat_map(|(at, product)| {
                product.variants.iter().enumerate().map(move |(within, variant)| (variant.id.clone(), (at, within)))
            })
            .collect();
        Self { products, product_at, variant_at, categories, collections }
    }

    /// Every product that shoppers may see, oldest first.
    #[must_use]
    pub fn products(&self) -> &[Product] {
        &self.products
    }

    /// One product.
    #[must_use]
    pub fn product(&self, id: &ProductId) -> Option<&Product> {
        self.products.get(*self.product_at.get(id)?)
    }

    /// One variant with its product.
    #[must_use]
    pub fn variant(&self, id: &VariantId) -> Option<(&Product, &Variant)> {
        let (at, within) = self.variant_at.get(id)?;
        let product = self.products.get(*at)?;
        Some((product, product.variants.get(*within)?))
    }

    /// Every category that shoppers may see, by rank.
    #[must_use]
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// One category.
    #[must_use]
    pub fn category(&self, id: &CategoryId) -> Option<&Category> {
        self.categories.iter().find(|category| category.id == *id)
    }

    /// The categories right below one, by rank.
    pub fn children<'c>(&'c self, id: &'c CategoryId) -> impl Iterator<Item = &'c Category> {
        self.categories.iter().filter(move |category| category.parent.as_ref() == Some(id))
    }

    /// Every collection, newest first.
    #[must_use]
    pub fn collections(&self) -> &[Collection] {
        &self.collections
    }

    /// One collection.
    #[must_use]
    pub fn collection(&self, id: &CollectionId) -> Option<&Collection> {
        self.collections.iter().find(|collection| collection.id == *id)
    }
}
