//! `[i18n]`: the languages of the shop.

use wufi_domain::locale::Locale;

use super::given::{Given, Noted};
use super::key::{Allowed, Fallback, Key, Secrecy, Section};

const DEFAULT_LOCALE: Key = Key {
    name: "i18n.default_locale",
    fallback: Fallback::Value("et"),
    allowed: Allowed::OneOf(&["et", "en"]),
    docs: "The language of error messages for a caller who asks for none that Wufi speaks.",
    secrecy: Secrecy::Open,
};

pub(super) const SECTION: Section = Section { name: "i18n", docs: "The languages of the shop.", keys: &[&DEFAULT_LOCALE] };

/// The languages of the shop.
#[derive(Clone, Copy, Debug)]
pub struct I18n {
    /// The language for a caller who asks for none that we speak.
    pub default_locale: Locale,
}

impl I18n {
    pub(super) fn read(given: &mut Given) -> Result<Self, Noted> {
        let default_locale = given.choice(&DEFAULT_LOCALE, |tag| Locale::ALL.into_iter().find(|locale| locale.tag() == tag))?;
        Ok(Self { default_locale })
    }
}
