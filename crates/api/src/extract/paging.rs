//! `limit` and `offset`: which part of a list is asked for.

use super::fields::Fields;
use super::readers::whole;

/// A page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// How many at most.
    pub limit: i64,
    /// How many to pass over.
    pub offset: i64,
}

impl Paging {
    /// The most that a storefront gets at once.
    pub const MAX_LIMIT: i64 = 100;
    /// How far into a list pages reach.
    pub const MAX_OFFSET: i64 = 10_000;

    /// Reads `limit` and `offset`.
    pub fn read(fields: &mut Fields<'_>, default_limit: i64) -> Self {
        Self {
            limit: fields.or("limit", whole(0, Self::MAX_LIMIT), default_limit),
            offset: fields.or("offset", whole(0, Self::MAX_OFFSET), 0),
        }
    }

    /// The part of `all` that is on this page.
    #[must_use]
    pub fn page<T>(self, all: &[T]) -> &[T] {
        let start = usize::try_from(self.offset).unwrap_or(usize::MAX).min(all.len());
        let end = start.saturating_add(usize::try_from(self.limit).unwrap_or(0)).min(all.len());
        all.get(start..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use wufi_domain::fault::Reason;

    use super::super::{Shape, query};
    use super::*;

    struct Listed(Paging);

    impl Shape for Listed {
        fn read(fields: &mut Fields<'_>) -> Option<Self> {
            Some(Self(Paging::read(fields, 50)))
        }
    }

    fn paging(raw: &str) -> Result<Paging, Vec<(String, Reason)>> {
        let told = |fault: wufi_domain::fault::FieldFault| (fault.path, fault.reason);
        query::read::<Listed>(raw).map(|listed| listed.0).map_err(|faults| faults.into_iter().map(told).collect())
    }

    #[test]
    fn pages_have_a_default_and_bounds() {
        assert_eq!(paging(""), Ok(Paging { limit: 50, offset: 0 }));
        assert_eq!(paging("limit=0&offset=10000"), Ok(Paging { limit: 0, offset: 10_000 }));
        assert_eq!(
            paging("limit=101&offset=-1"),
            Err(vec![("limit".to_owned(), Reason::TooLarge), ("offset".to_owned(), Reason::TooSmall)])
        );
    }

    #[test]
    fn a_page_beyond_the_end_is_empty() {
        let all = [1, 2, 3];
        assert_eq!(Paging { limit: 2, offset: 1 }.page(&all), [2, 3]);
        assert_eq!(Paging { limit: 2, offset: 9 }.page(&all), [0_i32; 0]);
    }
}
