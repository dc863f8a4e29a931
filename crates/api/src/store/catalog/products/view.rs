//! A product as Medusa shows it.

use serde_json::Value;
use wufi_domain::catalog::{Image, OptionValue, Product, ProductOption, Variant};
use wufi_domain::ids::Id as _;

use super::super::front::{Front, metadata};
use super::super::{categories, collections, words};
use super::price::Pricing;
use super::variant;
use crate::extract::{Object, Pick};

/// Shows products.
#[derive(Clone, Debug)]
pub(super) struct View<'s> {
    /// The shop as it is seen.
    pub(super) front: Front<'s>,
    /// The prices, when they were asked for.
    pub(super) pricing: Option<Pricing<'s>>,
}

impl<'s> View<'s> {
    /// Shows them with these prices.
    pub(super) const fn new(front: Front<'s>, pricing: Option<Pricing<'s>>) -> Self {
        Self { front, pricing }
    }

    /// One product.
    pub(super) fn of(&self, product: &Product, pick: &Pick) -> Value {
        let front = self.front;
        let options = |pick: &Pick| product.options.iter().map(|one| option(one, front, pick)).collect();
        fields(product, front, pick)
            .relation("type", |pick| product.kind.as_ref().map_or(Value::Null, |kind| words::fields(kind, front, pick).done()))
            .relation("collection", |pick| self.collection(product, pick))
            .relation("categories", |pick| self.categories(product, pick))
            .relation("options", options)
            .relation("tags", |pick| product.tags.iter().map(|tag| words::fields(tag, front, pick).done()).collect())
            .relation("images", |pick| images(product, front, pick))
            .relation("variants", |pick| {
                product.variants.iter().map(|variant| variant::view(self, product, variant, pick)).collect()
            })
            .done()
    }

    fn collection(&self, product: &Product, pick: &Pick) -> Value {
        let collection = product.collection.as_ref().and_then(|id| self.front.shop.catalog.collection(id));
        collection.map_or(Value::Null, |collection| collections::fields(collection, self.front, pick).done())
    }

    fn categories(&self, product: &Product, pick: &Pick) -> Value {
        let seen = product.categories.iter().filter_map(|id| self.front.shop.catalog.category(id));
        seen.map(|category| categories::fields(category, self.front, pick).done()).collect()
    }
}

/// A product without its relations, as collections, categories and tags show it.
pub(in crate::store) fn plain(product: &Product, front: Front<'_>, pick: &Pick) -> Value {
    fields(product, front, pick).done()
}

/// A product with its relations and without prices, as lines of carts and orders show it.
pub(in crate::store) fn in_line(product: &Product, front: Front<'_>, pick: &Pick) -> Value {
    View::new(front, None).of(product, pick)
}

/// A variant without its price, as lines of carts and orders show it.
pub(in crate::store) fn unpriced(variant: (&Product, &Variant), front: Front<'_>, pick: &Pick) -> Value {
    let (product, variant) = variant;
    variant::view(&View::new(front, None), product, variant, pick)
}

/// A product's own fields.
fn fields<'p>(product: &Product, front: Front<'_>, pick: &'p Pick) -> Object<'p> {
    let text = |text: &Option<_>| text.as_ref().map_or(Value::Null, |text| front.text(text));
    let object = pick
        .object()
        .always("id", product.id.as_str())
        .put_with("title", || front.text(&product.title))
        .put_with("subtitle", || text(&product.subtitle))
        .put_with("description", || text(&product.description))
        .put("handle", product.handle.as_str())
        .put("is_giftcard", product.is_giftcard)
        .put("discountable", product.is_discountable)
        .put("status", "published")
        .put_with("thumbnail", || product.thumbnail.as_ref().map(|kept| front.picture(kept)))
        .put_with("collection_id", || product.collection.as_ref().map(ToString::to_string))
        .put_with("type_id", || product.kind.as_ref().map(|kind| kind.id.to_string()))
        .put("weight", product.weight_grams)
        .put_with("origin_country", || product.origin_country.clone())
        .put_with("material", || product.material.clone())
        .put_with("external_id", || product.external_id.clone())
        .put_with("metadata", || metadata(product.metadata.as_ref()))
        .put_with("created_at", || product.created_at.to_string())
        .put_with("updated_at", || product.updated_at.to_string());
    nulls(object, &["length", "height", "width", "hs_code", "mid_code", "deleted_at"])
}

/// Adds fields of Medusa's that Wufi keeps no values for.
pub(super) fn nulls<'p>(object: Object<'p>, names: &[&str]) -> Object<'p> {
    names.iter().fold(object, |object, name| object.put(name, Value::Null))
}

/// A product's pictures.
pub(super) fn images(product: &Product, front: Front<'_>, pick: &Pick) -> Value {
    let image = |image: &Image| {
        pick.object()
            .always("id", image.id.as_str())
            .put_with("url", || front.picture(&image.url))
            .put("rank", image.rank)
            .put("metadata", Value::Null)
            .put("product_id", product.id.as_str())
            .put_with("created_at", || image.created_at.to_string())
            .put_with("updated_at", || image.created_at.to_string())
            .put("deleted_at", Value::Null)
            .done()
    };
    product.images.iter().map(image).collect()
}

/// Something to choose, with what there is.
fn option(option: &ProductOption, front: Front<'_>, pick: &Pick) -> Value {
    let values = |pick: &Pick| option.values.iter().map(|one| value(one, option, front, pick).done()).collect();
    option_fields(option, front, pick).relation("values", values).done()
}

/// An option's own fields.
pub(super) fn option_fields<'p>(option: &ProductOption, front: Front<'_>, pick: &'p Pick) -> Object<'p> {
    pick.object()
        .always("id", option.id.as_str())
        .put_with("title", || front.text(&option.title))
        .put("is_exclusive", true)
        .put("metadata", Value::Null)
        .put_with("created_at", || option.created_at.to_string())
        .put_with("updated_at", || option.created_at.to_string())
        .put("deleted_at", Value::Null)
}

/// One choice of an option.
pub(super) fn value<'p>(value: &OptionValue, option: &ProductOption, front: Front<'_>, pick: &'p Pick) -> Object<'p> {
    pick.object()
        .always("id", value.id.as_str())
        .put_with("value", || front.text(&value.value))
        .put("rank", Value::Null)
        .put("metadata", Value::Null)
        .put("option_id", option.id.as_str())
        .put_with("created_at", || value.created_at.to_string())
        .put_with("updated_at", || value.created_at.to_string())
        .put("deleted_at", Value::Null)
}
