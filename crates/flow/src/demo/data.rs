//! The demo shop in memory, read from the files that are built into the program.

use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::catalog::{Category, Collection, Product, ProductOption, ProductType, Tag};
use super::terms::{FulfillmentSet, Location, Region, SalesChannel, ShippingProfile, ShippingType, Store, TaxRate};

/// Why the demo shop's files are no shop. Whoever edits them reads this.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DemoError {
    /// Not TOML, or not of the form that is wanted.
    #[error("{file} cannot be read: {reason}")]
    Unreadable {
        /// The file.
        file: &'static str,
        /// Where and why.
        reason: String,
    },
    /// Two things of one kind have one name.
    #[error("there are two {kind} {name}")]
    Repeated {
        /// Of what kind.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// A name that nothing has.
    #[error("{of} names the {kind} {name}, which there is not")]
    Unknown {
        /// What names it.
        of: String,
        /// Of what kind.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// A price is missing.
    #[error("{of} has no price in {currency}")]
    Unpriced {
        /// What has no price.
        of: String,
        /// In what currency.
        currency: String,
    },
    /// Things that must fit together do not.
    #[error("{of}: {reason}")]
    Amiss {
        /// Where.
        of: String,
        /// What.
        reason: &'static str,
    },
}

/// The demo shop. Lists are in the order of the files, which is the order of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shop {
    /// The store itself.
    pub store: Store,
    /// Its sales channels.
    pub sales_channels: Vec<SalesChannel>,
    /// Its stock locations.
    pub locations: Vec<Location>,
    /// Its regions.
    pub regions: Vec<Region>,
    /// The standard tax rate of each country.
    pub tax_rates: Vec<TaxRate>,
    /// Its shipping profiles.
    pub shipping_profiles: Vec<ShippingProfile>,
    /// Its ways of sending.
    pub shipping_types: Vec<ShippingType>,
    /// From where and to where it sends.
    pub fulfillment_sets: Vec<FulfillmentSet>,
    /// Its categories, parents before their children.
    pub categories: Vec<Category>,
    /// Its collections.
    pub collections: Vec<Collection>,
    /// Its product types.
    pub types: Vec<ProductType>,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// The options by which variants differ, for all products.
    pub options: Vec<ProductOption>,
    /// Its products.
    pub products: Vec<Product>,
}

impl Shop {
    /// The demo shop, read and checked once.
    pub fn load() -> Result<&'static Self, DemoError> {
        static SHOP: LazyLock<Result<Shop, DemoError>> = LazyLock::new(read);
        SHOP.as_ref().map_err(Clone::clone)
    }

    /// The product of a handle.
    #[must_use]
    pub fn product(&self, handle: &str) -> Option<&Product> {
        self.products.iter().find(|product| product.handle.as_str() == handle)
    }
}

/// `shop.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShopFile {
    store: Store,
    sales_channels: Vec<SalesChannel>,
    locations: Vec<Location>,
    regions: Vec<Region>,
    tax_rates: Vec<TaxRate>,
    shipping_profiles: Vec<ShippingProfile>,
    shipping_types: Vec<ShippingType>,
    fulfillment_sets: Vec<FulfillmentSet>,
}

/// `categories.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoriesFile {
    categories: Vec<Category>,
}

/// `collections.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CollectionsFile {
    collections: Vec<Collection>,
}

/// `vocabulary.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VocabularyFile {
    types: Vec<ProductType>,
    tags: Vec<Tag>,
    options: Vec<ProductOption>,
}

/// `products-*.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductsFile {
    products: Vec<Product>,
}

/// The products, a file for each kind of animal or need.
const PRODUCT_FILES: [(&str, &str); 10] = [
    ("products-dog-food.toml", include_str!("../../demo/products-dog-food.toml")),
    ("products-dog-toys.toml", include_str!("../../demo/products-dog-toys.toml")),
    ("products-dog-gear.toml", include_str!("../../demo/products-dog-gear.toml")),
    ("products-cat-food.toml", include_str!("../../demo/products-cat-food.toml")),
    ("products-cat-home.toml", include_str!("../../demo/products-cat-home.toml")),
    ("products-rodents.toml", include_str!("../../demo/products-rodents.toml")),
    ("products-birds.toml", include_str!("../../demo/products-birds.toml")),
    ("products-aquarium.toml", include_str!("../../demo/products-aquarium.toml")),
    ("products-terrarium.toml", include_str!("../../demo/products-terrarium.toml")),
    ("products-care.toml", include_str!("../../demo/products-care.toml")),
];

fn read() -> Result<Shop, DemoError> {
    let terms: ShopFile = parse("shop.toml", include_str!("../../demo/shop.toml"))?;
    let words: VocabularyFile = parse("vocabulary.toml", include_str!("../../demo/vocabulary.toml"))?;
    let categories: CategoriesFile = parse("categories.toml", include_str!("../../demo/categories.toml"))?;
    let collections: CollectionsFile = parse("collections.toml", include_str!("../../demo/collections.toml"))?;
    let mut products = Vec::new();
    for (file, text) in PRODUCT_FILES {
        products.extend(parse::<ProductsFile>(file, text)?.products);
    }

    let shop = Shop {
        store: terms.store,
        sales_channels: terms.sales_channels,
        locations: terms.locations,
        regions: terms.regions,
        tax_rates: terms.tax_rates,
        shipping_profiles: terms.shipping_profiles,
        shipping_types: terms.shipping_types,
        fulfillment_sets: terms.fulfillment_sets,
        categories: categories.categories,
        collections: collections.collections,
        types: words.types,
        tags: words.tags,
        options: words.options,
        products,
    };
    shop.check()?;
    Ok(shop)
}

fn parse<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, DemoError> {
    toml::from_str(text).map_err(|fault| DemoError::Unreadable { file, reason: fault.to_string() })
}
