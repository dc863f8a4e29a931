//! A variant as Medusa shows it, with its price.

use serde_json::Value;
use wufi_domain::catalog::{Product, Variant};
use wufi_domain::ids::{Id as _, OptionValueId};

use super::super::front::metadata;
use super::view::{View, images, nulls, option_fields, value};
use crate::extract::Pick;

/// One variant of `product`.
pub(super) fn view(view: &View<'_>, product: &Product, variant: &Variant, pick: &Pick) -> Value {
    let object = pick
        .object()
        .always("id", variant.id.as_str())
        .put_with("title", || view.front.text(&variant.title))
        .put_with("sku", || variant.sku.clone())
        .put_with("barcode", || variant.barcode.clone())
        .put_with("ean", || variant.ean.clone())
        .put("allow_backorder", variant.allows_backorder)
        .put("manage_inventory", variant.manages_inventory)
        .put("weight", variant.weight_grams)
        .put_with("metadata", || metadata(variant.metadata.as_ref()))
        .put("variant_rank", variant.rank)
        .put("product_id", product.id.as_str())
        .put_with("created_at", || variant.created_at.to_string())
        .put_with("updated_at", || variant.updated_at.to_string())
        .relation("options", |pick| variant.values.iter().filter_map(|id| choice(view, product, id, pick)).collect())
        // Pictures belong to the product; Medusa, too, shows those that no variant claims at every variant.
        .relation("images", |pick| images(product, view.front, pick));
    let object = nulls(
        object,
        &["upc", "hs_code", "origin_country", "mid_code", "material", "length", "height", "width", "thumbnail", "deleted_at"],
    );

    // A named region brings prices along with whole variants, asked for or not.
    match &view.pricing {
        Some(pricing) if pick.has("calculated_price") => object.always("calculated_price", pricing.of(&variant.prices)).done(),
        Some(_) | None => object.done(),
    }
}

/// A choice that a variant stands for, with the option that it answers.
fn choice(view: &View<'_>, product: &Product, id: &OptionValueId, pick: &Pick) -> Option<Value> {
    let choices = product.options.iter().flat_map(|option| option.values.iter().map(move |value| (option, value)));
    let (option, chosen) = choices.into_iter().find(|(_, value)| value.id == *id)?;
    let object = value(chosen, option, view.front, pick);
    Some(object.put_with("option", || option_fields(option, view.front, pick).done()).done())
}
