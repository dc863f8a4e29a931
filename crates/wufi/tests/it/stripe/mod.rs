//! Cards, through Stripe's double: a payment, a cart, an owner and an order belong together.

mod binding;
mod brake;
mod buying;
mod changes;
mod customers;
mod faults;
mod kills;
mod metrics;
mod notices;
mod races;
mod totals;

/// What is bought.
const KIBBLE: &str = "SKP-KANA-2KG";
