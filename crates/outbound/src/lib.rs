//! Everything that leaves the process: letters, and questions to Stripe.
//!
//! The manual provider promises money without asking anybody, so it is not here.

mod host;

pub mod mail;
pub mod stripe;
