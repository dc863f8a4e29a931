//! What a `User-Agent` says: which kind of browser or program, on which kind of machine.
//!
//! Read coarsely on purpose. What changes by itself (a version, a device's
//! model) must not look like another browser, and nothing here is believed:
//! whoever steals a token can copy the header too.

mod family;
mod platform;
#[cfg(test)]
mod tests;

pub use family::Family;
pub use platform::Platform;

/// The most bytes that are looked at; browsers send less than 300.
const LOOKED_AT: usize = 1024;

/// A browser or program and its machine, without versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Which browser or kind of program.
    pub family: Family,
    /// Which system it runs on.
    pub platform: Platform,
}

impl Agent {
    /// Reads the header's value, or its absence.
    #[must_use]
    pub fn read(text: Option<&str>) -> Self {
        let text = start(text.unwrap_or_default().trim());
        Self { family: Family::of(text), platform: Platform::of(text) }
    }

    /// The agent as it is shown to its owner, such as `Firefox, Linux`; product names only, so it needs no language.
    ///
    /// `None` when nothing is known of it.
    #[must_use]
    pub fn describe(self) -> Option<String> {
        match (self.family.title(), self.platform.title()) {
            (Some(family), Some(platform)) => Some(format!("{family}, {platform}")),
            (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
            (None, None) => None,
        }
    }
}

/// The part of `text` that is looked at, cut between two characters.
fn start(text: &str) -> &str {
    let end = text.floor_char_boundary(LOOKED_AT);
    text.get(..end).unwrap_or(text)
}
