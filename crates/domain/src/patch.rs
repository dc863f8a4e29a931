//! A change to something that may be missing.

/// What a change does to a field: absent, `null` and a value are three things.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// The field was not named: it stays.
    #[default]
    Keep,
    /// The field was named `null`: it goes.
    Clear,
    /// The field has a new value.
    Set(T),
}

impl<T> Patch<T> {
    /// Lays the change over what is held.
    pub fn apply(self, held: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *held = None,
            Self::Set(value) => *held = Some(value),
        }
    }

    /// The new value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}
