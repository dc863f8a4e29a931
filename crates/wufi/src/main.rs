//! The program's first and last lines: arguments in, exit code out.

use std::env;
use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use tokio::runtime::Runtime;
use wufi::commands::{self, Cli, Failure};

/// An answer is many small pieces of memory; the system's allocator takes a quarter of its time for them.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let ended = Runtime::new()
        .map_err(|error| {
            Failure::failed(format!("no threads can be started: {error}"), "raise the limit of processes (ulimit -u)")
        })
        .and_then(|runtime| runtime.block_on(commands::run(cli, variables())));

    match ended {
        Ok(exit) => exit.into(),
        Err(failure) => {
            eprintln!("{failure}");
            failure.exit.into()
        }
    }
}

/// The environment. What is not UTF-8 comes with marks in its place, so that
/// a value of ours is refused by its key and not passed over.
fn variables() -> Vec<(String, String)> {
    env::vars_os().map(|(name, text)| (name.to_string_lossy().into_owned(), text.to_string_lossy().into_owned())).collect()
}
