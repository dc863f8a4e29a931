//! The limiter with a real Redis, which each test starts for itself.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot set up should stop")]

mod access;
mod bounds;
mod cluster;
mod kit;
mod outages;
mod rules;
