//! The configuration file: TOML, of which every key must be known.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::given::Given;
use super::key;
use super::problem::{Problem, Source};
use super::value::Value;

/// What is read when no file is named and it is there.
const DEFAULT: &str = "wufi.toml";

/// The file to read: the one that was named, or `wufi.toml` here.
#[derive(Clone, Debug)]
pub(super) enum File {
    /// By `--config` or `WUFI_CONFIG`: must be there.
    Named(PathBuf),
    /// Read when it is there.
    Usual,
}

impl File {
    /// Adds what the file says to `given`.
    pub(super) fn read(&self, given: &mut Given) {
        let (path, may_be_missing) = match self {
            Self::Named(path) => (path.as_path(), false),
            Self::Usual => (Path::new(DEFAULT), true),
        };
        match fs::read_to_string(path) {
            Ok(text) => read(path, &text, given),
            Err(error) if may_be_missing && error.kind() == ErrorKind::NotFound => {}
            Err(error) => given.note(Problem {
                key: path.display().to_string(),
                source: Source::File { path: path.to_owned(), line: 1 },
                wrong: format!("the file cannot be read: {error}"),
                allowed: "a TOML file that this user may read".to_owned(),
            }),
        }
    }
}

/// Adds what the text of a file says to `given`.
fn read(path: &Path, text: &str, given: &mut Given) {
    let at = |offset: usize| Source::File { path: path.to_owned(), line: line_of(text, offset) };

    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        given.note(Problem {
            key: path.display().to_string(),
            source: at(error.span().map_or(0, |span| span.start)),
            // Only the message: the error's own rendering shows the line, and with it the secret that stands there.
            wrong: error.message().to_owned(),
            allowed: "TOML (https://toml.io)".to_owned(),
        });
    }
    if errors.is_empty() {
        gather(document.get_ref(), "", &at, given);
    }
}

/// Walks through a table and gives each value to its key.
fn gather(table: &DeTable<'_>, section: &str, at: &impl Fn(usize) -> Source, given: &mut Given) {
    for (name, value) in table {
        let dot = if section.is_empty() { "" } else { "." };
        let full = format!("{section}{dot}{}", name.get_ref());
        let source = at(name.span().start);

        if let Some(key) = key::find(&full) {
            given.put(key, Value::from(value.get_ref()), source);
        } else if let Some(inner) = value.get_ref().as_table().filter(|_| key::is_section(&full)) {
            gather(inner, &full, at, given);
        } else {
            given.unknown(&full, source);
        }
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count().saturating_add(1)
}
