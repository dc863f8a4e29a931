//! `[headers]`: headers of every answer about which opinions differ.

use super::given::{Given, Noted};
use super::key::{Allowed, Fallback, Key, Secrecy, Section};

const X_XSS_PROTECTION_VALUES: [&str; 3] = ["1; mode=block", "1", "0"];

const X_XSS_PROTECTION: Key = Key {
    name: "headers.x_xss_protection",
    fallback: Fallback::Value("1; mode=block"),
    allowed: Allowed::OneOf(&X_XSS_PROTECTION_VALUES),
    docs: "The header `X-XSS-Protection`. Today's browsers ignore it and OWASP advises `0`; the default is what the storefront's requirements ask for.",
    secrecy: Secrecy::Open,
};

pub(super) const SECTION: Section =
    Section { name: "headers", docs: "Headers of every answer about which opinions differ.", keys: &[&X_XSS_PROTECTION] };

/// Headers of every answer about which opinions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Headers {
    /// The value of `X-XSS-Protection`.
    pub x_xss_protection: &'static str,
}

impl Headers {
    pub(super) fn read(given: &mut Given) -> Result<Self, Noted> {
        let x_xss_protection =
            given.choice(&X_XSS_PROTECTION, |text| X_XSS_PROTECTION_VALUES.into_iter().find(|value| *value == text))?;
        Ok(Self { x_xss_protection })
    }
}
