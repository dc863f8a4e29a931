//! The shop's own people.

/// What a member of staff may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Everything.
    Owner,
    /// The daily work: products, prices, stock, orders.
    Staff,
    /// Looks at everything, the audit log included, and changes nothing.
    Auditor,
}

impl Role {
    /// The role as the database keeps it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Staff => "staff",
            Self::Auditor => "auditor",
        }
    }
}
