//! Which reserved stock leaves with some of a line.

use crate::ids::{InventoryItemId, LocationId, ReservationId};

/// Stock that is reserved for a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Of the reservation.
    pub reservation: ReservationId,
    /// Of what.
    pub item: InventoryItemId,
    /// Where.
    pub location: LocationId,
    /// How many pieces.
    pub quantity: i64,
}

/// Stock that leaves: a part of a reservation, or all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The reservation, as it is before.
    pub held: Held,
    /// How many pieces of it leave.
    pub quantity: i64,
}

/// Why some of a line cannot leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsent {
    /// Less is reserved there than is to leave.
    #[error("less is reserved there than is to leave")]
    NotThere,
    /// What is reserved is no whole number of pieces for each that is left.
    #[error("what is reserved does not fit what is left of the line")]
    Uneven,
}

/// Which stock leaves with `count` of the `left` that a line still has to send, given what is `held` for it.
///
/// Each piece of a line needs the same of each item, so what is reserved is shared out by it. A line whose stock is not
/// counted holds nothing, and nothing leaves.
pub fn outgoing(held: &[Held], (count, left): (i64, i64), at: Option<&LocationId>) -> Result<Vec<Outgoing>, Unsent> {
    let mut out: Vec<Outgoing> = Vec::new();
    let mut items: Vec<&InventoryItemId> = held.iter().map(|held| &held.item).collect();
    items.sort_unstable();
    items.dedup();
    for item in items {
        let of_item = || held.iter().filter(|held| held.item == *item);
        let total: i64 = of_item().map(|held| held.quantity).sum();
        if left <= 0 || total % left != 0 {
            return Err(Unsent::Uneven);
        }
        let mut needed = (total / left).checked_mul(count).ok_or(Unsent::Uneven)?;
        for held in of_item().filter(|held| at.is_none_or(|at| held.location == *at)) {
            let quantity = held.quantity.min(needed);
            needed -= quantity;
            if quantity > 0 {
                out.push(Outgoing { held: held.clone(), quantity });
            }
        }
        if needed > 0 {
            return Err(Unsent::NotThere);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn held(item: &str, location: &str, quantity: i64) -> Held {
        Held {
            reservation: ReservationId::stored(format!("resitem_{item}_{location}")),
            item: InventoryItemId::stored(item.to_owned()),
            location: LocationId::stored(location.to_owned()),
            quantity,
        }
    }

    fn counts(outgoing: &[Outgoing]) -> Vec<(&str, i64)> {
        use crate::ids::Id;
        outgoing.iter().map(|out| (out.held.location.as_str(), out.quantity)).collect()
    }

    #[test]
    fn a_kit_takes_of_each_item_as_many_as_its_pieces_need() {
        let reserved = [held("bag", "tartu", 4), held("bag", "tallinn", 2), held("bowl", "tartu", 3)];

        let one = outgoing(&reserved, (1, 3), None).unwrap();
        let all = outgoing(&reserved, (3, 3), None).unwrap();

        assert_eq!(counts(&one), [("tartu", 2), ("tartu", 1)]);
        assert_eq!(counts(&all), [("tartu", 4), ("tallinn", 2), ("tartu", 3)]);
    }

    #[test]
    fn from_one_place_no_more_leaves_than_is_reserved_there() {
        let reserved = [held("bag", "tartu", 2), held("bag", "tallinn", 1)];
        let tallinn = LocationId::stored("tallinn".to_owned());

        assert_eq!(counts(&outgoing(&reserved, (1, 3), Some(&tallinn)).unwrap()), [("tallinn", 1)]);
        assert_eq!(outgoing(&reserved, (2, 3), Some(&tallinn)), Err(Unsent::NotThere));
    }

    #[test]
    fn what_is_not_counted_leaves_without_stock_and_what_does_not_fit_is_not_guessed() {
        assert_eq!(outgoing(&[], (2, 3), None), Ok(vec![]));
        assert_eq!(outgoing(&[held("bag", "tartu", 4)], (1, 3), None), Err(Unsent::Uneven));
        assert_eq!(outgoing(&[held("bag", "tartu", 4)], (1, 0), None), Err(Unsent::Uneven));
    }

    proptest! {
        #[test]
        fn part_by_part_exactly_what_was_reserved_leaves(first in 1_i64..50, second in 0_i64..50, each in 1_i64..5) {
            let left = first + second;
            let reserved = [held("bag", "tartu", first * each), held("bag", "tallinn", second * each)];
            let reserved: Vec<Held> = reserved.into_iter().filter(|held| held.quantity > 0).collect();
            for count in 1..=left {
                let sent: i64 = outgoing(&reserved, (count, left), None).unwrap().iter().map(|out| out.quantity).sum();
                prop_assert_eq!(sent, count * each);
            }
        }
    }
}
