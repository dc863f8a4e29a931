//! `wufi migrate`: the database's schema.

use super::{Exit, Failure, Start, database, output};

const EXAMPLES: &str = "Examples:
  wufi migrate          bring the schema up to date
  wufi migrate --check  exit with 1 when it is not, and change nothing";

/// Bring the database's schema up to date.
#[derive(Clone, Copy, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Only say whether the schema is up to date.
    #[arg(long)]
    pub check: bool,
}

/// Brings the schema up to date, or says whether it is.
pub async fn run(args: Args, start: &Start) -> Result<Exit, Failure> {
    let db = database::open(&start.config()?).await?;
    if !args.check {
        db.migrate().await.map_err(|error| Failure::failed(error, "mend what it names and run `wufi migrate` again"))?;
    }
    database::require_current(&db).await?;
    db.close().await;
    output::say("the schema is up to date")?;
    Ok(Exit::Done)
}
