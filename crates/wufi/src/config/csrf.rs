//! `[csrf]`: how requests that somebody else's page sends are kept out.

use wufi_domain::enforcement::Enforcement;

use super::given::{Given, Noted};
use super::key::{Allowed, Fallback, Key, Secrecy, Section};

const ENFORCEMENT: Key = Key {
    name: "csrf.enforcement",
    fallback: Fallback::Value("enforce"),
    allowed: Allowed::OneOf(&["enforce", "observe", "off"]),
    docs: "What happens to a request that changes something and does not come from a page of the shop: it is refused, or only counted and logged, or not looked at. `observe` shows what a storefront still lacks before it is refused.",
    secrecy: Secrecy::Open,
};

pub(super) const SECTION: Section =
    Section { name: "csrf", docs: "How requests that somebody else's page sends are kept out.", keys: &[&ENFORCEMENT] };

/// How requests that somebody else's page sends are kept out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Csrf {
    /// What happens to such a request.
    pub enforcement: Enforcement,
}

impl Csrf {
    pub(super) fn read(given: &mut Given) -> Result<Self, Noted> {
        Ok(Self { enforcement: given.choice(&ENFORCEMENT, Enforcement::parse)? })
    }
}
