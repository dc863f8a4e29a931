//! `wufi apikey`: keys to the API.

use clap::{Subcommand, ValueEnum};
use wufi_domain::ids::{ApiKeyId, Id};
use wufi_domain::text;
use wufi_flow::keys::{self, KeyError};
use wufi_guard::api_key::KeyKind;

use super::{Exit, Failure, Start, database, output};
use crate::config::Config;

const EXAMPLES: &str = "Examples:
  wufi apikey create --kind publishable --title Storefront
  wufi apikey create --kind secret --title \"Nightly export\"

The key alone is printed, once and never again.";

const REVOKE_EXAMPLES: &str = "Examples:
  wufi apikey list
  wufi apikey revoke apk_01K9Z3V8N2Q6W4T7R5Y1X0C2B3";

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
    /// List the keys, one a line: id, kind, what is shown of it, title.
    List,
    /// Take a key back, for good; it opens nothing from then on.
    Revoke(Revoke),
}

/// The key to take back.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = REVOKE_EXAMPLES)]
pub struct Revoke {
    /// Its id, as `wufi apikey list` tells it.
    #[arg(value_parser = id)]
    pub id: ApiKeyId,
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

fn id(given: &str) -> Result<ApiKeyId, String> {
    ApiKeyId::parse(given).ok_or_else(|| "is no id of a key; `wufi apikey list` tells them".to_owned())
}

/// Does what the arguments say.
pub async fn run(args: Args, start: &Start) -> Result<Exit, Failure> {
    let config = start.config()?;
    match args.action {
        Action::Create(asked) => create(&asked, &config).await,
        Action::List => list(&config).await,
        Action::Revoke(asked) => revoke(&asked.id, &config).await,
    }
}

async fn list(config: &Config) -> Result<Exit, Failure> {
    let db = database::open_current(config).await?;
    let mut tx = db.read().await.map_err(database::away)?;
    let kept = wufi_store::admin::keys::list(&mut tx).await.map_err(database::away)?;
    drop(tx);
    db.close().await;

    for key in kept {
        let revoked = if key.revoked { "  (revoked)" } else { "" };
        output::say(&format!("{}  {:<11}  {}  {}{revoked}", key.id, key.kind, key.redacted, key.title))?;
    }
    Ok(Exit::Done)
}

async fn revoke(id: &ApiKeyId, config: &Config) -> Result<Exit, Failure> {
    let db = database::open_current(config).await?;
    let mut tx = db.begin().await.map_err(database::away)?;
    keys::revoke(&mut tx, id).await.map_err(unchanged)?;
    tx.commit().await.map_err(database::away)?;
    db.close().await;

    output::say(&format!("{id} opens nothing any more"))?;
    Ok(Exit::Done)
}

fn unchanged(error: KeyError) -> Failure {
    match error {
        KeyError::NoShop => Failure::failed(error, "`wufi demo` makes one to try things on"),
        KeyError::Unknown => Failure::failed(error, "`wufi apikey list` tells which there are"),
        KeyError::Store(error) => database::away(error),
    }
}

async fn create(asked: &Create, config: &Config) -> Result<Exit, Failure> {
    let db = database::open_current(config).await?;
    let mut tx = db.begin().await.map_err(database::away)?;
    let key = keys::create(&mut tx, asked.kind.into(), &asked.title).await.map_err(unchanged)?;
    tx.commit().await.map_err(database::away)?;
    db.close().await;

    output::say(key.token.expose())?;
    Ok(Exit::Done)
}
