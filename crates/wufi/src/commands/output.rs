//! What commands answer, on standard output.

use std::io::{self, ErrorKind, Write};

use anyhow::Context;

/// Writes `text` and a line end.
///
/// A reader who has seen enough (`wufi config show | head`) is no failure.
pub(crate) fn say(text: &str) -> anyhow::Result<()> {
    match writeln!(io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("standard output cannot be written to"),
        _ => Ok(()),
    }
}
