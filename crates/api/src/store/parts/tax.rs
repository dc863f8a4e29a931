//! The tax lines of a line or a shipping method.

use serde_json::{Value, json};
use wufi_domain::cart::LineTotals;
use wufi_domain::moment::Moment;
use wufi_domain::money::Currency;
use wufi_domain::tax::TaxLine;

use crate::extract::Pick;

/// What tax lines are of, and when they were made.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct Taxing<'t> {
    /// The name of the member that points back, as `item_id`.
    pub(in crate::store) back: &'static str,
    /// The id that it points to.
    pub(in crate::store) to: &'t str,
    /// When they were made.
    pub(in crate::store) at: Moment,
    /// What is paid in.
    pub(in crate::store) currency: Currency,
}

/// The tax lines, each with its share of the tax.
pub(in crate::store) fn lines(lines: &[TaxLine], totals: &LineTotals, taxing: Taxing<'_>, pick: &Pick) -> Value {
    let shares = totals.taxes.iter().copied().map(Some).chain(std::iter::repeat(None));
    let line = |(line, share): (&TaxLine, _)| {
        pick.object()
            .always("id", line.id.as_str())
            .put("description", line.description.as_str())
            .put_with("tax_rate_id", || line.rate_id.to_string())
            .put("code", line.code.as_str())
            .put("provider_id", "system")
            .put("metadata", Value::Null)
            .put("data", Value::Null)
            .put(taxing.back, taxing.to)
            .put_with("raw_rate", || json!({ "value": line.rate.to_decimal(), "precision": 20 }))
            .put_with("created_at", || taxing.at.to_string())
            .put_with("updated_at", || taxing.at.to_string())
            .put("deleted_at", Value::Null)
            .put_with("rate", || line.rate.to_json())
            .money("total", share, taxing.currency)
            .money("subtotal", share, taxing.currency)
            .done()
    };
    lines.iter().zip(shares).map(line).collect()
}
