//! What tests are built with: a shop with a server, and shoppers who come to it.

mod answer;
pub(crate) mod contents;
pub(crate) mod ledger;
mod page;
pub(crate) mod program;
pub(crate) mod server;
pub(crate) mod shop;
pub(crate) mod shopper;
pub(crate) mod stripe;

pub(crate) use answer::Answer;
pub(crate) use shop::Shop;
pub(crate) use shopper::Shopper;
