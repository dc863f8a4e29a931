//! Prices, and which of them holds.

use crate::ids::{PriceId, PriceSetId, RegionId};
use crate::moment::Moment;
use crate::money::{Amount, Currency};

/// One price of a set.
#[derive(Clone, Debug)]
pub struct Price {
    /// Of the price.
    pub id: PriceId,
    /// In what.
    pub currency: Currency,
    /// How much.
    pub amount: Amount,
    /// Only in this region; everywhere when missing.
    pub region: Option<RegionId>,
    /// When it was made.
    pub created_at: Moment,
}

/// The prices of one thing.
#[derive(Clone, Debug)]
pub struct PriceSet {
    /// Of the set.
    pub id: PriceSetId,
    /// Its prices.
    pub prices: Vec<Price>,
}

impl PriceSet {
    /// The price that holds in a region: the region's own before that of its currency.
    #[must_use]
    pub fn choose(&self, currency: Currency, region: &RegionId) -> Option<&Price> {
        let fitting = || self.prices.iter().filter(|price| price.currency == currency);
        fitting().find(|price| price.region.as_ref() == Some(region)).or_else(|| fitting().find(|price| price.region.is_none()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    use crate::ids::Id;

    fn price(minor: i64, region: Option<&RegionId>) -> Price {
        Price {
            id: PriceId::fresh(Moment::from_millis(0), &Chance::System),
            currency: Currency::EUR,
            amount: Amount::new(minor).unwrap(),
            region: region.cloned(),
            created_at: Moment::from_millis(0),
        }
    }

    #[test]
    fn a_regions_own_price_goes_before_that_of_its_currency() {
        let now = Moment::from_millis(0);
        let (here, there) = (RegionId::fresh(now, &Chance::System), RegionId::fresh(now, &Chance::System));
        let set =
            PriceSet { id: PriceSetId::fresh(now, &Chance::System), prices: vec![price(1000, None), price(900, Some(&here))] };

        assert_eq!(set.choose(Currency::EUR, &here).unwrap().amount.minor(), 900);
        assert_eq!(set.choose(Currency::EUR, &there).unwrap().amount.minor(), 1000);
        assert!(set.choose(Currency::new("sek").unwrap(), &here).is_none());
    }
}
