//! Taking stock for an order: from where, and how many of each.

use crate::fault::{Fault, Reason};
use crate::ids::{InventoryItemId, LocationId, OrderLineId};

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
    /// For which line.
    pub line: OrderLineId,
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
    /// For which line.
    pub line: OrderLineId,
    /// Of what.
    pub item: InventoryItemId,
    /// From where.
    pub location: LocationId,
    /// How many.
    pub quantity: i64,
    /// Whether stock bounds it.
    pub bound: Bound,
}

/// Chooses where each need is met: the first location with enough, or for a
/// backorder the first of all.
///
/// Sorted by item and location, so that two orders lock the same rows in the same
/// order and cannot deadlock. What was left when it was read may be gone when it is
/// taken; the taking itself decides.
pub fn allocate(needs: &[Need]) -> Result<Vec<Taking>, StockError> {
    let mut takings = needs.iter().map(place).collect::<Result<Vec<_>, _>>()?;
    takings.sort_by(|one, other| (&one.item, &one.location, &one.line).cmp(&(&other.item, &other.location, &other.line)));
    Ok(takings)
}

fn place(need: &Need) -> Result<Taking, StockError> {
    let enough = need.levels.iter().find(|(_, left)| *left >= need.quantity);
    let (location, _) = match need.bound {
        Bound::ByStock => enough.ok_or(if need.levels.is_empty() { StockError::Nowhere } else { StockError::SoldOut })?,
        Bound::Unbounded => enough.or_else(|| need.levels.first()).ok_or(StockError::Nowhere)?,
    };
    Ok(Taking {
        line: need.line.clone(),
        item: need.item.clone(),
        location: location.clone(),
        quantity: need.quantity,
        bound: need.bound,
    })
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
        Need { line: fresh(), item: fresh(), quantity, bound, levels }
    }

    #[test]
    fn the_first_location_with_enough_serves() {
        let (tallinn, tartu) = (fresh(), fresh());
        let takings = allocate(&[need(Bound::ByStock, 3, &[(&tallinn, 2), (&tartu, 5)])]).unwrap();
        assert_eq!(takings[0].location, tartu);
    }

    #[test]
    fn what_no_location_has_is_sold_out_unless_backorders_are_taken() {
        let tallinn = fresh();
        assert_eq!(allocate(&[need(Bound::ByStock, 3, &[(&tallinn, 2)])]), Err(StockError::SoldOut));
        assert_eq!(allocate(&[need(Bound::ByStock, 1, &[])]), Err(StockError::Nowhere));
        assert_eq!(allocate(&[need(Bound::Unbounded, 3, &[(&tallinn, 0)])]).unwrap()[0].quantity, 3);
    }

    #[test]
    fn takings_come_in_one_order_whatever_the_lines_order() {
        let tallinn = fresh();
        let one = need(Bound::ByStock, 1, &[(&tallinn, 9)]);
        let other = need(Bound::ByStock, 1, &[(&tallinn, 9)]);
        assert_eq!(allocate(&[one.clone(), other.clone()]), allocate(&[other, one]));
    }
}
