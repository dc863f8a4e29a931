//! From what was declined to what a payment costs.

use super::{Declines, NETWORKS, Pace, Payer, Price, Tally};
use crate::moment::Moment;

/// From how many declines on the brake is on, and how hard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Tries that one payment gives before it is called off.
    pub tries: i64,
    /// Declines of one payer.
    pub owner: i64,
    /// Declines of one card at other payers.
    pub card: i64,
    /// Declines from one address; a /48 has eight times as many.
    pub address: i64,
    /// Declines in the whole shop.
    pub shop: i64,
    /// Seconds of the first wait; it doubles each time that as much again is declined.
    pub wait_secs: i64,
    /// Seconds of the longest.
    pub longest_wait_secs: i64,
    /// Seconds of the longest that all guests share when the whole shop is under attack.
    pub shop_wait_secs: i64,
    /// Seconds that a password is good for that was given again; none where the shop never asks for it.
    pub step_up_secs: Option<i64>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            tries: 4,
            owner: 4,
            card: 4,
            address: 8,
            shop: 30,
            wait_secs: 15,
            longest_wait_secs: 900,
            shop_wait_secs: 60,
            step_up_secs: Some(600),
        }
    }
}

impl Rules {
    /// How many declines of one payer, card, address or /48 it takes until more of them change nothing.
    #[must_use]
    pub fn most(&self) -> i64 {
        let rarest = self.owner.max(self.card).max(self.address.saturating_mul(NETWORKS));
        let doublings = (self.longest_wait_secs / self.wait_secs.max(1)).max(1).ilog2();
        rarest.saturating_mul(i64::from(doublings).saturating_add(2))
    }

    /// Seconds that lie between two payments of a guest because of what is declined in the whole shop; 0 when all is quiet.
    ///
    /// A shop with many buyers has many declines, so it takes more of them than of payments that worked.
    #[must_use]
    pub fn shop_secs(&self, declined: i64, paid: i64) -> i64 {
        if declined > paid { self.secs(declined, self.shop).min(self.shop_wait_secs) } else { 0 }
    }

    /// How many tries a payment of such a payer gives from now on.
    ///
    /// Who was declined often has one try on each that they opened before; in a shop that is under attack there are half
    /// as many.
    #[must_use]
    pub fn tries(&self, declines: &Declines, payer: Payer) -> i64 {
        let is_raised = self.owner_secs(declines) > 0 || self.address_secs(declines) > 0 || self.site_secs(declines) > 0;
        if self.excuses(declines, payer) {
            self.tries
        } else if is_raised {
            1
        } else if self.shop_secs(declines.shop, declines.paid) > 0 {
            (self.tries / 2).max(1)
        } else {
            self.tries
        }
    }

    /// What a new payment costs such a payer at `now`.
    #[must_use]
    pub fn price(&self, declines: &Declines, payer: Payer, now: Moment) -> Price {
        if self.excuses(declines, payer) {
            return Price::Free;
        }
        match payer {
            Payer::Stranger => self.wait(declines, now),
            Payer::Customer { proven_at } | Payer::Known { proven_at } => match self.step_up_secs {
                None => self.wait(declines, now),
                Some(_) if self.wait(declines, now) == Price::Free => Price::Free,
                Some(good_secs) if !self.is_proven(declines, proven_at, (good_secs, now)) => Price::StepUp,
                // Who goes on as before after that waits all the same.
                Some(_) => {
                    let owner = Tally { count: declines.owner.count.saturating_sub(self.owner), ..declines.owner };
                    self.wait(&Declines { owner, ..Declines::default() }, now)
                }
            },
        }
    }

    /// Whether the payer is a good customer, whom others' declines are not to touch.
    fn excuses(&self, declines: &Declines, payer: Payer) -> bool {
        matches!(payer, Payer::Known { .. }) && declines.owner.count < self.owner
    }

    /// Whether the password was given lately; after the last of their own declines, when it is those that ask for it.
    fn is_proven(&self, declines: &Declines, proven_at: Option<Moment>, (good_secs, now): (i64, Moment)) -> bool {
        let declined_at = declines.owner.last.filter(|_| self.owner_secs(declines) > 0);
        // In whole seconds, as tokens tell it: what may be older is older.
        let is_after = |at: Moment| declined_at.is_none_or(|declined_at| at.secs() > declined_at.secs());
        proven_at.is_some_and(|at| is_after(at) && now < at.after_secs(good_secs))
    }

    fn wait(&self, declines: &Declines, now: Moment) -> Price {
        let [owner, address] = [self.owner_secs(declines), self.address_secs(declines)];
        let until = |last: Option<Moment>, secs: i64| last.map(|last| last.after_secs(secs)).filter(|_| secs > 0);
        let until = until(declines.owner.last, owner).max(until(declines.address.last, address));
        if let Some(until) = until.filter(|until| *until > now) {
            return Price::Wait(until);
        }

        let shop = self.shop_secs(declines.shop, declines.paid);
        let ms = |secs: i64| secs.max(shop).saturating_mul(1_000);
        let site_ms = ms(self.site_secs(declines)) / NETWORKS;
        let pace = Pace { owner_ms: ms(owner), address_ms: ms(address), site_ms };
        if pace == Pace::default() { Price::Free } else { Price::Pace(pace) }
    }

    /// Of the payer's own declines, and of others' with the same cards.
    fn owner_secs(&self, declines: &Declines) -> i64 {
        self.secs(declines.owner.count, self.owner).max(self.secs(declines.card, self.card))
    }

    fn address_secs(&self, declines: &Declines) -> i64 {
        self.secs(declines.address.count, self.address)
    }

    fn site_secs(&self, declines: &Declines) -> i64 {
        self.secs(declines.site, self.address.saturating_mul(NETWORKS))
    }

    /// Nothing below `from`, then the first wait, and twice as long each time that `from` more come to it.
    fn secs(&self, count: i64, from: i64) -> i64 {
        let from = from.max(1);
        if count < from {
            return 0;
        }
        let doublings = u32::try_from(count / from - 1).unwrap_or(u32::MAX).min(16);
        self.wait_secs.saturating_mul(1_i64 << doublings).min(self.longest_wait_secs)
    }
}
