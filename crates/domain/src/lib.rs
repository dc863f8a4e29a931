//! What Wufi decides: the rules of trade and security, as plain functions and types.
//!
//! Nothing here waits, reads a clock, draws a random number or talks to the
//! outside: the moment and the chance come in as arguments, so every rule can
//! be tested by calling it.

pub mod actor;
pub mod address;
pub mod audit;
pub mod cart;
pub mod catalog;
pub mod chance;
pub mod country;
pub mod customer;
pub mod email;
pub mod enforcement;
pub mod fault;
pub mod goods;
pub mod idempotency;
pub mod ids;
pub mod limit;
pub mod locale;
pub mod localized;
pub mod mail;
pub mod metadata;
pub mod moment;
pub mod money;
pub mod order;
pub mod owner;
pub mod patch;
pub mod payment;
pub mod price;
pub mod quantity;
pub mod region;
pub mod risk;
pub mod session;
pub mod shipping;
pub mod shop;
pub mod staff;
pub mod stock;
pub mod tax;
pub mod text;
pub mod tries;
