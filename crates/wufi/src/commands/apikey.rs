//! `wufi apikey`: keys to the API.

use clap::{Subcommand, ValueEnum};
use wufi_domain::text;
use wufi_flow::keys::{self, KeyError};
use wufi_guard::api_key::KeyKind;

use super::{Exit, Failure, Start, database, output};

const EXAMPLES: &str = "Examples:
  wufi apikey create --kind publishable --title Storefront
  wufi apikey create --kind secret --title \"Nightly export\"

The key alone is printed, once and never again.";

const TITLE_MAX: usize = 100;

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
    #[arg(long, value_parser = title)]
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

fn title(given: &str) -> Result<String, String> {
    text::clean(given, text::Kind::Name, TITLE_MAX).map_err(|fault| fault.to_string())
}

/// Does what the arguments say.
pub async fn run(args: Args, start: &Start) -> Result<Exit, Failure> {
    let Action::Create(asked) = args.action;
    let db = database::open_current(&start.config()?).await?;
    let mut tx = db.begin().await.map_err(database::away)?;
    let key = keys::create(&mut tx, asked.kind.into(), &asked.title).await.map_err(|error| match error {
        KeyError::NoShop => Failure::failed(error, "`wufi demo` makes one to try things on"),
        KeyError::Store(error) => database::away(error),
    })?;
    tx.commit().await.map_err(database::away)?;
    db.close().await;

    output::say(key.token.expose())?;
    Ok(Exit::Done)
}
