//! Whether there is a thing of an id, whosever it is: for the audit log, which must tell a guess from an attack.

use crate::db::{StoreError, Tx};

/// A kind of thing that has an owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A cart.
    Cart,
    /// An order.
    Order,
    /// A payment collection.
    PaymentCollection,
}

impl Kind {
    /// The kind as the audit log names it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cart => "cart",
            Self::Order => "order",
            Self::PaymentCollection => "payment_collection",
        }
    }
}

/// Whether somebody has a thing of this kind and id.
pub async fn is_there(tx: &mut Tx, kind: Kind, id: &str) -> Result<bool, StoreError> {
    let statement = match kind {
        Kind::Cart => tx.query("SELECT id FROM cart WHERE id = $1"),
        Kind::Order => tx.query("SELECT id FROM shop_order WHERE id = $1"),
        Kind::PaymentCollection => tx.query("SELECT id FROM payment_collection WHERE id = $1"),
    };
    let row: Option<(String,)> = statement.bind(id).optional().await?;
    Ok(row.is_some())
}
