//! An order as Medusa shows it.

use serde_json::{Map, Value, json};
use wufi_domain::cart::LineTotals;
use wufi_domain::ids::Id as _;
use wufi_domain::money::{Amount, OutOfRange};
use wufi_domain::order::{Order, OrderAddress, OrderLine, OrderShipping};
use wufi_domain::quantity::Quantity;

use crate::extract::{Object, Pick};
use crate::store::catalog::Front;
use crate::store::parts::{address, goods, payment, tax, totals};

/// Shows an order through its storefront.
pub(super) fn order(order: &Order, front: Front<'_>, pick: &Pick) -> Result<Value, OutOfRange> {
    let sums = order.totals()?;
    let lines = order.lines.iter().zip(&sums.lines);
    let methods = order.shipping_methods.iter().zip(&sums.shipping_methods);
    let object = pick
        .object()
        .always("id", order.id.as_str())
        .put("status", order.status.word())
        .put_with("summary", || summary(order, sums.all.total))
        .put("currency_code", order.currency.code())
        .put("display_id", order.number)
        .put("custom_display_id", Value::Null)
        .put("region_id", order.region.as_str())
        .put("sales_channel_id", order.channel.as_str())
        .put("customer_id", order.customer.as_ref().map(ToString::to_string))
        .put("email", order.email.as_str())
        .put("locale", order.locale.map(wufi_domain::locale::Locale::medusa_code))
        .put_with("metadata", || order.metadata.as_ref().map_or(Value::Null, wufi_domain::metadata::Metadata::to_json));
    let object = totals::whole(object, &sums, order.currency)
        .put_with("created_at", || order.created_at.to_string())
        .put_with("updated_at", || order.updated_at.to_string())
        .relation("credit_lines", |_| json!([]))
        .relation("items", |pick| lines.map(|(one, sums)| line(order, one, sums, (front, pick))).collect())
        .relation("shipping_address", |pick| held_address(order, order.shipping_address.as_ref(), pick))
        .relation("billing_address", |pick| held_address(order, order.billing_address.as_ref(), pick))
        .relation("shipping_methods", |pick| methods.map(|(one, sums)| method(order, one, sums, pick)).collect())
        .relation("payment_collections", |pick| order.payment.iter().map(|held| payment::collection(held, pick)).collect());
    Ok(object.done())
}

/// What was ordered, and what of it is paid: money counts when it is captured.
fn summary(order: &Order, total: Amount) -> Value {
    let (paid, refunded) = order.payment.as_ref().map_or_else(Default::default, |held| (held.captured(), held.refunded()));
    let kept = paid.minus(refunded).unwrap_or_default();
    let pending = total.minus(kept).unwrap_or_default();
    let named = [
        ("paid_total", paid),
        ("refunded_total", refunded),
        ("accounting_total", total),
        ("credit_line_total", Amount::ZERO),
        ("transaction_total", kept),
        ("pending_difference", pending),
        ("current_order_total", total),
        ("original_order_total", total),
    ];
    let members = named.into_iter().flat_map(|(name, amount)| {
        [(name.to_owned(), amount.to_json(order.currency)), (format!("raw_{name}"), amount.to_raw_json(order.currency))]
    });
    Value::Object(members.collect::<Map<String, Value>>())
}

fn line(order: &Order, line: &OrderLine, sums: &LineTotals, shown: (Front<'_>, &Pick)) -> Value {
    let (front, pick) = shown;
    let taxing = tax::Taxing { back: "item_id", to: line.id.as_str(), at: line.created_at, currency: order.currency };
    let object = goods::snapshot(pick.object().always("id", line.id.as_str()), &line.goods.snapshot, front)
        .put("variant_id", line.goods.variant.as_str())
        .put("product_id", line.goods.product.as_str())
        .put("is_tax_inclusive", line.goods.tax_mode.is_inclusive())
        .put_with("metadata", || line.goods.metadata.to_json())
        .put_with("created_at", || line.created_at.to_string())
        .put_with("updated_at", || line.created_at.to_string())
        .put("deleted_at", Value::Null)
        .relation("tax_lines", |pick| tax::lines(&line.goods.tax_lines, sums, taxing, pick))
        .relation("adjustments", |_| json!([]))
        .money("compare_at_unit_price", None, order.currency)
        .money("unit_price", Some(line.goods.unit_price), order.currency)
        .put("quantity", line.goods.quantity.get())
        .put_with("raw_quantity", || raw_count(line.goods.quantity.get()))
        .put_with("line_item_metadata", || line.goods.metadata.to_json())
        .relation("detail", |pick| detail(order, line, pick));
    progress(totals::line(object, sums, order.currency), (order, line), sums)
        .relation("product", |pick| goods::product(&line.goods.product, front, pick))
        .relation("variant", |pick| goods::variant(&line.goods.variant, front, pick))
        .done()
}

/// What could be given back, what was sent, and what was returned: nothing, since there are no returns here.
fn progress<'p>(object: Object<'p>, (order, line): (&Order, &OrderLine), sums: &LineTotals) -> Object<'p> {
    let each = sums.total.each(line.goods.quantity).unwrap_or_default();
    let reached = order.progress(&line.id);
    // What all pieces come to is the line's total, however it divides.
    let of = |count: i64| match Quantity::new(count) {
        None => Amount::ZERO,
        Some(count) if count == line.goods.quantity => sums.total,
        Some(count) => each.times(count).unwrap_or_default(),
    };
    let named = [
        ("refundable_total_per_unit", each),
        ("refundable_total", sums.total),
        ("fulfilled_total", of(reached.fulfilled)),
        ("shipped_total", of(reached.shipped)),
    ];
    let none = ["return_requested_total", "return_received_total", "return_dismissed_total", "write_off_total"];
    let named = named.into_iter().chain(none.map(|name| (name, Amount::ZERO)));
    named.fold(object, |object, (name, amount)| object.money(name, Some(amount), order.currency))
}

