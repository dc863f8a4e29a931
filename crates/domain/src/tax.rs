//! Tax rates and what one line of a cart owes by them.

use serde_json::{Number, Value};

use crate::ids::TaxRateId;
use crate::money::{Amount, OutOfRange, share};

/// A tax rate in parts per million: 24 % is 240,000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(u32);

impl Rate {
    /// The highest rate there is: 1,000 %.
    pub const MAX_PPM: u32 = 10_000_000;

    /// Takes parts per million up to [`Self::MAX_PPM`].
    #[must_use]
    pub fn from_ppm(ppm: i64) -> Option<Self> {
        u32::try_from(ppm).ok().filter(|ppm| *ppm <= Self::MAX_PPM).map(Self)
    }

    /// Parts per million.
    #[must_use]
    pub const fn ppm(self) -> u32 {
        self.0
    }

    /// Several rates that hold together.
    #[must_use]
    pub fn together(rates: impl IntoIterator<Item = Self>) -> Self {
        Self(rates.into_iter().fold(0, |sum, rate| u32::min(sum.saturating_add(rate.0), Self::MAX_PPM)))
    }

    /// The rate as a percentage number, as Medusa shows it: `24`, `5.5`.
    #[must_use]
    pub fn to_json(self) -> Value {
        if self.0.is_multiple_of(10_000) {
            return Value::from(self.0 / 10_000);
        }
        Number::from_f64(f64::from(self.0) / 10_000.0).map_or(Value::Null, Value::Number)
    }

    /// The percentage as a decimal text: `24`, `5.5`.
    #[must_use]
    pub fn to_decimal(self) -> String {
        let text = format!("{}.{:04}", self.0 / 10_000, self.0 % 10_000);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// Whether a price has its tax inside or gets it on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaxMode {
    /// The price includes the tax, as in Estonian shops.
    Inclusive,
    /// The tax is added to the price.
    Exclusive,
}

impl TaxMode {
    /// Reads the database's flag.
    #[must_use]
    pub const fn from_inclusive(is_inclusive: bool) -> Self {
        if is_inclusive { Self::Inclusive } else { Self::Exclusive }
    }

    /// Whether the tax is inside the price.
    #[must_use]
    pub const fn is_inclusive(self) -> bool {
        matches!(self, Self::Inclusive)
    }
}

/// A tax rate as it was applied to one line, kept with the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxLine {
    /// Of this application; its prefix says whether of a line or a shipping method.
    pub id: String,
    /// The rate it came from.
    pub rate_id: TaxRateId,
    /// The rate's code, such as `vat`.
    pub code: String,
    /// The rate's name for people, such as `Käibemaks`.
    pub description: String,
    /// How much.
    pub rate: Rate,
}

/// What one price comes to, with its tax.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taxed {
    /// Without tax.
    pub subtotal: Amount,
    /// The tax, all rates together.
    pub tax_total: Amount,
    /// With tax: always `subtotal + tax_total`.
    pub total: Amount,
    /// The tax of each rate, in the order of the rates; sums to `tax_total`.
    pub taxes: Vec<Amount>,
}

impl Taxed {
    /// Works out `price` under `mode` and `rates`.
    ///
    /// The tax is rounded once, all rates together, and then shared out to the
    /// rates, so that neither a line nor a tax line is off by a minor unit.
    pub fn of(price: Amount, mode: TaxMode, rates: &[Rate]) -> Result<Self, OutOfRange> {
        let together = Rate::together(rates.iter().copied());
        let (subtotal, tax_total, total) = match mode {
            TaxMode::Inclusive => {
                let tax = price.tax_inside(together)?;
                (price.minus(tax)?, tax, price)
            }
            TaxMode::Exclusive => {
                let tax = price.tax_on_top(together)?;
                (price, tax, price.plus(tax)?)
            }
        };
        let weights: Vec<u32> = rates.iter().map(|rate| rate.ppm()).collect();
        Ok(Self { subtotal, tax_total, total, taxes: share(tax_total, &weights) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigInt;
    use num_rational::BigRational;
    use num_traits::{One, Signed, ToPrimitive};
    use proptest::prelude::*;

    fn amount(minor: i64) -> Amount {
        Amount::new(minor).unwrap()
    }

    fn vat() -> Rate {
        Rate::from_ppm(220_000).unwrap()
    }

    #[test]
    fn the_lines_of_the_recorded_medusa_cart_come_to_its_numbers() {
        let line = Taxed::of(amount(1_700), TaxMode::Exclusive, &[vat()]).unwrap();
        assert_eq!((line.subtotal, line.tax_total, line.total), (amount(1_700), amount(374), amount(2_074)));
    }

    #[test]
    fn an_inclusive_price_is_what_the_shopper_pays() {
        let line = Taxed::of(amount(1_999), TaxMode::Inclusive, &[vat()]).unwrap();
        assert_eq!((line.subtotal, line.tax_total, line.total), (amount(1_639), amount(360), amount(1_999)));
    }

    #[test]
    fn a_rate_is_shown_as_a_percentage() {
        assert_eq!(vat().to_json().to_string(), "22");
        assert_eq!(Rate::from_ppm(55_000).unwrap().to_json().to_string(), "5.5");
        assert_eq!(Rate::from_ppm(55_000).unwrap().to_decimal(), "5.5");
    }

    /// The same sum by exact fractions, rounded once, half away from zero.
    fn oracle(price: i64, mode: TaxMode, rates: &[Rate]) -> i64 {
        let price = BigRational::from(BigInt::from(price));
        let rate = rates.iter().map(|rate| BigRational::new(rate.ppm().into(), 1_000_000.into())).sum::<BigRational>();
        let tax = match mode {
            TaxMode::Inclusive => &price - &price / (BigRational::one() + rate),
            TaxMode::Exclusive => price * rate,
        };
        let half = BigRational::new(1.into(), 2.into());
        let rounded = if tax.is_negative() { (tax - half).ceil() } else { (tax + half).floor() };
        rounded.to_integer().to_i64().unwrap()
    }

    proptest! {
        #[test]
        fn tax_agrees_with_exact_fractions(
            price in 0_i64..1_000_000_000_000,
            inclusive: bool,
            ppms in proptest::collection::vec(0_i64..300_000, 0..4),
        ) {
            let rates: Vec<Rate> = ppms.iter().filter_map(|ppm| Rate::from_ppm(*ppm)).collect();
            let mode = TaxMode::from_inclusive(inclusive);

            let line = Taxed::of(amount(price), mode, &rates).unwrap();

            prop_assert_eq!(line.tax_total.minor(), oracle(price, mode, &rates));
            prop_assert_eq!(line.total, line.subtotal.plus(line.tax_total).unwrap());
            prop_assert_eq!(Amount::sum(line.taxes).unwrap(), line.tax_total);
        }
    }
}
