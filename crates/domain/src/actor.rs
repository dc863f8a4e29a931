//! Who logs in.

/// What kind of person a login is of.
///
/// Tokens of one kind never open what is the other's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActorKind {
    /// Somebody who buys.
    Customer,
    /// Somebody of the shop.
    User,
}

impl ActorKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Customer, Self::User];

    /// The kind on the wire and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::User => "user",
        }
    }

    /// Reads a kind by its name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
