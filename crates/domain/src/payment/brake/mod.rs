//! The brake on card testing: what a new payment costs whoever asks for one, out of how much was declined lately.
//!
//! A browser tries cards at the provider, not here, so what has a price is the payment to try them on: how many tries one
//! gives, and how soon the next may be had. All of it is a function of counted declines; a window slides, and what was
//! raised is down again without anybody's doing. Nothing here refuses money that somebody paid already.

mod payer;
mod rules;

pub use payer::{Account, Payer};
pub use rules::Rules;

use crate::moment::Moment;

/// Seconds in which declines of one payer, one card and one address count.
pub const WINDOW_SECS: i64 = 3_600;
/// Seconds in which declines of the whole shop count.
pub const SHOP_WINDOW_SECS: i64 = 600;
/// Seconds for which a decline is remembered at all, for whoever looks into an attack.
pub const REMEMBERED_SECS: i64 = 86_400;
/// How many times as much a /48 of v6 has as one /64 in it, as in the limits.
pub const NETWORKS: i64 = 8;

/// Declines of one kind in its window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub count: i64,
    /// When the last was.
    pub last: Option<Moment>,
}

/// What was declined lately, as far as it has to do with one payer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Declines {
    /// The payer's own.
    pub owner: Tally,
    /// With the cards that the payer tried, at others.
    pub card: i64,
    /// From their address: v4, or a /64 of v6.
    pub address: Tally,
    /// From the /48 around it.
    pub site: i64,
    /// In the whole shop.
    pub shop: i64,
    /// Payments of the whole shop that worked in the same time.
    pub paid: i64,
}

/// What a new payment costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Price {
    /// Nothing.
    Free,
    /// The password, given again.
    StepUp,
    /// Waiting until then.
    Wait(Moment),
    /// No more than one in these times.
    Pace(Pace),
}

/// The least time between two payments that are begun, in milliseconds; 0 where there is no such bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// By one payer.
    pub owner_ms: i64,
    /// From one address.
    pub address_ms: i64,
    /// From one /48 of v6.
    pub site_ms: i64,
}

#[cfg(test)]
mod tests;
