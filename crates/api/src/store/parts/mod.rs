//! What carts and orders show alike: addresses, lines, taxes, totals, payments.

pub(super) mod address;
pub(super) mod fulfillment;
pub(super) mod goods;
pub(crate) mod payment;
pub(super) mod tax;
pub(super) mod totals;
