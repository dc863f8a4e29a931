//! `wufi demo`: a shop to try things on.

const EXAMPLES: &str = "Examples:
  wufi demo         make the demo shop and print how to reach it
  wufi demo --json  the same as {\"publishable_key\",\"admin_email\",\"admin_password\",\"region_id\",\"sales_channel_id\"}";

/// Make the demo shop if it is not there, and print its keys (not in production).
#[derive(Clone, Copy, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}
