//! Where Wufi runs: on a desk, or for shoppers.

use super::given::{Given, Noted};
use super::key::{Allowed, Fallback, Key, Secrecy, Section};

const ENVIRONMENT: Key = Key {
    name: "environment",
    fallback: Fallback::Value("development"),
    allowed: Allowed::OneOf(&["development", "production"]),
    docs: "Where Wufi runs. `production` refuses what is only safe on a desk: demo data, a `server.public_url` without `https`, a PostgreSQL connection over the network whose certificate is not verified, keys that were not made on purpose, access tokens shorter than 15 minutes.",
    secrecy: Secrecy::Open,
};

pub(super) const SECTION: Section = Section { name: "", docs: "", keys: &[&ENVIRONMENT] };

/// Where Wufi runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// On a desk: convenient.
    Development,
    /// For shoppers: what is not safe is refused.
    Production,
}

impl Environment {
    /// The name in the configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Production => "production",
        }
    }

    /// Whether shoppers are served.
    #[must_use]
    pub const fn is_production(self) -> bool {
        matches!(self, Self::Production)
    }

    pub(super) fn read(given: &mut Given) -> Result<Self, Noted> {
        given.choice(&ENVIRONMENT, |name| [Self::Development, Self::Production].into_iter().find(|known| known.name() == name))
    }
}
