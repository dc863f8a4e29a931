//! What the shop does, as plain functions that read like lists of steps.
//!
//! A flow works inside a unit of work that its caller begins and commits; only those that have to ask
//! somebody outside, who is never asked inside one, take the [`Till`] and begin their own.

mod admin;
pub mod auth;
pub mod caller;
pub mod cart;
pub mod checkout;
pub mod clerk;
pub mod customer;
pub mod demo;
pub mod error;
pub mod findings;
pub mod idempotency;
pub mod keyring;
pub mod keys;
pub mod lookout;
pub mod order;
pub mod payment;
pub mod post;
pub mod second_factor;
pub mod shelf;
pub mod staff;
pub mod till;
pub mod upkeep;

pub use caller::{Acting, Caller};
pub use clerk::Clerk;
pub use error::FlowError;
pub use shelf::Shelf;
pub use till::Till;