/// The quantities of a line.
fn detail(order: &Order, line: &OrderLine, pick: &Pick) -> Value {
    let object = pick
        .object()
        .always("id", line.item.as_str())
        .put("version", 1)
        .put_with("metadata", || line.goods.metadata.to_json())
        .put("order_id", order.id.as_str())
        .put_with("created_at", || line.created_at.to_string())
        .put_with("updated_at", || line.created_at.to_string())
        .put("deleted_at", Value::Null)
        .put("item_id", line.id.as_str())
        .money("unit_price", None, order.currency)
        .money("compare_at_unit_price", None, order.currency);
    let reached = order.progress(&line.id);
    let some = [
        ("quantity", line.goods.quantity.get()),
        ("fulfilled_quantity", reached.fulfilled),
        ("delivered_quantity", reached.delivered),
        ("shipped_quantity", reached.shipped),
    ];
    let none = ["return_requested_quantity", "return_received_quantity", "return_dismissed_quantity", "written_off_quantity"];
    let counts = some.into_iter().chain(none.map(|name| (name, 0)));
    counts.fold(object, counted).done()
}

/// Adds a count with its exact twin.
fn counted<'p>(object: Object<'p>, (name, count): (&'static str, i64)) -> Object<'p> {
    object.put(name, count).put_with(&format!("raw_{name}"), || raw_count(count))
}

fn raw_count(count: i64) -> Value {
    json!({ "value": count.to_string(), "precision": 20 })
}

fn method(order: &Order, method: &OrderShipping, sums: &LineTotals, pick: &Pick) -> Value {
    let back = "shipping_method_id";
    let taxing = tax::Taxing { back, to: method.id.as_str(), at: method.created_at, currency: order.currency };
    let object = pick
        .object()
        .always("id", method.id.as_str())
        .put("name", method.name.as_str())
        .put("description", Value::Null)
        .put("is_tax_inclusive", method.tax_mode.is_inclusive())
        .put("is_custom_amount", false)
        .put("shipping_option_id", method.option.as_str())
        .put_with("data", || method.data.clone())
        .put("metadata", Value::Null)
        .put_with("created_at", || method.created_at.to_string())
        .put_with("updated_at", || method.created_at.to_string())
        .put("deleted_at", Value::Null)
        .relation("tax_lines", |pick| tax::lines(&method.tax_lines, sums, taxing, pick))
        .relation("adjustments", |_| json!([]))
        .money("amount", Some(method.amount), order.currency)
        .put("order_id", order.id.as_str())
        .put_with("detail", || method_detail(order, method));
    totals::line(object, sums, order.currency).done()
}

/// Medusa keeps the versions of an order's shipping apart; here there is one.
fn method_detail(order: &Order, method: &OrderShipping) -> Value {
    let rest = method.id.as_str().split_once('_').map_or("", |(_, rest)| rest);
    let at = method.created_at;
    json!({
        "id": format!("ordspmv_{rest}"),
        "version": 1,
        "order_id": order.id,
        "return_id": null,
        "exchange_id": null,
        "claim_id": null,
        "created_at": at,
        "updated_at": at,
        "deleted_at": null,
        "shipping_method_id": method.id,
    })
}

fn held_address(order: &Order, held: Option<&OrderAddress>, pick: &Pick) -> Value {
    let show = |held: &OrderAddress| {
        address::parts(pick.object().always("id", held.id.as_str()), &held.address)
            .put("customer_id", Value::Null)
            .put_with("created_at", || order.created_at.to_string())
            .put_with("updated_at", || order.created_at.to_string())
            .put("deleted_at", Value::Null)
            .done()
    };
    held.map_or(Value::Null, show)
}
