//! Taking stock for an order: from where, and how many of each.

use std::collections::HashMap;

use crate::fault::{Fault, Reason};
use crate::ids::{InventoryItemId, LocationId};

/// Something in the order is no longer there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StockError {
    /// Sold out between the cart and the order.
    #[error("sold out")]
    SoldOut,
    /// No location of the channel stocks it.
    #[error("no location stocks it")]
    Nowhere,
}

impl Fault for StockError {
    fn reason(&self) -> Reason {
        match self {
            Self::SoldOut => Reason::SoldOut,
            Self::Nowhere => Reason::VariantWithoutLocation,
        }
    }
}

/// Whether stock bounds what may be sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Not more than there is.
    ByStock,
    /// Backorders are taken.
    Unbounded,
}

/// What a line needs of one inventory item, and where it could come from.
#[derive(Clone, Debug)]
pub struct Need {
    /// For which line, by its place among the lines.
    pub line: usize,
    /// Of what.
    pub item: InventoryItemId,
    /// How many pieces.
    pub quantity: i64,
    /// Whether stock bounds it.
    pub bound: Bound,
    /// The locations that have it, with what is left there.
    pub levels: Vec<(LocationId, i64)>,
}

/// Pieces of an inventory item that a line takes from a location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taking {
    /// For which line, by its place among the lines.
    pub line: usize,
    /// Of what.
    pub item: InventoryItemId,
    /// From where.
    pub location: LocationId,
    /// How many.
    pub quantity: i64,
    /// Whether stock bounds it.
    pub bound: Bound,
}

/// A line that cannot be met, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    /// Its place among the lines.
    pub line: usize,
    /// Why.
    pub why: StockError,
}

/// Chooses where each need is met: the first location with enough, or else several
/// together; a backorder takes what is missing from the first.
///
/// What one line takes is gone for the next. Sorted by item and location, so that two
/// orders lock the same rows in the same order and cannot deadlock. What was left when
/// it was read may be gone when it is taken; the taking itself decides.
pub fn allocate(needs: &[Need]) -> Result<Vec<Taking>, Short> {
    let mut left: HashMap<(&InventoryItemId, &LocationId), i64> = HashMap::new();
    for need in needs {
        left.extend(need.levels.iter().map(|(location, count)| ((&need.item, location), *count)));
    }

    let mut takings = Vec::new();
    for need in needs {
        let found = place(need, &mut left).map_err(|why| Short { line: need.line, why })?;
        takings.extend(found.into_iter().map(|(location, quantity)| Taking {
            line: need.line,
            item: need.item.clone(),
            location: location.clone(),
            quantity,
            bound: need.bound,
        }));
    }
    takings.sort_by(|one, other| (&one.item, &one.location, one.line).cmp(&(&other.item, &other.location, other.line)));
    Ok(takings)
}

/// Where a need is met, and how much of it; what is taken is no longer left.
fn place<'n>(
    need: &'n Need,
    left: &mut HashMap<(&'n InventoryItemId, &'n LocationId), i64>,
) -> Result<Vec<(&'n LocationId, i64)>, StockError> {
    let first = need.levels.first().map(|(location, _)| location).ok_or(StockError::Nowhere)?;
    let here = |left: &HashMap<_, i64>, location| left.get(&(&need.item, location)).copied().unwrap_or(0).max(0);

    let enough = need.levels.iter().map(|(location, _)| location).find(|location| here(left, location) >= need.quantity);
    let mut missing = need.quantity;
    let mut found: Vec<(&LocationId, i64)> = Vec::new();
    for location in enough.map_or_else(|| need.levels.iter().map(|(location, _)| location).collect(), |one| vec![one]) {
        let taken = here(left, location).min(missing);
        if taken > 0 {
            found.push((location, taken));
            missing -= taken;
        }
    }
    match (need.bound, missing) {
        (_, 0) => {}
        (Bound::ByStock, _) => return Err(StockError::SoldOut),
        (Bound::Unbounded, _) => match found.iter_mut().find(|(location, _)| *location == first) {
            Some((_, taken)) => *taken += missing,
            None => found.push((first, missing)),
        },
    }
    for (location, taken) in &found {
        left.entry((&need.item, location)).and_modify(|count| *count -= taken);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    use crate::ids::Id;
    use crate::moment::Moment;

    fn fresh<T: Id>() -> T {
        T::fresh(Moment::from_millis(0), &Chance::System)
    }

    fn need(bound: Bound, quantity: i64, levels: &[(&LocationId, i64)]) -> Need {
        let levels = levels.iter().map(|(location, left)| ((*location).clone(), *left)).collect();
        Need { line: 0, item: fresh(), quantity, bound, levels }
    }

    fn taken(needs: &[Need]) -> Result<Vec<(usize, i64)>, Short> {
        allocate(needs).map(|takings| takings.iter().map(|taking| (taking.line, taking.quantity)).collect())
    }

    #[test]
    fn the_first_location_with_enough_serves() {
        let (tallinn, tartu) = (fresh(), fresh());
        let takings = allocate(&[need(Bound::ByStock, 3, &[(&tallinn, 2), (&tartu, 5)])]).unwrap();
        assert_eq!((takings.len(), &takings[0].location), (1, &tartu));
    }

    #[test]
    fn several_locations_serve_together_when_none_has_enough() {
        let (tallinn, tartu) = (fresh(), fresh());
        let takings = allocate(&[need(Bound::ByStock, 8, &[(&tallinn, 5), (&tartu, 5)])]).unwrap();
        assert_eq!(takings.iter().map(|taking| taking.quantity).sum::<i64>(), 8);
        assert_eq!(allocate(&[need(Bound::ByStock, 11, &[(&tallinn, 5), (&tartu, 5)])]).unwrap_err().why, StockError::SoldOut);
    }

    #[test]
    fn what_one_line_takes_is_gone_for_the_next() {
        let (tallinn, tartu) = (fresh(), fresh());
        let one = need(Bound::ByStock, 3, &[(&tallinn, 5), (&tartu, 5)]);
        let other = Need { line: 1, ..one.clone() };
        let third = Need { line: 2, quantity: 5, ..one.clone() };

        let mut both = taken(&[one.clone(), other.clone()]).unwrap();
        both.sort_unstable();
        assert_eq!(both, [(0, 3), (1, 3)]);
        assert_eq!(taken(&[one, other, third]), Err(Short { line: 2, why: StockError::SoldOut }));
    }

    #[test]
    fn what_no_location_has_is_sold_out_unless_backorders_are_taken() {
        let tallinn = fresh();
        assert_eq!(taken(&[need(Bound::ByStock, 3, &[(&tallinn, 2)])]), Err(Short { line: 0, why: StockError::SoldOut }));
        assert_eq!(taken(&[need(Bound::ByStock, 1, &[])]), Err(Short { line: 0, why: StockError::Nowhere }));
        assert_eq!(taken(&[need(Bound::Unbounded, 3, &[(&tallinn, 1)])]), Ok(vec![(0, 3)]));
        assert_eq!(taken(&[need(Bound::Unbounded, 3, &[(&tallinn, -4)])]), Ok(vec![(0, 3)]));
    }

    #[test]
    fn takings_come_in_one_order_whatever_the_lines_order() {
        let tallinn = fresh();
        let one = need(Bound::ByStock, 1, &[(&tallinn, 9)]);
        let other = need(Bound::ByStock, 1, &[(&tallinn, 9)]);
        assert_eq!(allocate(&[one.clone(), other.clone()]), allocate(&[other, one]));
    }
}
