//! The store on the engine under test: `WUFI_TEST_ENGINE=sqlite|postgres`.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up should stop")]

mod admin;
mod customers;
mod declines;
mod kit;
mod outbox;
mod schema;
mod shop;
mod statements;
mod units;
