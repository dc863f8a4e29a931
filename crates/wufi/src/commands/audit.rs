//! `wufi audit`: the record of what happened.

use clap::Subcommand;

const EXAMPLES: &str = "Examples:
  wufi audit export                       read it
  wufi audit export --json > audit.jsonl  keep it elsewhere";

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
    /// Print every event, the oldest first.
    Export(Export),
}

/// How to print the events.
#[derive(Clone, Copy, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    /// Print one JSON object a line.
    #[arg(long)]
    pub json: bool,
}
