//! A cart as Medusa shows it.

use serde_json::{Value, json};
use wufi_domain::cart::{Cart, CartAddress, Line, LineTotals, ShippingMethod};
use wufi_domain::ids::Id as _;
use wufi_domain::money::{Amount, OutOfRange};

use crate::extract::Pick;
use crate::store::catalog::{self, Front};
use crate::store::parts::{address, goods, payment, tax, totals};

/// Shows a cart through its storefront.
pub(super) fn cart(cart: &Cart, front: Front<'_>, pick: &Pick) -> Result<Value, OutOfRange> {
    let sums = cart.totals()?;
    let lines = cart.lines.iter().zip(&sums.lines);
    let methods = cart.shipping_methods.iter().zip(&sums.shipping_methods);
    let object = pick
        .object()
        .always("id", cart.id.as_str())
        .put("currency_code", cart.currency.code())
        .put("email", cart.email.as_ref().map(wufi_domain::email::Email::as_str))
        .put("locale", cart.locale.map(wufi_domain::locale::Locale::medusa_code))
        .put("region_id", cart.region.as_str())
        .put_with("created_at", || cart.created_at.to_string())
        .put_with("updated_at", || cart.updated_at.to_string())
        .put_with("completed_at", || cart.completed_at.map(|at| at.to_string()));
    let object = totals::whole(object, &sums, cart.currency)
        .put_with("metadata", || cart.metadata.as_ref().map_or(Value::Null, wufi_domain::metadata::Metadata::to_json))
        .put("sales_channel_id", cart.channel.as_str())
        .put_some("shipping_address_id", cart.shipping_address.as_ref().map(|held| held.id.as_str()))
        .put_some("billing_address_id", cart.billing_address.as_ref().map(|held| held.id.as_str()))
        .relation("items", |pick| lines.map(|(one, sums)| line(cart, one, sums, (front, pick))).collect())
        .relation("shipping_methods", |pick| methods.map(|(one, sums)| method(cart, one, sums, pick)).collect())
        .relation("shipping_address", |pick| held_address(cart.shipping_address.as_ref(), pick))
        .relation("billing_address", |pick| held_address(cart.billing_address.as_ref(), pick))
        .relation("credit_lines", |_| json!([]))
        .relation("region", |pick| front.shop.region(&cart.region).map_or(Value::Null, |at| catalog::region(at, pick)))
        .relation("promotions", |_| json!([]));
    Ok(with_customer(object, cart, pick).done())
}

/// Asking for the customer brings `customer_id` along, as the join does in Medusa.
fn with_customer<'p>(mut object: crate::extract::Object<'p>, cart: &Cart, pick: &Pick) -> crate::extract::Object<'p> {
    if pick.part("customer").is_some() || pick.has("customer_id") {
        object = object.always("customer_id", cart.customer.as_ref().map(|buyer| buyer.id.to_string()));
    }
    if let Some(buyer) = &cart.customer {
        let has_account = cart.owner.is_customer(&buyer.id);
        object = object.relation("customer", |pick| {
            let known = pick.object().always("id", buyer.id.as_str()).put("email", buyer.email.as_str());
            known.put("has_account", has_account).relation("groups", |_| json!([])).done()
        });
    }
    if let Some(held) = &cart.payment {
        object = object.relation("payment_collection", |pick| payment::collection(held, pick));
    }
    object
}

fn line(cart: &Cart, line: &Line, sums: &LineTotals, shown: (Front<'_>, &Pick)) -> Value {
    let (front, pick) = shown;
    let taxing = tax::Taxing { back: "item_id", to: line.id.as_str(), at: line.updated_at, currency: cart.currency };
    let object = goods::snapshot(pick.object().always("id", line.id.as_str()), &line.goods.snapshot, front)
        .put("cart_id", cart.id.as_str())
        .put("variant_id", line.goods.variant.as_str())
        .put("product_id", line.goods.product.as_str())
        .put("quantity", line.goods.quantity.get())
        .money("unit_price", Some(line.goods.unit_price), cart.currency)
        .money("compare_at_unit_price", None::<Amount>, cart.currency)
        .put("is_tax_inclusive", line.goods.tax_mode.is_inclusive())
        .put_with("metadata", || line.goods.metadata.to_json())
        .put_with("created_at", || line.created_at.to_string())
        .put_with("updated_at", || line.updated_at.to_string())
        .put("deleted_at", Value::Null);
    totals::line(object, sums, cart.currency)
        .relation("tax_lines", |pick| tax::lines(&line.goods.tax_lines, sums, taxing, pick))
        .relation("adjustments", |_| json!([]))
        .relation("product", |pick| goods::product(&line.goods.product, front, pick))
        .relation("variant", |pick| goods::variant(&line.goods.variant, front, pick))
        .done()
}

fn method(cart: &Cart, method: &ShippingMethod, sums: &LineTotals, pick: &Pick) -> Value {
    let back = "shipping_method_id";
    let taxing = tax::Taxing { back, to: method.id.as_str(), at: method.updated_at, currency: cart.currency };
    let object = pick
        .object()
        .always("id", method.id.as_str())
        .put("cart_id", cart.id.as_str())
        .put("name", method.name.as_str())
        .put("description", Value::Null)
        .put("is_tax_inclusive", method.tax_mode.is_inclusive())
        .put("shipping_option_id", method.option.as_str())
        .put_with("data", || method.data.clone())
        .put("metadata", Value::Null)
        .put_with("created_at", || method.created_at.to_string())
        .put_with("updated_at", || method.updated_at.to_string())
        .put("deleted_at", Value::Null)
        .money("amount", Some(method.amount), cart.currency);
    totals::line(object, sums, cart.currency)
        .relation("tax_lines", |pick| tax::lines(&method.tax_lines, sums, taxing, pick))
        .relation("adjustments", |_| json!([]))
        .done()
}

fn held_address(held: Option<&CartAddress>, pick: &Pick) -> Value {
    let show = |held: &CartAddress| address::parts(pick.object().always("id", held.id.as_str()), &held.address).done();
    held.map_or(Value::Null, show)
}
