//! What currencies are called, and how they are written.

use wufi_domain::money::Currency;

/// A currency's name and signs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    code: &'static str,
    /// In English.
    pub(super) name: &'static str,
    /// Where several currencies meet.
    pub(super) symbol: &'static str,
    /// At home.
    pub(super) symbol_native: &'static str,
}

/// What we know of a currency.
pub(super) fn of(currency: Currency) -> Option<&'static Facts> {
    FACTS.iter().find(|facts| facts.code == currency.code())
}

const fn facts(code: &'static str, name: &'static str, symbol: &'static str, symbol_native: &'static str) -> Facts {
    Facts { code, name, symbol, symbol_native }
}

const FACTS: &[Facts] = &[
    facts("aud", "Australian Dollar", "AU$", "$"),
    facts("bgn", "Bulgarian Lev", "BGN", "лв."),
    facts("brl", "Brazilian Real", "R$", "R$"),
    facts("cad", "Canadian Dollar", "CA$", "$"),
    facts("chf", "Swiss Franc", "CHF", "CHF"),
    facts("cny", "Chinese Yuan", "CN¥", "CN¥"),
    facts("czk", "Czech Koruna", "Kč", "Kč"),
    facts("dkk", "Danish Krone", "Dkr", "kr"),
    facts("eur", "Euro", "€", "€"),
    facts("gbp", "British Pound Sterling", "£", "£"),
    facts("hkd", "Hong Kong Dollar", "HK$", "$"),
    facts("huf", "Hungarian Forint", "Ft", "Ft"),
    facts("ils", "Israeli New Shekel", "₪", "₪"),
    facts("inr", "Indian Rupee", "₹", "₹"),
    facts("isk", "Icelandic Króna", "Ikr", "kr"),
    facts("jpy", "Japanese Yen", "¥", "￥"),
    facts("krw", "South Korean Won", "₩", "₩"),
    facts("kwd", "Kuwaiti Dinar", "KD", "د.ك.‏"),
    facts("mxn", "Mexican Peso", "MX$", "$"),
    facts("nok", "Norwegian Krone", "Nkr", "kr"),
    facts("nzd", "New Zealand Dollar", "NZ$", "$"),
    facts("pln", "Polish Zloty", "zł", "zł"),
    facts("ron", "Romanian Leu", "RON", "RON"),
    facts("rsd", "Serbian Dinar", "din.", "дин."),
    facts("sek", "Swedish Krona", "Skr", "kr"),
    facts("sgd", "Singapore Dollar", "S$", "$"),
    facts("try", "Turkish Lira", "TL", "₺"),
    facts("uah", "Ukrainian Hryvnia", "₴", "₴"),
    facts("usd", "US Dollar", "$", "$"),
    facts("zar", "South African Rand", "R", "R"),
];
