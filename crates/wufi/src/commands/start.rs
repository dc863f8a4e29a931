//! What a command starts from: the file that was named, and the environment.

use std::path::PathBuf;

use crate::config::{Config, Refused};

/// What a command starts from.
#[derive(Clone, Debug)]
pub struct Start {
    /// The file of `--config`.
    pub file: Option<PathBuf>,
    /// The variables of the process.
    pub variables: Vec<(String, String)>,
}

impl Start {
    /// Reads the configuration.
    pub fn config(&self) -> Result<Config, Refused> {
        Config::load(self.file.as_deref(), self.variables.iter().cloned())
    }
}
