//! Prices as the demo shop's files state them, and how money and tax are read from there.

use std::collections::BTreeMap;

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer};
use wufi_domain::money::{Amount, Currency};
use wufi_domain::tax::{Rate, TaxMode};

/// A price in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// The currency.
    pub currency: Currency,
    /// How much; never negative.
    pub amount: Amount,
}

/// What one thing costs: one price for each currency. In the files: `{ eur = 599, jpy = 780 }`, in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices(Vec<Price>);

impl Prices {
    /// Every price, by currency code.
    pub fn iter(&self) -> impl Iterator<Item = Price> {
        self.0.iter().copied()
    }

    /// The price in `currency`.
    #[must_use]
    pub fn amount_in(&self, currency: Currency) -> Option<Amount> {
        self.0.iter().find(|price| price.currency == currency).map(|price| price.amount)
    }
}

impl<'de> Deserialize<'de> for Prices {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stated = BTreeMap::<String, i64>::deserialize(deserializer)?;
        stated.into_iter().map(|(code, minor)| price(&code, minor)).collect::<Result<_, D::Error>>().map(Self)
    }
}

fn price<E: Error>(code: &str, minor: i64) -> Result<Price, E> {
    let currency = currency_of(code)?;
    let amount = Amount::new(minor).ok().filter(|amount| *amount >= Amount::ZERO);
    amount.map(|amount| Price { currency, amount }).ok_or_else(|| E::invalid_value(Unexpected::Signed(minor), &"a price"))
}

/// In the files a code is in lower case, so that one currency cannot be stated twice.
fn currency_of<E: Error>(code: &str) -> Result<Currency, E> {
    let currency = Currency::new(code).filter(|currency| currency.code() == code);
    currency.ok_or_else(|| E::invalid_value(Unexpected::Str(code), &"a currency code in lower case"))
}

/// Reads a currency code.
pub(super) fn currency<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Currency, D::Error> {
    currency_of(&String::deserialize(deserializer)?)
}

/// Reads a list of currency codes.
pub(super) fn currencies<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Currency>, D::Error> {
    Vec::<String>::deserialize(deserializer)?.iter().map(|code| currency_of(code)).collect()
}

/// Reads a rate in parts per million.
pub(super) fn rate<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Rate, D::Error> {
    let ppm = i64::deserialize(deserializer)?;
    Rate::from_ppm(ppm).ok_or_else(|| D::Error::invalid_value(Unexpected::Signed(ppm), &"parts per million"))
}

/// Reads whether prices have their tax inside.
pub(super) fn tax_mode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TaxMode, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "inclusive" => Ok(TaxMode::Inclusive),
        "exclusive" => Ok(TaxMode::Exclusive),
        other => Err(D::Error::unknown_variant(other, &["inclusive", "exclusive"])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_minor_units_by_currency() {
        let prices: Prices = toml::from_str("eur = 599\njpy = 780").unwrap();

        assert_eq!(prices.amount_in(Currency::EUR), Amount::new(599).ok());
        assert_eq!(prices.amount_in(Currency::new("sek").unwrap()), None);
        assert_eq!(prices.iter().count(), 2);
    }

    #[test]
    fn a_negative_price_and_an_odd_currency_are_refused() {
        for wrong in ["eur = -1", "EUR = 599", "euro = 599", "eur = 5.99"] {
            assert!(toml::from_str::<Prices>(wrong).is_err(), "{wrong}");
        }
    }
}
