//! What is wrong with a request, all at once, each with its place.

use std::fmt;

use wufi_domain::fault::{FieldFault, Reason};

/// A place in a request: written out only when something is wrong there.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    parent: Option<&'a Self>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Whole,
    Field(&'a str),
    Item(usize),
}

impl<'a> Place<'a> {
    /// The request itself.
    pub const ROOT: Self = Self { parent: None, step: Step::Whole };

    /// A field of the object here.
    #[must_use]
    pub const fn field(&'a self, name: &'a str) -> Self {
        Self { parent: Some(self), step: Step::Field(name) }
    }

    /// An element of the list here.
    #[must_use]
    pub const fn item(&'a self, at: usize) -> Self {
        Self { parent: Some(self), step: Step::Item(at) }
    }
}

impl fmt::Display for Place<'_> {
    /// Writes `shipping_address.postal_code` or `items[0].quantity`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Whole => Ok(()),
            Step::Item(at) => write!(f, "[{at}]"),
            Step::Field(name) => {
                let is_first = self.parent.is_none_or(|parent| matches!(parent.step, Step::Whole));
                write!(f, "{}{name}", if is_first { "" } else { "." })
            }
        }
    }
}

/// The faults found so far; beyond the twentieth they are not kept.
#[derive(Debug, Default)]
pub struct Faults(Vec<FieldFault>);

impl Faults {
    /// How many faults are told at once.
    pub const MOST: usize = 20;
    /// How long a path may be, in characters.
    const PATH: usize = 100;

    /// Adds that `at` is wrong for `reason`, and reads as "no value".
    pub fn refuse<T>(&mut self, at: &Place<'_>, reason: Reason) -> Option<T> {
        self.add(FieldFault::new(at.to_string(), reason))
    }

    /// The same with one of our limits.
    pub fn refuse_by<T>(&mut self, at: &Place<'_>, reason: Reason, limit: (&'static str, i64)) -> Option<T> {
        self.add(FieldFault::new(at.to_string(), reason).with(limit.0, limit.1))
    }

    /// Adds a fault, and reads as "no value".
    pub fn add<T>(&mut self, mut fault: FieldFault) -> Option<T> {
        if self.0.len() < Self::MOST {
            if let Some((end, _)) = fault.path.char_indices().nth(Self::PATH) {
                fault.path.truncate(end);
            }
            self.0.push(fault);
        }
        None
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    #[must_use]
    pub fn into_vec(self) -> Vec<FieldFault> {
        self.0
    }
}

/// A key that we do not know, as it may be shown: a plain word, or a question mark.
///
/// What a stranger wrote is not repeated to whoever reads the answer.
#[must_use]
pub(crate) fn shown(key: &str) -> &str {
    let is_word = (1..=64).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-$".contains(&byte));
    if is_word { key } else { "?" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_as_a_path() {
        let items = Place::ROOT.field("items");
        let first = items.item(0);

        assert_eq!(first.field("quantity").to_string(), "items[0].quantity");
        assert_eq!(Place::ROOT.to_string(), "");
    }

    #[test]
    fn faults_stop_at_twenty_and_paths_at_a_hundred_characters() {
        let long = "õ".repeat(300);
        let mut faults = Faults::default();
        for _ in 0..50 {
            faults.refuse::<()>(&Place::ROOT.field(&long), Reason::UnknownField);
        }

        let faults = faults.into_vec();
        assert_eq!(faults.len(), 20);
        assert_eq!(faults[0].path.chars().count(), 100);
    }

    #[test]
    fn strange_keys_are_not_repeated() {
        assert_eq!(shown("no_such"), "no_such");
        assert_eq!(shown("<script>"), "?");
        assert_eq!(shown(""), "?");
    }
}
