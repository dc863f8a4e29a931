//! What the shop does, on the engine under test: `WUFI_TEST_ENGINE=sqlite|postgres`.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up should stop")]

mod checkout;
mod journey;
mod keys_and_staff;
#[path = "../../../store/tests/it/kit.rs"]
mod kit;
mod line_items;
mod logins;
mod pantry;
mod seed;
