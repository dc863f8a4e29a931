//! Ids in paths. They arrive decoded once: `..%2f` is `../` here and never goes further.

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use wufi_domain::fault::{FieldFault, Reason};
use wufi_domain::ids;

use crate::problem::Problem;

/// The first id of the path.
///
/// A segment with characters that no id has is a fault of the request; one that
/// could be an id of another kind is of nothing that is here.
#[derive(Clone, Copy, Debug)]
pub struct Id<T>(pub T);

/// The first two ids of the path.
#[derive(Clone, Copy, Debug)]
pub struct Ids<A, B>(pub A, pub B);

/// The first parameter of the path as a word: a code or a handle, for a look-up.
#[derive(Clone, Debug)]
pub struct Segment(pub String);

impl<S: Send + Sync, T: ids::Id> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let [id] = segments(parts, state).await?;
        parse(&id).map(Self)
    }
}

impl<S: Send + Sync, A: ids::Id, B: ids::Id> FromRequestParts<S> for Ids<A, B> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let [first, second] = segments(parts, state).await?;
        Ok(Self(parse(&first)?, parse(&second)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Segment {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let [word] = segments(parts, state).await?;
        Ok(Self(word))
    }
}

fn parse<T: ids::Id>(text: &str) -> Result<T, Problem> {
    T::parse(text).ok_or(Problem::new(Reason::NotFound))
}

/// The first `N` parameters, all of them made of letters, digits, `_` and `-`.
async fn segments<S: Send + Sync, const N: usize>(parts: &mut Parts, state: &S) -> Result<[String; N], Problem> {
    let params = RawPathParams::from_request_parts(parts, state).await.map_err(|rejection| match rejection {
        RawPathParamsRejection::InvalidUtf8InPathParam(_) => Problem::fields(vec![FieldFault::new("id", Reason::BadCharacter)]),
        other => Problem::internal(other),
    })?;

    let mut faults = Vec::new();
    let mut segments = Vec::with_capacity(N);
    for (name, text) in params.iter().take(N) {
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)) {
            faults.push(FieldFault::new(name, Reason::BadCharacter));
        }
        segments.push(text.to_owned());
    }
    if !faults.is_empty() {
        return Err(Problem::fields(faults));
    }
    segments.try_into().map_err(|_| Problem::internal("a route without the path parameters that its handler reads"))
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::http::Request;
    use axum::routing::get;
    use tower::ServiceExt;
    use wufi_domain::ids::{CartId, LineId};

    use super::*;

    async fn show(Ids(cart, line): Ids<CartId, LineId>) -> String {
        format!("{cart} {line}")
    }

    async fn answer(path: &str) -> (u16, Option<Problem>) {
        let router = Router::new().route("/carts/{id}/line-items/{line_id}", get(show));
        let response = router.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        (response.status().as_u16(), response.extensions().get().cloned())
    }

    const CART: &str = "cart_00000000000000000000000000";
    const LINE: &str = "cali_00000000000000000000000000";

    #[tokio::test]
    async fn ids_of_the_right_kind_reach_the_handler() {
        assert_eq!(answer(&format!("/carts/{CART}/line-items/{LINE}")).await.0, 200);
    }

    #[tokio::test]
    async fn an_id_of_another_kind_is_of_nothing() {
        let (status, problem) = answer(&format!("/carts/{LINE}/line-items/{LINE}")).await;
        assert_eq!((status, problem.unwrap().reason), (404, Reason::NotFound));
    }

    #[tokio::test]
    async fn decoded_slashes_nul_and_other_strangers_are_refused_by_name() {
        for strange in ["..%2f..%2fadmin", "a%00b", "%20", "a;.js", "%C3%B5", "me%2Fx.css", "a%0d%0ab"] {
            let (status, problem) = answer(&format!("/carts/{CART}/line-items/{strange}")).await;
            assert_eq!((status, problem.unwrap().errors[0].path.as_str()), (400, "line_id"), "{strange}");
        }
        assert_eq!(answer(&format!("/carts/{CART}/line-items/%ff")).await.0, 400);
    }
}
