//! What is put on record: every change of state, and who caused it.

use serde::Serialize;

/// What happened. The names follow the OWASP logging vocabulary where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A cart was made.
    CartCreated,
    /// A cart's region, e-mail, addresses or metadata changed.
    CartUpdated,
    /// A line was added to a cart, or grew.
    CartLineAdded,
    /// A line's quantity or metadata changed.
    CartLineUpdated,
    /// A line was taken out of a cart.
    CartLineRemoved,
    /// A shipping method was chosen.
    ShippingMethodChosen,
    /// The taxes of a cart were worked out on demand.
    CartTaxesUpdated,
    /// A payment collection was opened for a cart.
    PaymentCollectionCreated,
    /// A payment session was opened.
    PaymentSessionCreated,
    /// A payment was authorised.
    PaymentAuthorized,
    /// A cart became an order.
    OrderPlaced,
    /// The demo shop was put into an empty database.
    DemoSeeded,
    /// A member of staff was made from the command line.
    UserCreated,
    /// An API key was made.
    ApiKeyCreated,
}

impl Event {
    /// The name as it is stored and filtered by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CartCreated => "cart_created",
            Self::CartUpdated => "cart_updated",
            Self::CartLineAdded => "cart_line_added",
            Self::CartLineUpdated => "cart_line_updated",
            Self::CartLineRemoved => "cart_line_removed",
            Self::ShippingMethodChosen => "shipping_method_chosen",
            Self::CartTaxesUpdated => "cart_taxes_updated",
            Self::PaymentCollectionCreated => "payment_collection_created",
            Self::PaymentSessionCreated => "payment_session_created",
            Self::PaymentAuthorized => "payment_authorized",
            Self::OrderPlaced => "order_placed",
            Self::DemoSeeded => "sys_demo_seeded",
            Self::UserCreated => "user_created",
            Self::ApiKeyCreated => "api_key_created",
        }
    }
}
