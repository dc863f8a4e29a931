//! Amounts as Stripe writes them: whole numbers of each currency's smallest unit, with Stripe's exceptions.
//!
//! Nothing is ever rounded: what one side cannot write exactly is nothing on that side
//! (<https://docs.stripe.com/currencies>).

use wufi_domain::money::{Amount, Currency};

/// How Stripe writes amounts of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unit {
    /// How many decimals its major unit has there.
    decimals: u8,
    /// What an amount is a multiple of.
    step: i64,
}

/// The table. HUF and TWD have two decimals like most: only payouts in them are whole.
fn unit(currency: Currency) -> Option<Unit> {
    let unit = |decimals, step| Unit { decimals, step };
    let unit = match currency.code() {
        "bif" | "clp" | "djf" | "gnf" | "jpy" | "kmf" | "krw" | "mga" | "pyg" | "rwf" | "vnd" | "vuv" | "xaf" | "xof" | "xpf" => {
            unit(0, 1)
        }
        // Currencies without decimals that are written with two of them, which are always 00.
        "isk" | "ugx" => unit(2, 100),
        // The last of three decimals is always 0.
        "bhd" | "jod" | "kwd" | "omr" | "tnd" => unit(3, 10),
        _ => unit(2, 1),
    };
    // Finer here than there: Stripe does not say how it writes such a currency (the Iraqi dinar), so it is not guessed.
    (currency.exponent() <= unit.decimals).then_some(unit)
}

/// How many of Stripe's units one minor unit of ours is.
fn factor(currency: Currency, unit: Unit) -> i64 {
    10_i64.pow(u32::from(unit.decimals.saturating_sub(currency.exponent())))
}

/// An amount to be charged or given back, in Stripe's units; none when Stripe cannot take it: nothing, less than
/// nothing, a fraction where it takes none. Its own limits are for Stripe to know: they differ by how one pays.
pub(super) fn to_stripe(amount: Amount, currency: Currency) -> Option<i64> {
    let unit = unit(currency)?;
    let written = amount.minor().checked_mul(factor(currency, unit))?;
    (written > 0 && written % unit.step == 0).then_some(written)
}

/// An amount that Stripe tells, zero included; none when it is no amount of ours.
pub(super) fn from_stripe(written: i64, currency: Currency) -> Option<Amount> {
    let factor = factor(currency, unit(currency)?);
    let is_whole = written >= 0 && written % factor == 0;
    is_whole.then(|| Amount::new(written / factor).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::new(code).unwrap()
    }

    fn written(minor: i64, code: &str) -> Option<i64> {
        to_stripe(Amount::new(minor).unwrap(), currency(code))
    }

    fn read(units: i64, code: &str) -> Option<i64> {
        from_stripe(units, currency(code)).map(Amount::minor)
    }

    #[test]
    fn the_examples_of_stripes_documentation_hold() {
        // 10 USD, 500 JPY, 5 ISK, 5 UGX, 5.12 and 5.13 KWD.
        assert_eq!([written(1000, "usd"), written(500, "jpy"), written(500, "isk")], [Some(1000), Some(500), Some(500)]);
        assert_eq!([written(5, "ugx"), written(5120, "kwd"), written(5130, "kwd")], [Some(500), Some(5120), Some(5130)]);
        assert_eq!([written(1045, "huf"), written(80_045, "twd")], [Some(1045), Some(80_045)]);
    }

    #[test]
    fn what_stripe_cannot_take_is_not_rounded_to_what_it_can() {
        assert_eq!([written(5124, "kwd"), written(550, "isk"), written(1_230, "iqd")], [None; 3]);
        assert_eq!([written(0, "eur"), written(-100, "eur")], [None; 2]);
    }

    #[test]
    fn what_stripe_tells_is_taken_as_it_is_or_not_at_all() {
        // A króna and a dinar in parts that Stripe would not take can be said here; a part of a shilling cannot.
        assert_eq!([read(550, "isk"), read(5124, "kwd"), read(0, "eur")], [Some(550), Some(5124), Some(0)]);
        assert_eq!([read(550, "ugx"), read(-1, "eur"), read(i64::MAX, "eur"), read(1, "iqd")], [None; 4]);
    }

    /// Each of the 17,576 codes that there can be.
    fn codes() -> impl Iterator<Item = String> {
        let letters = || 'a'..='z';
        letters().flat_map(move |a| letters().flat_map(move |b| letters().map(move |c| [a, b, c].iter().collect())))
    }

    #[test]
    fn only_the_special_cases_are_written_with_other_decimals_than_ours() {
        let differing = codes().filter(|code| {
            let currency = currency(code);
            unit(currency).is_none_or(|unit| unit.decimals != currency.exponent())
        });

        assert_eq!(differing.collect::<Vec<_>>(), ["iqd", "ugx"]);
    }

    const CODE: &str = "[a-z]{3}|eur|jpy|kwd|ugx|isk|huf|twd|iqd|krw|tnd";

    proptest! {
        #[test]
        fn an_amount_comes_back_from_stripe_as_it_went(minor in 1..=Amount::MAX_MINOR, code in CODE) {
            let (amount, currency) = (Amount::new(minor).unwrap(), currency(&code));

            if let Some(units) = to_stripe(amount, currency) {
                prop_assert_eq!(from_stripe(units, currency), Some(amount));
                // The same in major units, crosswise so that nothing is divided.
                let decimals = u32::from(unit(currency).unwrap().decimals);
                let ours = i128::from(minor) * 10_i128.pow(decimals);
                prop_assert_eq!(ours, i128::from(units) * 10_i128.pow(u32::from(currency.exponent())));
            }
        }

        #[test]
        fn whatever_stripe_tells_goes_back_as_it_came(units in any::<i64>(), code in CODE) {
            let currency = currency(&code);

            if let Some(amount) = from_stripe(units, currency) {
                let back = to_stripe(amount, currency);
                prop_assert!(back == Some(units) || (back.is_none() && (units == 0 || units % unit(currency).unwrap().step != 0)));
            }
        }

        #[test]
        fn every_amount_of_a_currency_with_two_decimals_can_be_charged(minor in 1..=Amount::MAX_MINOR, code in "eur|sek|pln|huf|twd") {
            prop_assert_eq!(written(minor, &code), Some(minor));
        }
    }
}
