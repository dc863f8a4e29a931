//! Who asks, and through what.

use wufi_domain::ids::{RequestId, SalesChannelId};
use wufi_domain::locale::Locale;
use wufi_domain::owner::Owner;

/// Everything a flow needs to know about the one who asks.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Whose carts and orders they may touch.
    pub owner: Owner,
    /// The channels that their publishable key opens; none means the shop's default.
    pub channels: Vec<SalesChannelId>,
    /// Their language.
    pub locale: Locale,
    /// The request that brought them, for the audit log.
    pub request: Option<RequestId>,
}
