//! What the shop does, on the engine under test: `WUFI_TEST_ENGINE=sqlite|postgres`.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up should stop")]

mod checkout;
mod claims;
mod customers;
mod journey;
mod keys_and_staff;
#[path = "../../../store/tests/it/kit.rs"]
mod kit;
mod line_items;
mod logins;
mod orders;
mod pantry;
mod people;
mod seed;
mod transfers;
