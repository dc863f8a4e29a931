//! `wufi serve`: the shop is open.

const EXAMPLES: &str = "Examples:
  wufi                          serve what is in ./wufi.db on http://127.0.0.1:9000
  wufi serve --demo             the same, with a demo shop to try a storefront on
  wufi --config /etc/wufi.toml  serve as that file says

SIGTERM or SIGINT lets requests that have begun finish; a second one ends at once.";

/// Serve the shop over HTTP.
///
/// An SQLite database is brought up to date first; that of a PostgreSQL
/// database is only checked, `wufi migrate` changes it.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// First fill an empty database with the demo shop (not in production).
    ///
    /// Prints the publishable key and the admin login. A database that is not
    /// empty stays as it is.
    #[arg(long)]
    pub demo: bool,
}
