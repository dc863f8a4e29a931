//! Where a value came from, and what is wrong with it.

use std::fmt;
use std::path::PathBuf;

use serde::{Serialize, Serializer};

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Nobody gave it.
    Default,
    /// A line of the configuration file.
    File {
        /// The file, as it was named.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },
    /// A variable of the environment.
    Variable(String),
    /// A file that a variable names.
    SecretFile {
        /// The variable, ending in `_FILE`.
        variable: String,
        /// The file.
        path: PathBuf,
    },
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Variable(name) => f.write_str(name),
            Self::SecretFile { variable, path } => write!(f, "{variable}={}", path.display()),
        }
    }
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One thing that is wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The key, as far as it can be told.
    pub key: String,
    /// Where it stands.
    pub source: Source,
    /// What is wrong. Never holds the value of a secret.
    pub wrong: String,
    /// What would be right.
    pub allowed: String,
}

/// A configuration that stops the start, with everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// At least one.
    pub problems: Vec<Problem>,
}

impl std::error::Error for Refused {}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.len() {
            1 => f.write_str("the configuration has a problem:")?,
            count => write!(f, "the configuration has {count} problems:")?,
        }
        for Problem { key, source, wrong, allowed } in &self.problems {
            match source {
                Source::Default => write!(f, "\n  {key} (not given): {wrong}")?,
                source => write!(f, "\n  {key} ({source}): {wrong}")?,
            }
            write!(f, "\n    allowed: {allowed}")?;
        }
        Ok(())
    }
}
