//! `wufi keys`: the keys that sign and seal.

use clap::Subcommand;
use serde_json::json;
use wufi_domain::chance::Chance;
use wufi_domain::moment::{Clock, Moment};
use wufi_flow::keyring;
use wufi_guard::keyring::{KeyFacts, Keyring};

use super::{Exit, Failure, Start, database, output};
use crate::config::Config;
use crate::keyfile::{KeyFile, KeyFileError};

const LIST_EXAMPLES: &str = "Examples:
  wufi keys list         every key and what it does: waiting, signing, verifying or retired
  wufi keys list --json  {\"keys\":[{\"kid\",\"created_at\",\"signs_from\",\"state\"}]}";

const ROTATE_EXAMPLES: &str = "Examples:
  wufi keys rotate                     make a key that signs in an hour; nobody is logged out
  wufi keys rotate --overlap-secs 0    make a key that signs at once
  wufi keys rotate --overlap-secs 604800

Without a key file it makes one, whose key signs at once: this is how production gets its keys.
Copy the file to every other node before the overlap ends.";

/// An hour: whoever keeps our public keys for a while has the new one in time.
const OVERLAP_SECS: i64 = 3_600;
const WEEK_SECS: i64 = 604_800;

/// Look at the keys that sign and seal, and rotate them.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub action: Action,
}

/// What to do with the keys.
#[derive(Clone, Debug, Subcommand)]
pub enum Action {
    /// Print every key by its name, without its secrets.
    List(List),
    /// Make a new key, or the first.
    Rotate(Rotate),
}

/// How to print the keys.
#[derive(Clone, Copy, Debug, clap::Args)]
#[command(after_help = LIST_EXAMPLES)]
pub struct List {
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

/// How to rotate.
#[derive(Clone, Copy, Debug, clap::Args)]
#[command(after_help = ROTATE_EXAMPLES)]
pub struct Rotate {
    /// How many seconds every node and client has to learn the new key before it signs.
    #[arg(long, value_name = "SECONDS", default_value_t = OVERLAP_SECS, value_parser = clap::value_parser!(i64).range(0..=WEEK_SECS))]
    pub overlap_secs: i64,
}

/// Does what the arguments say.
pub async fn run(args: Args, start: &Start) -> Result<Exit, Failure> {
    let config = start.config()?;
    match args.action {
        Action::List(asked) => list(asked, &config),
        Action::Rotate(asked) => rotate(asked, &config).await,
    }
}

/// The keys that are in use; in development the first start makes them.
pub(super) async fn in_use(config: &Config) -> Result<(KeyFile, Keyring), Failure> {
    let file = KeyFile::at(&config.security.keys_file);
    let read = if config.environment.is_production() {
        file.read()
    } else {
        file.read_or_make(Clock::System.now(), &Chance::System).await
    };
    let keyring = read.map_err(failure)?;
    Ok((file, keyring))
}

fn failure(error: KeyFileError) -> Failure {
    let mend = error.mend();
    Failure::failed(error, mend)
}

fn list(asked: List, config: &Config) -> Result<Exit, Failure> {
    let keyring = KeyFile::at(&config.security.keys_file).read().map_err(failure)?;
    output::say(&told(asked, &keyring.listed(Clock::System.now())))?;
    Ok(Exit::Done)
}

fn told(asked: List, keys: &[KeyFacts]) -> String {
    if asked.json {
        let keys: Vec<_> = keys
            .iter()
            .map(|key| json!({ "kid": key.kid, "created_at": key.created_at, "signs_from": key.signs_from, "state": key.state.name() }))
            .collect();
        return json!({ "keys": keys }).to_string();
    }
    let row = |kid: &str, created: &str, signs: &str, state: &str| format!("{kid:<16}  {created:<24}  {signs:<24}  {state}");
    let heading = row("kid", "created", "signs from", "state");
    let rows = keys.iter().map(|key| row(&key.kid, &key.created_at.to_string(), &key.signs_from.to_string(), key.state.name()));
    std::iter::once(heading).chain(rows).collect::<Vec<_>>().join("\n")
}

async fn rotate(asked: Rotate, config: &Config) -> Result<Exit, Failure> {
    let file = KeyFile::at(&config.security.keys_file);
    let db = database::open_current(config).await?;
    let now = Clock::System.now();
    let rotation = file.rotation(now, asked.overlap_secs, &Chance::System).await.map_err(failure)?;
    let new = rotation.new_key().clone();

    // On record before it is in use: without the database there is no rotation.
    let mut tx = db.begin().await.map_err(database::away)?;
    keyring::rotated(&mut tx, &new, rotation.count()).await.map_err(database::away)?;
    tx.commit().await.map_err(database::away)?;
    db.close().await;
    rotation.keep().map_err(failure)?;

    output::say(&made(&file, &new, now))?;
    Ok(Exit::Done)
}

fn made(file: &KeyFile, new: &KeyFacts, now: Moment) -> String {
    let (kid, path) = (&new.kid, file.path().display());
    let from = if new.signs_from <= now { "now".to_owned() } else { new.signs_from.to_string() };
    format!("made key {kid} in {path}; it signs from {from} on")
}
