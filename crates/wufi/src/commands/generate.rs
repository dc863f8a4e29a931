//! `wufi generate`: the documents that are written from the program itself.

use std::fs;
use std::path::Path;

use super::{Exit, Failure, output};
use crate::config;

const EXAMPLES: &str = "Examples:
  wufi generate          write docs/openapi.json, docs/errors.md and docs/config.md
  wufi generate --check  exit with 1 when one of them is not what would be written";

/// Write the generated documents, from the root of the source tree.
#[derive(Clone, Copy, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Only say whether the documents are up to date.
    #[arg(long)]
    pub check: bool,
}

/// Writes the documents, or says which are stale.
pub fn run(args: Args) -> Result<Exit, Failure> {
    let documents = [
        ("docs/openapi.json", wufi_api::routes::openapi()),
        ("docs/errors.md", wufi_api::catalogue::catalogue()),
        ("docs/config.md", config::reference()),
    ];

    let mut exit = Exit::Done;
    for (path, text) in documents {
        if fs::read_to_string(path).is_ok_and(|held| held == text) {
            continue;
        }
        if args.check {
            output::say(&format!("{path} is stale: run scripts/generate"))?;
            exit = Exit::Failed;
        } else {
            write(path, &text)?;
        }
    }
    Ok(exit)
}

fn write(path: &str, text: &str) -> Result<(), Failure> {
    let mend = "run it from the root of the source tree";
    if let Some(folder) = Path::new(path).parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::failed(format!("{path}: {error}"), mend))?;
    }
    fs::write(path, text).map_err(|error| Failure::failed(format!("{path}: {error}"), mend))?;
    output::say(&format!("wrote {path}"))?;
    Ok(())
}
