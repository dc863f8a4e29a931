//! `wufi audit`: the record of what happened.

use clap::Subcommand;
use serde_json::json;
use wufi_domain::ids::{AuditId, Id};
use wufi_store::Db;
use wufi_store::admin::invariants::{self, Broken};
use wufi_store::audit::{self, Recorded};

use super::{Exit, Failure, Start, database, output};

const EXAMPLES: &str = "Examples:
  wufi audit export > audit.jsonl                            keep all of it elsewhere
  wufi audit export --after aud_01KAVV4S3Q8JX0S2M5T6V7W8X9   go on after the last line that is kept";

/// How many events are read at once.
const PAGE: i64 = 500;

/// Read the audit log.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub action: Action,
}

/// What to do with the audit log.
#[derive(Clone, Debug, Subcommand)]
pub enum Action {
    /// Print every event, the oldest first, one JSON object a line.
    Export(Export),
    /// Check that orders, money and stock agree; exits with 1 where they do not.
    Check,
}

/// Which events to print.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    /// Only what came after the event of this id.
    #[arg(long, value_name = "ID", value_parser = event)]
    pub after: Option<AuditId>,
}

fn event(text: &str) -> Result<AuditId, String> {
    AuditId::parse(text).ok_or_else(|| "is no event's id, such as aud_01KAVV4S3Q8JX0S2M5T6V7W8X9".to_owned())
}

/// Does what the arguments say.
pub async fn run(args: Args, start: &Start) -> Result<Exit, Failure> {
    let db = database::open_current(&start.config()?).await?;
    let exit = match args.action {
        Action::Export(asked) => export(&db, asked).await?,
        Action::Check => check(&db).await?,
    };
    db.close().await;
    Ok(exit)
}

/// Says of each invariant whether it holds, in one state of the database.
async fn check(db: &Db) -> Result<Exit, Failure> {
    let mut tx = db.read().await.map_err(database::away)?;
    let broken = invariants::broken(&mut tx).await.map_err(database::away)?;
    for name in invariants::names() {
        match broken.iter().find(|broken| broken.name == name) {
            Some(Broken { what, count, .. }) => output::say(&format!("BROKEN  {name}: {count} {what}"))?,
            None => output::say(&format!("ok      {name}"))?,
        }
    }
    if broken.is_empty() { Ok(Exit::Done) } else { Ok(Exit::Failed) }
}

async fn export(db: &Db, asked: Export) -> Result<Exit, Failure> {
    let mut after = asked.after.map_or_else(String::new, |id| id.to_string());
    while let Some((lines, last)) = page(db, &after).await? {
        output::say(&lines)?;
        after = last;
    }
    Ok(Exit::Done)
}

/// The next events as lines, with the id of the last; `None` when there are no more.
async fn page(db: &Db, after: &str) -> Result<Option<(String, String)>, Failure> {
    let mut tx = db.read().await.map_err(database::away)?;
    let events = audit::list(&mut tx, after, PAGE).await.map_err(database::away)?;
    let Some(last) = events.last().map(|event| event.id.clone()) else { return Ok(None) };
    Ok(Some((events.iter().map(line).collect::<Vec<_>>().join("\n"), last)))
}

fn line(event: &Recorded) -> String {
    let object = json!({
        "id": event.id,
        "at": event.at,
        "event": event.event,
        "actor_kind": event.actor_kind,
        "actor_ref": event.actor_ref,
        "subject_kind": event.subject_kind,
        "subject_ref": event.subject_ref,
        "request_id": event.request_id,
        "facts": event.facts,
    });
    object.to_string()
}
