//! Totals under Medusa's names. There are no discounts and no credit yet: those are nothing.

use wufi_domain::cart::{LineTotals, Sum, Totals};
use wufi_domain::money::{Amount, Currency};

use crate::extract::Object;

/// Adds what a cart or an order comes to.
pub(in crate::store) fn whole<'p>(object: Object<'p>, totals: &Totals, currency: Currency) -> Object<'p> {
    let Totals { items, shipping, all, .. } = totals;
    let named = [
        ("total", all.total),
        ("subtotal", all.subtotal),
        ("tax_total", all.tax_total),
        ("discount_total", Amount::ZERO),
        ("discount_subtotal", Amount::ZERO),
        ("discount_tax_total", Amount::ZERO),
        ("original_total", all.total),
        ("original_subtotal", all.subtotal),
        ("original_tax_total", all.tax_total),
    ];
    let object = add(object, &named, currency);
    let object = part(object, items, ITEMS, currency);
    let object = part(object, shipping, SHIPPING, currency);
    let credit = ["credit_line_subtotal", "credit_line_tax_total", "credit_line_total"].map(|name| (name, Amount::ZERO));
    add(object, &credit, currency)
}

/// The names of a part's totals.
type Names = [&'static str; 7];

const ITEMS: Names = [
    "item_total",
    "item_subtotal",
    "item_tax_total",
    "item_discount_total",
    "original_item_total",
    "original_item_subtotal",
    "original_item_tax_total",
];

const SHIPPING: Names = [
    "shipping_total",
    "shipping_subtotal",
    "shipping_tax_total",
    "shipping_discount_total",
    "original_shipping_total",
    "original_shipping_subtotal",
    "original_shipping_tax_total",
];

fn part<'p>(object: Object<'p>, sum: &Sum, names: Names, currency: Currency) -> Object<'p> {
    let amounts = [sum.total, sum.subtotal, sum.tax_total, Amount::ZERO, sum.total, sum.subtotal, sum.tax_total];
    let pairs: Vec<_> = names.into_iter().zip(amounts).collect();
    add(object, &pairs, currency)
}

/// Adds what a line or a shipping method comes to.
pub(in crate::store) fn line<'p>(object: Object<'p>, totals: &LineTotals, currency: Currency) -> Object<'p> {
    let named = [
        ("subtotal", totals.subtotal),
        ("total", totals.total),
        ("original_subtotal", totals.subtotal),
        ("original_total", totals.total),
        ("discount_subtotal", Amount::ZERO),
        ("discount_tax_total", Amount::ZERO),
        ("discount_total", Amount::ZERO),
        ("tax_total", totals.tax_total),
        ("original_tax_total", totals.tax_total),
    ];
    add(object, &named, currency)
}

fn add<'p>(object: Object<'p>, named: &[(&str, Amount)], currency: Currency) -> Object<'p> {
    named.iter().fold(object, |object, (name, amount)| object.money(name, Some(*amount), currency))
}
