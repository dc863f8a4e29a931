//! Logins as a client sees them: every route with all layers around it, without a socket.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot set up should stop")]

mod admin;
mod browsers;
mod contents;
mod csrf;
mod forgeries;
mod kit;
mod limits;
mod logins;
mod lookout;
mod metrics;
mod misses;
mod optional;
mod origins;
mod paying;
mod places;
mod refreshing;
mod resets;
mod sessions;
