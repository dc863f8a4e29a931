//! Whose a cart or an order is.

use crate::ids::{CustomerId, Id};

/// Who owns a cart, an order or a payment, and so may see and change it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A customer with an account: needs that customer's token.
    Customer(CustomerId),
    /// A guest, known by the digest of their proof.
    Guest(String),
    /// Nobody in particular: whoever knows the id, as in Medusa.
    Bearer,
}

impl Owner {
    /// The kind of owner, as the database keeps it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Customer(_) => "customer",
            Self::Guest(_) => "guest",
            Self::Bearer => "bearer",
        }
    }

    /// Which owner of its kind, as the database keeps it; empty for a bearer.
    #[must_use]
    pub fn reference(&self) -> &str {
        match self {
            Self::Customer(id) => id.as_str(),
            Self::Guest(digest) => digest,
            Self::Bearer => "",
        }
    }
}
