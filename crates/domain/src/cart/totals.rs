//! What a cart comes to. Lines are rounded once each; totals only add.

use super::{Cart, Line, ShippingMethod};
use crate::goods::taxed;
use crate::money::{Amount, OutOfRange};
use crate::tax::Taxed;

/// What one line or one shipping method comes to.
pub type LineTotals = Taxed;

/// What a cart or an order comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Each line, in the order of the lines.
    pub lines: Vec<LineTotals>,
    /// Each shipping method, in their order.
    pub shipping_methods: Vec<LineTotals>,
    /// The lines together.
    pub items: Sum,
    /// The shipping methods together.
    pub shipping: Sum,
    /// Everything together.
    pub all: Sum,
}

/// Three totals that belong together: `total` is always `subtotal + tax_total`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Without tax.
    pub subtotal: Amount,
    /// The tax.
    pub tax_total: Amount,
    /// With tax.
    pub total: Amount,
}

impl Sum {
    fn of(parts: &[LineTotals]) -> Result<Self, OutOfRange> {
        Ok(Self {
            subtotal: Amount::sum(parts.iter().map(|part| part.subtotal))?,
            tax_total: Amount::sum(parts.iter().map(|part| part.tax_total))?,
            total: Amount::sum(parts.iter().map(|part| part.total))?,
        })
    }

    fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        Ok(Self {
            subtotal: self.subtotal.plus(other.subtotal)?,
            tax_total: self.tax_total.plus(other.tax_total)?,
            total: self.total.plus(other.total)?,
        })
    }
}

impl Totals {
    /// Adds up lines and shipping methods that are worked out already.
    pub fn of(lines: Vec<LineTotals>, shipping_methods: Vec<LineTotals>) -> Result<Self, OutOfRange> {
        let items = Sum::of(&lines)?;
        let shipping = Sum::of(&shipping_methods)?;
        Ok(Self { lines, shipping_methods, items, shipping, all: items.plus(shipping)? })
    }
}

impl Line {
    /// What the line comes to.
    pub fn totals(&self) -> Result<LineTotals, OutOfRange> {
        self.goods.totals()
    }
}

impl ShippingMethod {
    /// What the method comes to.
    pub fn totals(&self) -> Result<LineTotals, OutOfRange> {
        taxed(self.amount, self.tax_mode, &self.tax_lines)
    }
}

impl Cart {
    /// What the cart comes to.
    pub fn totals(&self) -> Result<Totals, OutOfRange> {
        let lines = self.lines.iter().map(Line::totals).collect::<Result<_, _>>()?;
        let shipping = self.shipping_methods.iter().map(ShippingMethod::totals).collect::<Result<_, _>>()?;
        Totals::of(lines, shipping)
    }
}
