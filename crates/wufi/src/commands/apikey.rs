//! `wufi apikey`: keys to the API.

use clap::{Subcommand, ValueEnum};
use wufi_guard::api_key::KeyKind;

const EXAMPLES: &str = "Examples:
  wufi apikey create --kind publishable --title Storefront
  wufi apikey create --kind secret --title \"Nightly export\"

The key is printed once and never again.";

/// Manage keys to the API.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub action: Action,
}

/// What to do with API keys.
#[derive(Clone, Debug, Subcommand)]
pub enum Action {
    /// Make a key and print it, once.
    Create(Create),
}

/// The key to make.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Create {
    /// What the key opens.
    #[arg(long, value_enum)]
    pub kind: Kind,
    /// What staff will know it by.
    #[arg(long)]
    pub title: String,
}

/// What a key opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// The store API, for storefronts; every shopper can see it.
    Publishable,
    /// The admin API, for programs; keep it as you would a password.
    Secret,
}

impl From<Kind> for KeyKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Publishable => Self::Publishable,
            Kind::Secret => Self::Secret,
        }
    }
}
