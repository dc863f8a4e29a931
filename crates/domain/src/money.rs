//! Money: whole minor units, checked, with one documented rounding.
//!
//! An [`Amount`] never leaves the range in which its major units are exact as a
//! JSON number (15 digits), so what a client reads is what was computed.
//! Wherever a fraction of a minor unit arises it is rounded half away from zero,
//! once, per line (`docs/decisions/0003-money.md`).

use std::fmt;

use serde_json::{Number, Value, json};

use crate::quantity::Quantity;
use crate::tax::Rate;

/// The amount is larger than money can be here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the amount is out of range")]
pub struct OutOfRange;

/// A currency: its ISO 4217 code and how many decimals it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency {
    code: [u8; 3],
    exponent: u8,
}

/// Currencies without decimals (ISO 4217, as Stripe charges them).
const WITHOUT_DECIMALS: [&[u8; 3]; 16] = [
    b"bif", b"clp", b"djf", b"gnf", b"jpy", b"kmf", b"krw", b"mga", b"pyg", b"rwf", b"ugx", b"vnd", b"vuv", b"xaf", b"xof",
    b"xpf",
];
/// Currencies with three decimals.
const WITH_THREE_DECIMALS: [&[u8; 3]; 6] = [b"bhd", b"iqd", b"jod", b"kwd", b"omr", b"tnd"];

impl Currency {
    /// The euro.
    pub const EUR: Self = Self { code: *b"eur", exponent: 2 };

    /// Takes a code of three letters, in either case; kept in lower case as Medusa has it.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let code: [u8; 3] = code.as_bytes().try_into().ok()?;
        if !code.iter().all(u8::is_ascii_alphabetic) {
            return None;
        }
        let code = code.map(|letter| letter.to_ascii_lowercase());
        let exponent = match &code {
            code if WITHOUT_DECIMALS.contains(&code) => 0,
            code if WITH_THREE_DECIMALS.contains(&code) => 3,
            _ => 2,
        };
        Some(Self { code, exponent })
    }

    /// The code in lower case.
    #[must_use]
    pub fn code(&self) -> &str {
        str::from_utf8(&self.code).unwrap_or_default()
    }

    /// How many decimals its major unit has.
    #[must_use]
    pub const fn exponent(self) -> u8 {
        self.exponent
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount of money in minor units (cents, öre, yen).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

impl Amount {
    /// No money.
    pub const ZERO: Self = Self(0);
    /// The largest amount, in minor units: 15 digits, exact as a JSON number in major units.
    pub const MAX_MINOR: i64 = 999_999_999_999_999;

    /// Takes minor units within ±[`Self::MAX_MINOR`].
    pub fn new(minor: i64) -> Result<Self, OutOfRange> {
        Self::from_wide(i128::from(minor))
    }

    /// Minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        Self::from_wide(i128::from(self.0) + i128::from(other.0))
    }

    /// This less the other.
    pub fn minus(self, other: Self) -> Result<Self, OutOfRange> {
        Self::from_wide(i128::from(self.0) - i128::from(other.0))
    }

    /// As many times as `quantity` says.
    pub fn times(self, quantity: Quantity) -> Result<Self, OutOfRange> {
        Self::from_wide(i128::from(self.0) * i128::from(quantity.get()))
    }

    /// What comes to each of `quantity`, rounded: to be shown and never to be charged by, since the parts need not sum to the whole.
    pub fn each(self, quantity: Quantity) -> Result<Self, OutOfRange> {
        Self::from_wide(divide(i128::from(self.0), i128::from(quantity.get())))
    }

    /// All together.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, OutOfRange> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// The tax that comes on top of this amount at `rate`.
    pub fn tax_on_top(self, rate: Rate) -> Result<Self, OutOfRange> {
        Self::from_wide(divide(i128::from(self.0) * i128::from(rate.ppm()), 1_000_000))
    }

    /// The tax that this amount already includes at `rate`.
    pub fn tax_inside(self, rate: Rate) -> Result<Self, OutOfRange> {
        let ppm = i128::from(rate.ppm());
        Self::from_wide(divide(i128::from(self.0) * ppm, 1_000_000 + ppm))
    }

    /// This amount as a JSON number of major units, as Medusa shows it: `20.74`, `20`.
    #[must_use]
    pub fn to_json(self, currency: Currency) -> Value {
        let unit = 10_i64.pow(u32::from(currency.exponent));
        if self.0 % unit == 0 {
            return Value::from(self.0 / unit);
        }
        self.to_decimal(currency).parse().ok().and_then(Number::from_f64).map_or(Value::Null, Value::Number)
    }

    /// Medusa's exact twin of a money field: `{"value": "20.74", "precision": 20}`.
    #[must_use]
    pub fn to_raw_json(self, currency: Currency) -> Value {
        json!({ "value": self.to_decimal(currency), "precision": 20 })
    }

    /// Major units as a decimal text without trailing zeros: `20.74`, `20.5`, `20`.
    #[must_use]
    pub fn to_decimal(self, currency: Currency) -> String {
        let unit = 10_u64.pow(u32::from(currency.exponent));
        let minor = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        let width = usize::from(currency.exponent);
        let text = format!("{sign}{}.{:0width$}", minor / unit, minor % unit);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    fn from_wide(minor: i128) -> Result<Self, OutOfRange> {
        let minor = i64::try_from(minor).map_err(|_| OutOfRange)?;
        if (-Self::MAX_MINOR..=Self::MAX_MINOR).contains(&minor) { Ok(Self(minor)) } else { Err(OutOfRange) }
    }
}

/// An amount in major units as somebody wrote it, before it is known in which currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Major {
    /// In thousandths: no currency has more decimals.
    thousandths: i64,
}

