//! One thing that was looked at.

use std::fmt;

use serde::Serialize;

/// What came of looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is as it should be.
    Ok,
    /// It works and could be better.
    Warn,
    /// It is wrong.
    Fail,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was looked at, stable for machines.
    pub name: &'static str,
    /// What came of it.
    pub outcome: Outcome,
    /// What was found.
    pub detail: String,
    /// How to mend it; empty when there is nothing to mend.
    pub mend: String,
}

impl Check {
    /// It is as it should be.
    #[must_use]
    pub fn ok(name: &'static str, detail: impl Into<String>) -> Self {
        Self { name, outcome: Outcome::Ok, detail: detail.into(), mend: String::new() }
    }

    /// It works and could be better.
    #[must_use]
    pub fn warn(name: &'static str, detail: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { name, outcome: Outcome::Warn, detail: detail.into(), mend: mend.into() }
    }

    /// It is wrong.
    #[must_use]
    pub fn fail(name: &'static str, detail: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { name, outcome: Outcome::Fail, detail: detail.into(), mend: mend.into() }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = match self.outcome {
            Outcome::Ok => "ok",
            Outcome::Warn => "warn",
            Outcome::Fail => "FAIL",
        };
        write!(f, "{outcome:<5} {:<13} {}", self.name, self.detail)?;
        if self.mend.is_empty() { Ok(()) } else { write!(f, "\n{:<19} → {}", "", self.mend) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_reads_what_was_found_and_how_to_mend_it() {
        let text = Check::warn("open_files", "only 256", "raise LimitNOFILE").to_string();
        assert_eq!(text, "warn  open_files    only 256\n                    → raise LimitNOFILE");
    }
}
