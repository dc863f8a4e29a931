//! How many of a thing.

use serde::Serialize;

/// A number of pieces, from 1 to 999 in one line of a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Quantity(u16);

impl Quantity {
    /// One piece.
    pub const ONE: Self = Self(1);
    /// The most of one variant that one line may hold.
    pub const MAX: i64 = 999;

    /// Takes `count` when it is 1 to 999.
    #[must_use]
    pub fn new(count: i64) -> Option<Self> {
        u16::try_from(count).ok().filter(|count| (1..=Self::MAX).contains(&i64::from(*count))).map(Self)
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> i64 {
        i64::from(self.0)
    }

    /// Both together, when one line may hold that many.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        Self::new(self.get() + other.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_to_999_is_a_quantity() {
        for wrong in [i64::MIN, -1, 0, 1000, i64::MAX] {
            assert_eq!(Quantity::new(wrong), None);
        }
        assert_eq!(Quantity::new(999).unwrap().plus(Quantity::ONE), None);
        assert_eq!(Quantity::ONE.plus(Quantity::ONE), Quantity::new(2));
    }
}
