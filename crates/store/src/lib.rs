//! What Wufi remembers: SQL, one text for both engines.
//!
//! A function here is one question or one change; there are no repository
//! traits. Whatever belongs to somebody is looked up with its owner.

pub mod admin;
pub mod audit;
pub mod carts;
pub mod customers;
pub mod db;
pub mod declines;
pub mod forgetting;
pub mod fulfillments;
mod goods;
pub mod idempotency;
pub mod identities;
mod json;
pub mod logins;
pub mod mail;
pub mod offers;
pub mod orders;
pub mod payments;
pub mod resets;
pub mod sessions;
pub mod shop;
pub mod stock;
pub mod transfers;

pub use db::{Db, Engine, Schema, StoreError, Tx};
