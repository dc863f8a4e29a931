//! Fulfilments of an order.

use serde_json::{Value, json};
use wufi_domain::order::{Fulfilled, Fulfillment, Label, Order};

/// A fulfilment, as whoever bought the goods sees it.
pub(in crate::store) fn shown(order: &Order, held: &Fulfillment) -> Value {
    json!({
        "id": held.id,
        // What is taken out of stock is packed.
        "packed_at": held.created_at,
        "shipped_at": held.shipped_at,
        "delivered_at": held.delivered_at,
        "canceled_at": held.canceled_at,
        "requires_shipping": !order.shipping_methods.is_empty(),
        "shipping_option_id": order.shipping_methods.first().map(|method| &method.option),
        "items": held.items.iter().map(|one| item(order, held, one)).collect::<Vec<_>>(),
        "labels": held.labels.iter().map(label).collect::<Vec<_>>(),
        "data": {},
        "metadata": null,
        "created_at": held.created_at,
        "updated_at": held.updated_at,
        "deleted_at": null,
    })
}

/// The same as the shop's own people see it: from where, and by whom.
pub(in crate::store) fn inside(order: &Order, held: &Fulfillment) -> Value {
    let mut shown = shown(order, held);
    if let Some(members) = shown.as_object_mut() {
        members.insert("location_id".to_owned(), json!(held.location));
        members.insert("created_by".to_owned(), json!(held.by));
    }
    shown
}

fn item(order: &Order, held: &Fulfillment, item: &Fulfilled) -> Value {
    let line = order.lines.iter().find(|line| line.id == item.line);
    let count = item.quantity.get();
    json!({
        "id": item.id,
        "line_item_id": item.line,
        "title": line.map(|line| &line.goods.snapshot.title),
        "sku": line.and_then(|line| line.goods.snapshot.variant_sku.as_ref()),
        "quantity": count,
        "raw_quantity": { "value": count.to_string(), "precision": 20 },
        "fulfillment_id": held.id,
        "created_at": held.created_at,
        "updated_at": held.created_at,
        "deleted_at": null,
    })
}

fn label(label: &Label) -> Value {
    json!({
        "tracking_number": label.tracking_number,
        "tracking_url": label.tracking_url.as_deref().unwrap_or_default(),
        "label_url": label.label_url.as_deref().unwrap_or_default(),
    })
}
