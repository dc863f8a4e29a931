//! The tax of a cart.

use super::Cart;
use crate::country::Country;
use crate::region::Region;
use crate::shop::{Shop, TaxRate};
use crate::tax::TaxLine;

/// Whether tax is worked out when the region does not do so by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// Only where the region does it automatically.
    Automatic,
    /// The client asked for it.
    Forced,
}

impl Cart {
    /// Gives every line and shipping method the rates of the country it is sent to.
    ///
    /// Gift cards are money, not goods, and carry no tax. Without a country there is no
    /// tax yet. Lines that already carry the right rates keep them, with their ids;
    /// `id` makes an id for a new tax line of a line or of a shipping method.
    pub fn tax(&mut self, shop: &Shop, region: &Region, asking: Asking, id: &mut dyn FnMut(Taxed) -> String) {
        let is_taxed = region.has_automatic_taxes || asking == Asking::Forced;
        let country = self.country().filter(|_| is_taxed);
        let rates =
            |country: Option<Country>| -> Vec<&TaxRate> { country.map_or_else(Vec::new, |at| shop.tax_rates(at).collect()) };

        for line in &mut self.lines {
            let wanted = if line.goods.snapshot.is_giftcard { Vec::new() } else { rates(country) };
            retax(&mut line.goods.tax_lines, &wanted, || id(Taxed::Line));
        }
        for method in &mut self.shipping_methods {
            retax(&mut method.tax_lines, &rates(country), || id(Taxed::Shipping));
        }
    }
}

/// What a tax line is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taxed {
    /// A line of goods.
    Line,
    /// A shipping method.
    Shipping,
}

fn retax(held: &mut Vec<TaxLine>, wanted: &[&TaxRate], mut id: impl FnMut() -> String) {
    let is_right = held.len() == wanted.len()
        && held
            .iter()
            .zip(wanted)
            .all(|(held, rate)| held.rate_id == rate.id && held.rate == rate.rate && held.code == rate.code);
    if is_right {
        return;
    }
    *held = wanted
        .iter()
        .map(|rate| TaxLine {
            id: id(),
            rate_id: rate.id.clone(),
            code: rate.code.clone(),
            description: rate.name.clone(),
            rate: rate.rate,
        })
        .collect();
}
