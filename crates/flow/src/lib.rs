//! What the shop does, as plain functions that read like lists of steps.
//!
//! A flow works inside a unit of work that its caller begins and commits.

mod admin;
pub mod auth;
pub mod caller;
pub mod cart;
pub mod checkout;
pub mod customer;
pub mod demo;
pub mod error;
pub mod keyring;
pub mod keys;
pub mod lookout;
pub mod order;
pub mod payment;
pub mod post;
pub mod second_factor;
pub mod shelf;
pub mod staff;
pub mod upkeep;

pub use caller::Caller;
pub use error::FlowError;
pub use shelf::Shelf;
