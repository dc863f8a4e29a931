//! JSON kept as text: what Wufi wrote, read back into domain types.

use serde_json::{Value, json};
use wufi_domain::address::Address;
use wufi_domain::ids::TaxRateId;
use wufi_domain::order::Label;
use wufi_domain::tax::{Rate, TaxLine};

use crate::db::StoreError;

/// Reads an address.
pub(crate) fn address(text: &str) -> Result<Address, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Broken { table: "address", detail: "not an address" })
}

/// Writes an address.
pub(crate) fn address_text(address: &Address) -> Result<String, StoreError> {
    serde_json::to_string(address).map_err(|_| StoreError::Broken { table: "address", detail: "not writable" })
}

/// Reads any JSON of ours; what cannot be read is `null`.
pub(crate) fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}

/// Writes the labels of parcels.
pub(crate) fn labels_text(labels: &[Label]) -> String {
    let label = |label: &Label| json!({ "tracking_number": label.tracking_number, "tracking_url": label.tracking_url, "label_url": label.label_url });
    Value::Array(labels.iter().map(label).collect()).to_string()
}

/// Reads the labels of parcels; what is none is left out.
pub(crate) fn labels(text: &str) -> Vec<Label> {
    let Value::Array(labels) = value(text) else { return Vec::new() };
    let label = |label: &Value| {
        let text = |name: &str| label.get(name)?.as_str().map(str::to_owned);
        Some(Label {
            tracking_number: text("tracking_number")?,
            tracking_url: text("tracking_url"),
            label_url: text("label_url"),
        })
    };
    labels.iter().filter_map(label).collect()
}

/// Writes tax lines.
pub(crate) fn tax_lines_text(lines: &[TaxLine]) -> String {
    let lines: Vec<Value> = lines
        .iter()
        .map(|line| {
            json!({
                "id": line.id,
                "rate_id": line.rate_id,
                "code": line.code,
                "description": line.description,
                "rate_ppm": line.rate.ppm(),
            })
        })
        .collect();
    Value::Array(lines).to_string()
}

/// Reads tax lines.
pub(crate) fn tax_lines(text: &str) -> Result<Vec<TaxLine>, StoreError> {
    let broken = || StoreError::Broken { table: "tax_lines", detail: "not tax lines" };
    let Value::Array(lines) = value(text) else { return Err(broken()) };
    lines.iter().map(|line| tax_line(line).ok_or_else(broken)).collect()
}

fn tax_line(line: &Value) -> Option<TaxLine> {
    let text = |name: &str| line.get(name)?.as_str().map(str::to_owned);
    Some(TaxLine {
        id: text("id")?,
        rate_id: TaxRateId::stored(text("rate_id")?),
        code: text("code")?,
        description: text("description")?,
        rate: Rate::from_ppm(line.get("rate_ppm")?.as_i64()?)?,
    })
}
