//! What Stripe tells by itself: events, each signed (<https://docs.stripe.com/webhooks>).
//!
//! They come late, in any order and more than once, so an event says which intent to look at and not what is true of it.

mod notice;
mod signature;

pub use notice::{Notice, Unreadable, read};
pub use signature::{SignatureError, verify};

#[cfg(test)]
mod notice_tests;
#[cfg(test)]
mod tests;
