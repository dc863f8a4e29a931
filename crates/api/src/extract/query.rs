//! The query of a request, read as strictly as a body.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use wufi_domain::fault::FieldFault;

use super::faults::{Faults, Place};
use super::fields::{Shape, read_with};
use super::qs;
use crate::problem::Problem;

/// The query as a `T`; unknown, repeated and wrong names are refused, all at once.
///
/// `locale` is every route's: the problems layer reads it.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<S: Sync, T: Shape> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        read(parts.uri.query().unwrap_or_default()).map(Self).map_err(Problem::query)
    }
}

/// Reads a `T` from a raw query.
pub fn read<T: Shape>(raw: &str) -> Result<T, Vec<FieldFault>> {
    let mut faults = Faults::default();
    let node = qs::parse(raw, &mut faults);
    if !faults.is_empty() {
        return Err(faults.into_vec());
    }

    let value = read_with(&node, &Place::ROOT, &mut faults, |fields| {
        fields.tolerate("locale");
        T::read(fields)
    });
    match value {
        Some(value) if faults.is_empty() => Ok(value),
        _ => Err(faults.into_vec()),
    }
}

#[cfg(test)]
mod tests {
    use wufi_domain::fault::Reason;

    use super::super::Fields;
    use super::super::readers::{boolean, list, word};
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Asked {
        is_giftcard: Option<bool>,
        ids: Vec<String>,
    }

    impl Shape for Asked {
        fn read(fields: &mut Fields<'_>) -> Option<Self> {
            let is_giftcard = fields.optional("is_giftcard", boolean());
            let ids = fields.or("id", list(word(9), 10), Vec::new());
            Some(Self { is_giftcard, ids })
        }
    }

    #[test]
    fn a_query_is_read_into_its_shape() {
        let asked = read::<Asked>("is_giftcard=false&id[]=a,b&locale=et").unwrap();
        assert_eq!(asked, Asked { is_giftcard: Some(false), ids: vec!["a".to_owned(), "b".to_owned()] });
    }

    #[test]
    fn names_that_the_route_does_not_know_are_refused() {
        let told: Vec<(String, Reason)> = read::<Asked>("no_such=1&__proto__[x]=1&is_giftcard=1")
            .unwrap_err()
            .into_iter()
            .map(|f| (f.path, f.reason))
            .collect();
        let expected =
            [("is_giftcard", Reason::ExpectedBoolean), ("no_such", Reason::UnknownField), ("__proto__", Reason::UnknownField)];
        assert_eq!(told, expected.map(|(path, reason)| (path.to_owned(), reason)));
    }
}
