//! Which currencies there are, and how little or much can be paid.

use crate::api::error::ApiError;

/// The most that an intent may be about, in the smallest unit of any currency.
const MOST: i64 = 99_999_999;

/// A currency, the least that can be paid in it (in its smallest unit), and how that reads.
const CURRENCIES: &[(&str, i64, &str)] = &[
    ("eur", 50, "€0.50"),
    ("usd", 50, "$0.50"),
    ("gbp", 30, "£0.30"),
    ("sek", 300, "3.00 kr"),
    ("nok", 300, "3.00 kr"),
    ("dkk", 250, "2.50 kr"),
    ("pln", 200, "2.00 zł"),
    ("czk", 1_500, "15.00 Kč"),
    ("chf", 50, "0.50 CHF"),
    ("huf", 17_500, "175.00 Ft"),
    ("jpy", 50, "¥50"),
    ("cad", 50, "$0.50"),
    ("aud", 50, "$0.50"),
];

/// Refuses what cannot be paid.
pub(crate) fn check(amount: i64, currency: &str) -> Result<(), ApiError> {
    let Some((_, least, text)) = CURRENCIES.iter().find(|(name, _, _)| *name == currency) else {
        let names: Vec<_> = CURRENCIES.iter().map(|(name, _, _)| *name).collect();
        let message = format!("Invalid currency: {currency}. Stripe currently supports these currencies: {}", names.join(", "));
        return Err(ApiError::invalid(message).param("currency"));
    };
    if amount < *least {
        let message = format!("Amount must be at least {text} {currency}");
        return Err(ApiError::invalid(message).code("amount_too_small").param("amount"));
    }
    if amount > MOST {
        let message = format!("Amount must be no more than {MOST}");
        return Err(ApiError::invalid(message).code("amount_too_large").param("amount"));
    }
    Ok(())
}
