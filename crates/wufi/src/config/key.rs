//! The table of keys: what may be configured, described once for the reader, the refusals and the documentation.

use std::fmt;
use std::ops::RangeInclusive;

use super::SECTIONS;

/// A group of keys, written `[name]` in the file.
#[derive(Debug)]
pub(super) struct Section {
    /// The name in brackets; empty for keys that stand before any section.
    pub(super) name: &'static str,
    /// One sentence on what the section is about.
    pub(super) docs: &'static str,
    /// Its keys, in the order of the documentation.
    pub(super) keys: &'static [&'static Key],
}

/// One key.
#[derive(Debug)]
pub(super) struct Key {
    /// The full name, such as `server.listen`.
    pub(super) name: &'static str,
    /// What holds when the key is not given.
    pub(super) fallback: Fallback,
    /// What the value may be.
    pub(super) allowed: Allowed,
    /// What the key is for, and what to think of when setting it.
    pub(super) docs: &'static str,
    /// How much of the value may be shown.
    pub(super) secrecy: Secrecy,
}

/// What holds when a key is not given.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fallback {
    /// This value, written as a variable would hold it.
    Value(&'static str),
    /// A value that follows from others; said how.
    Derived(&'static str),
    /// Nothing: what the key is for is off.
    Nothing,
}

/// What a value may be.
#[derive(Debug)]
pub(super) enum Allowed {
    /// Said in words.
    Words(&'static str),
    /// One of a few names.
    OneOf(&'static [&'static str]),
    /// A whole number.
    Range(RangeInclusive<i64>),
}

/// How much of a value may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Secrecy {
    /// All of it.
    Open,
    /// All but the password in the URL. Such a key can be given as a file, by its variable with `_FILE`.
    HidePassword,
    /// Nothing. Such a key can be given as a file, by its variable with `_FILE`.
    Hide,
}

/// Every key there is.
pub(super) fn all() -> impl Iterator<Item = &'static Key> {
    SECTIONS.iter().flat_map(|section| section.keys.iter().copied())
}

/// The key of this full name.
pub(super) fn find(name: &str) -> Option<&'static Key> {
    all().find(|key| key.name == name)
}

/// Whether keys stand in a section of this name.
pub(super) fn is_section(name: &str) -> bool {
    SECTIONS.iter().any(|section| section.name == name)
}

impl Key {
    /// The variable that sets this key: `WUFI_SERVER__LISTEN`.
    pub(super) fn variable(&self) -> String {
        format!("WUFI_{}", self.name.to_uppercase().replace('.', "__"))
    }

    /// The name inside its section: `listen`.
    pub(super) fn short_name(&self) -> &'static str {
        self.name.rsplit('.').next().unwrap_or(self.name)
    }
}

impl fmt::Display for Fallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(text) => write!(f, "`{text}`"),
            Self::Derived(how) => f.write_str(how),
            Self::Nothing => f.write_str("none"),
        }
    }
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => f.write_str(words),
            Self::OneOf(names) => {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                f.write_str(&names.join(", "))
            }
            Self::Range(range) => write!(f, "a whole number from {} to {}", range.start(), range.end()),
        }
    }
}
