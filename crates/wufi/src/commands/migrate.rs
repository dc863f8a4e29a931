//! `wufi migrate`: the database's schema.

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
