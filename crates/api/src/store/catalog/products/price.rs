//! Prices as a shopper of a region sees them.

use serde_json::{Map, Value, json};
use wufi_domain::country::Country;
use wufi_domain::money::Amount;
use wufi_domain::price::{Price, PriceSet};
use wufi_domain::region::Region;
use wufi_domain::shop::Shop;
use wufi_domain::tax::{Rate, TaxMode, Taxed};

/// The prices of one region, with the tax of one country when that is known.
#[derive(Clone, Debug)]
pub(super) struct Pricing<'s> {
    region: &'s Region,
    /// `None` when tax is not to be shown; no rates mean no tax.
    rates: Option<Vec<Rate>>,
}

impl<'s> Pricing<'s> {
    /// The prices of `region` for a shopper in `country`.
    pub(super) fn new(shop: &Shop, region: &'s Region, country: Option<Country>) -> Self {
        let country = country.filter(|_| region.has_automatic_taxes);
        Self { region, rates: country.map(|country| shop.tax_rates(country).map(|tax| tax.rate).collect()) }
    }

    /// Medusa's `calculated_price`; `null` when nothing is asked for it here.
    pub(super) fn of(&self, set: &PriceSet) -> Value {
        let Region { currency, ref id, tax_mode, .. } = *self.region;
        let Some(price) = set.choose(currency, id) else { return Value::Null };
        let mut told = calculated(set, price, tax_mode);
        if let Some(members) = told.as_object_mut() {
            self.add_taxed(members, price.amount);
        }
        told
    }

    /// Adds the amounts with and without tax, when there is a country to tax by.
    fn add_taxed(&self, members: &mut Map<String, Value>, amount: Amount) {
        let Region { currency, tax_mode, .. } = *self.region;
        // A price so high that its tax cannot be counted is shown without: a cart refuses it.
        let taxed = self.rates.as_ref().and_then(|rates| Taxed::of(amount, tax_mode, rates).ok());
        for (name, amount) in taxed.iter().flat_map(|taxed| [("with_tax", taxed.total), ("without_tax", taxed.subtotal)]) {
            members.insert(format!("calculated_amount_{name}"), amount.to_json(currency));
            members.insert(format!("original_amount_{name}"), amount.to_json(currency));
        }
    }
}

/// Medusa's `calculated_price` of a price that was chosen from its set.
///
/// There are no price lists, so what is calculated is the original.
pub(in crate::store) fn calculated(set: &PriceSet, price: &Price, mode: TaxMode) -> Value {
    let (amount, raw) = (price.amount.to_json(price.currency), price.amount.to_raw_json(price.currency));
    json!({
        "id": set.id,
        "currency_code": price.currency.code(),
        "calculated_amount": amount,
        "raw_calculated_amount": raw,
        "is_calculated_price_price_list": false,
        "is_calculated_price_tax_inclusive": mode.is_inclusive(),
        "calculated_price": source(price),
        "original_amount": amount,
        "raw_original_amount": raw,
        "is_original_price_price_list": false,
        "is_original_price_tax_inclusive": mode.is_inclusive(),
        "original_price": source(price),
    })
}

/// Where an amount comes from.
fn source(price: &Price) -> Value {
    json!({ "id": price.id, "price_list_id": null, "price_list_type": null, "min_quantity": null, "max_quantity": null })
}