impl Major {
    /// The most decimals that any currency has.
    pub const DECIMALS: u8 = 3;

    /// Reads digits with at most three decimals: `12`, `12.5`; `None` when it is something else, or more than money can be.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !are_digits(whole) || !are_digits(decimals) || whole.len() > 12 || decimals.len() > usize::from(Self::DECIMALS) {
            return None;
        }
        let thousandths = format!("{whole}{decimals:0<3}").parse().ok()?;
        Some(Self { thousandths })
    }

    /// Whether it is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.thousandths == 0
    }

    /// The amount in minor units; `None` when the currency has fewer decimals.
    #[must_use]
    pub fn of(self, currency: Currency) -> Option<Amount> {
        let step = 10_i64.pow(u32::from(Self::DECIMALS.saturating_sub(currency.exponent)));
        if self.thousandths % step == 0 { Amount::new(self.thousandths / step).ok() } else { None }
    }
}

/// Divides, rounding half away from zero.
fn divide(dividend: i128, divisor: i128) -> i128 {
    let half = divisor / 2;
    let shifted = if dividend < 0 { dividend - half } else { dividend + half };
    shifted / divisor
}

/// Shares `whole` out by `weights` so that the parts sum to it exactly.
///
/// Each part is its share rounded down; the minor units left over go to the
/// largest remainders, the earlier first (Hamilton's method).
#[must_use]
pub fn share(whole: Amount, weights: &[u32]) -> Vec<Amount> {
    let total: i128 = weights.iter().copied().map(i128::from).sum();
    if total == 0 {
        return vec![Amount::ZERO; weights.len()];
    }

    let exact: Vec<i128> = weights.iter().map(|weight| i128::from(whole.0) * i128::from(*weight)).collect();
    let mut parts: Vec<i128> = exact.iter().map(|part| part.div_euclid(total)).collect();
    let mut by_remainder: Vec<usize> = (0..parts.len()).collect();
    by_remainder.sort_by_key(|at| std::cmp::Reverse(exact.get(*at).map(|part| part.rem_euclid(total))));

    let left = i128::from(whole.0) - parts.iter().sum::<i128>();
    let lucky = usize::try_from(left).unwrap_or(0);
    for at in by_remainder.into_iter().take(lucky) {
        if let Some(part) = parts.get_mut(at) {
            *part += 1;
        }
    }

    parts.into_iter().map(|part| Amount(i64::try_from(part).unwrap_or(0))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn amount(minor: i64) -> Amount {
        Amount::new(minor).unwrap()
    }

    #[test]
    fn amounts_are_shown_in_major_units_as_medusa_does() {
        let yen = Currency::new("JPY").unwrap();
        let dinar = Currency::new("kwd").unwrap();

        assert_eq!(amount(2074).to_json(Currency::EUR).to_string(), "20.74");
        assert_eq!(amount(2050).to_json(Currency::EUR).to_string(), "20.5");
        assert_eq!(amount(2000).to_json(Currency::EUR).to_string(), "20");
        assert_eq!(amount(-5).to_json(Currency::EUR).to_string(), "-0.05");
        assert_eq!(amount(2000).to_json(yen).to_string(), "2000");
        assert_eq!(amount(2001).to_json(dinar).to_string(), "2.001");
        assert_eq!(amount(2074).to_raw_json(Currency::EUR), json!({ "value": "20.74", "precision": 20 }));
    }

    #[test]
    fn major_units_are_read_as_they_are_written_and_never_rounded() {
        let yen = Currency::new("JPY").unwrap();
        let minor = |text: &str, currency| Major::parse(text).and_then(|major| major.of(currency)).map(Amount::minor);

        assert_eq!([minor("12.34", Currency::EUR), minor("12.3", Currency::EUR)], [Some(1_234), Some(1_230)]);
        assert_eq!([minor("12", yen), minor("12.5", yen), minor("0.001", Currency::EUR)], [Some(12), None, None]);
        for wrong in ["", ".", "1.", ".5", "-1", "+1", "1e3", "1.2345", "1234567890123", "1,5", "١"] {
            assert_eq!(Major::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn half_a_minor_unit_is_rounded_away_from_zero() {
        let ten_percent = Rate::from_ppm(100_000).unwrap();
        assert_eq!(amount(5).tax_on_top(ten_percent), Ok(amount(1)));
        assert_eq!(amount(-5).tax_on_top(ten_percent), Ok(amount(-1)));
        assert_eq!(amount(4).tax_on_top(ten_percent), Ok(amount(0)));
    }

    #[test]
    fn what_comes_to_each_is_the_quotient_rounded_half_away_from_zero() {
        let each = |minor, quantity| amount(minor).each(Quantity::new(quantity).unwrap()).unwrap().minor();

        assert_eq!([each(4_367, 2), each(-4_367, 2), each(1_000, 3), each(2_000, 3), each(7, 1)], [2_184, -2_184, 333, 667, 7]);
    }

    #[test]
    fn estonian_vat_is_found_inside_a_price() {
        let vat = Rate::from_ppm(240_000).unwrap();
        assert_eq!(amount(12_400).tax_inside(vat), Ok(amount(2_400)));
        assert_eq!(amount(1_999).tax_inside(vat), Ok(amount(387)));
    }

    #[test]
    fn money_beyond_fifteen_digits_is_refused_and_not_wrapped() {
        let most = amount(Amount::MAX_MINOR);
        assert_eq!(most.plus(amount(1)), Err(OutOfRange));
        assert_eq!(most.times(Quantity::new(999).unwrap()), Err(OutOfRange));
        assert_eq!(Amount::new(i64::MAX), Err(OutOfRange));
    }

    proptest! {
        #[test]
        fn shares_sum_to_the_whole(minor in -1_000_000_i64..1_000_000, weights in proptest::collection::vec(0_u32..1_000_000, 1..6)) {
            let parts = share(amount(minor), &weights);
            let sum = Amount::sum(parts).unwrap();
            let expected = if weights.iter().all(|weight| *weight == 0) { Amount::ZERO } else { amount(minor) };
            prop_assert_eq!(sum, expected);
        }

        #[test]
        fn what_is_shown_reads_back_as_what_was_computed(minor in -Amount::MAX_MINOR..=Amount::MAX_MINOR, code in "(eur|jpy|kwd)") {
            let currency = Currency::new(&code).unwrap();
            let shown: f64 = amount(minor).to_json(currency).to_string().parse().unwrap();
            let back = (shown * 10_f64.powi(i32::from(currency.exponent()))).round();
            prop_assert_eq!(format!("{back}"), format!("{minor}"));
        }
    }
}
