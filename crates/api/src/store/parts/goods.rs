//! What a line of a cart or an order shows of its product.

use serde_json::Value;
use wufi_domain::goods::Snapshot;
use wufi_domain::ids::{ProductId, VariantId};

use crate::extract::{Object, Pick};
use crate::store::catalog::{self, Front};

/// Adds what the product was called when it was put in.
pub(in crate::store) fn snapshot<'p>(object: Object<'p>, told: &Snapshot, front: Front<'_>) -> Object<'p> {
    object
        .put("title", told.title.as_str())
        .put("subtitle", told.subtitle.clone())
        .put_with("thumbnail", || told.thumbnail.as_ref().map(|kept| front.picture(kept)))
        .put("product_title", told.product_title.as_str())
        .put("product_description", told.product_description.clone())
        .put("product_subtitle", told.product_subtitle.clone())
        .put("product_type", told.product_type.clone())
        .put("product_type_id", told.product_type_id.clone())
        .put("product_collection", told.product_collection.clone())
        .put("product_handle", told.product_handle.as_str())
        .put("variant_sku", told.variant_sku.clone())
        .put("variant_barcode", told.variant_barcode.clone())
        .put("variant_title", told.variant_title.as_str())
        .put("variant_option_values", Value::Null)
        .put("requires_shipping", told.requires_shipping)
        .put("is_giftcard", told.is_giftcard)
        .put("is_discountable", told.is_discountable)
        .put("is_custom_price", false)
}

/// The product as it is now; `null` when it is no longer sold.
pub(in crate::store) fn product(id: &ProductId, front: Front<'_>, pick: &Pick) -> Value {
    front.shop.catalog.product(id).map_or(Value::Null, |product| catalog::product_in_line(product, front, pick))
}

/// The variant as it is now, with its product when that was picked; `null` when it is no longer sold.
pub(in crate::store) fn variant(id: &VariantId, front: Front<'_>, pick: &Pick) -> Value {
    let Some((product, variant)) = front.shop.catalog.variant(id) else { return Value::Null };
    let mut shown = catalog::variant((product, variant), front, pick);
    if let (Some(part), Some(members)) = (pick.part("product"), shown.as_object_mut()) {
        members.insert("product".to_owned(), catalog::product_in_line(product, front, part));
    }
    shown
}
