//! The names of what a change made different.

use super::CustomerError;
use crate::metadata::Metadata;
use crate::patch::Patch;

/// The fields that a change made different, by their names on the wire and never by what is in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed(Vec<&'static str>);

impl Changed {
    /// The names, in the order of the fields.
    #[must_use]
    pub fn names(&self) -> &[&'static str] {
        &self.0
    }

    /// Whether everything is as it was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn apply<T: PartialEq + Clone>(&mut self, name: &'static str, held: &mut Option<T>, patch: Patch<T>) {
        let before = held.clone();
        patch.apply(held);
        self.note(name, *held != before);
    }

    pub(super) fn set(&mut self, name: &'static str, held: &mut bool, to: Option<bool>) {
        let before = *held;
        *held = to.unwrap_or(before);
        self.note(name, *held != before);
    }

    /// Lays facts over those that are there; an empty one erases.
    pub(super) fn lay_over(&mut self, held: &mut Option<Metadata>, patch: Patch<Metadata>) -> Result<(), CustomerError> {
        let patch = match patch {
            Patch::Set(newer) => Patch::Set(held.clone().unwrap_or_default().with(newer).ok_or(CustomerError::MetadataUnfit)?),
            Patch::Keep | Patch::Clear => patch,
        };
        self.apply("metadata", held, patch);
        Ok(())
    }

    fn note(&mut self, name: &'static str, is_different: bool) {
        if is_different {
            self.0.push(name);
        }
    }
}
