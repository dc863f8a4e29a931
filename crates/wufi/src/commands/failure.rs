//! How a command ends: its exit code, and what a person reads when it failed.

use std::fmt;
use std::process::ExitCode;

use crate::config::Refused;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It did what it was asked to: 0.
    Done,
    /// It tried and failed: 1.
    Failed,
    /// It was asked wrongly, or the configuration is wrong: 2.
    WrongUse,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::Failed => Self::from(1),
            Exit::WrongUse => Self::from(2),
        }
    }
}

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub struct Failure {
    /// The exit code it leads to.
    pub exit: Exit,
    what: String,
    mend: String,
}

impl Failure {
    /// The command tried and failed: `what` went wrong, and how to `mend` it.
    #[must_use]
    pub fn failed(what: impl fmt::Display, mend: impl Into<String>) -> Self {
        Self { exit: Exit::Failed, what: what.to_string(), mend: mend.into() }
    }

    /// The command was asked wrongly.
    #[must_use]
    pub fn wrong_use(what: impl fmt::Display, mend: impl Into<String>) -> Self {
        Self { exit: Exit::WrongUse, what: what.to_string(), mend: mend.into() }
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self::wrong_use(refused, "`wufi config reference` explains every key")
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::failed(format!("{error:#}"), "`wufi doctor` looks for what may be wrong with this installation")
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "wufi: {}\n  {}", self.what, self.mend)
    }
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn a_failure_is_one_line_and_how_to_mend_it() {
        let failure = Failure::from(anyhow!("the disk is full").context("the database cannot be opened"));

        let text = failure.to_string();

        assert!(text.starts_with("wufi: the database cannot be opened: the disk is full\n  `wufi doctor`"), "{text}");
        assert_eq!(failure.exit, Exit::Failed);
    }
}
