//! Whose a cart or an order is, and who a caller has shown to be.

use crate::ids::{CustomerId, Id};

/// Who owns a cart, an order or a payment, and so may see and change it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

    /// Whether it is this customer.
    #[must_use]
    pub fn is_customer(&self, id: &CustomerId) -> bool {
        matches!(self, Self::Customer(held) if held == id)
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

/// Who a caller has shown to be: what they may reach goes by this and by nothing that they say.
///
/// What belongs to nobody in particular is reached by whoever knows its id; what belongs to a
/// customer or a guest, only by them. The default is somebody who has shown nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The customer whose token they brought.
    pub customer: Option<CustomerId>,
    /// The digest of the guest proof that they brought.
    pub guest: Option<String>,
    /// What the carts are that they make as a guest.
    pub makes: GuestCarts,
}

/// For whom the carts open that a guest makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GuestCarts {
    /// For the guest who proves it.
    #[default]
    Proven,
    /// For whoever knows the id, as storefronts made for Medusa expect.
    ById,
}

impl Standing {
    /// Somebody with this customer's token.
    #[must_use]
    pub const fn of_customer(id: CustomerId) -> Self {
        Self { customer: Some(id), guest: None, makes: GuestCarts::Proven }
    }

    /// Somebody with this guest's proof, by its digest.
    #[must_use]
    pub const fn of_guest(digest: String) -> Self {
        Self { customer: None, guest: Some(digest), makes: GuestCarts::Proven }
    }

    /// The customer, as a statement asks for them; empty, which is no customer's id, for none.
    #[must_use]
    pub fn customer_reference(&self) -> &str {
        self.customer.as_ref().map_or("", |id| id.as_str())
    }

    /// The guest, as a statement asks for them; empty, which is no guest's digest, for none.
    #[must_use]
    pub fn guest_reference(&self) -> &str {
        self.guest.as_deref().unwrap_or("")
    }

    /// The most that they have shown to be.
    #[must_use]
    pub fn shown(&self) -> Owner {
        match (&self.customer, &self.guest) {
            (Some(id), _) => Owner::Customer(id.clone()),
            (None, Some(digest)) => Owner::Guest(digest.clone()),
            (None, None) => Owner::Bearer,
        }
    }

    /// Whose a cart is that they make.
    #[must_use]
    pub fn owner(&self) -> Owner {
        match (&self.customer, &self.guest, self.makes) {
            (Some(id), _, _) => Owner::Customer(id.clone()),
            (None, Some(digest), GuestCarts::Proven) => Owner::Guest(digest.clone()),
            (None, Some(_), GuestCarts::ById) | (None, None, _) => Owner::Bearer,
        }
    }
}

impl Owner {
    /// Takes an owner back from the database.
    #[must_use]
    pub fn stored(kind: &str, reference: String) -> Option<Self> {
        match kind {
            "customer" => Some(Self::Customer(CustomerId::stored(reference))),
            "guest" => Some(Self::Guest(reference)),
            "bearer" => Some(Self::Bearer),
            _ => None,
        }
    }
}
