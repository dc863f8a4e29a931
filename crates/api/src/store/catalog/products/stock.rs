//! How many of each variant there are: asked of the database, since the shelf does not count.

use serde_json::{Value, json};
use wufi_domain::fault::Reason;
use wufi_domain::ids::{Id as _, VariantId};
use wufi_store::{Db, stock};

use super::super::front::Front;
use crate::extract::Pick;
use crate::problem::Problem;

/// Whether `variants.inventory_quantity` was picked by its name.
pub(super) fn is_asked(pick: &Pick) -> bool {
    pick.part("variants").is_some_and(|variant| variant.part("inventory_quantity").is_some())
}

/// Adds `inventory_quantity` to every counted variant of the shown products, as Medusa does with
/// `manage_inventory` beside it.
pub(super) async fn add(db: &Db, front: Front<'_>, products: &mut [Value]) -> Result<(), Problem> {
    let [channel] = front.channels else { return Err(Problem::new(Reason::ChannelAmbiguous)) };
    let mut counted: Vec<(VariantId, &mut Value)> = products.iter_mut().flat_map(variants).filter_map(identified).collect();
    counted.retain_mut(|(id, variant)| {
        let manages = front.shop.catalog.variant(id).is_some_and(|(_, held)| held.manages_inventory);
        put(variant, "manage_inventory", json!(manages));
        manages
    });

    let ids: Vec<VariantId> = counted.iter().map(|(id, _)| id.clone()).collect();
    let mut tx = db.read().await?;
    let left = stock::available(&mut tx, &ids, channel).await?;
    for (id, variant) in counted {
        put(variant, "inventory_quantity", json!(left.get(&id).copied().unwrap_or(0)));
    }
    Ok(())
}

fn variants(product: &mut Value) -> impl Iterator<Item = &mut Value> {
    product.get_mut("variants").and_then(Value::as_array_mut).into_iter().flatten()
}

fn identified(variant: &mut Value) -> Option<(VariantId, &mut Value)> {
    Some((VariantId::parse(variant.get("id")?.as_str()?)?, variant))
}

fn put(variant: &mut Value, name: &str, value: Value) {
    if let Some(members) = variant.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}
