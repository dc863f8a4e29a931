//! How much of a control is in force, so that a shop can try one before it refuses anybody.

/// What a control does with a request that it would refuse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Enforcement {
    /// It refuses it.
    #[default]
    Enforce,
    /// It counts and logs it, and lets it through.
    Observe,
    /// It does not look.
    Off,
}

impl Enforcement {
    /// Every way, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::Enforce, Self::Observe, Self::Off];

    /// The word in the configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Observe => "observe",
            Self::Off => "off",
        }
    }

    /// Reads a way by its word.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}
