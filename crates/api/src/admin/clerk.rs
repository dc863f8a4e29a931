//! Who of the shop calls a route.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use wufi_flow::Clerk;

use crate::layer::staff::Insider;
use crate::problem::Problem;

/// Whoever works, as the layers found them out.
#[derive(Clone, Debug)]
pub(super) struct Working(pub(super) Clerk);

impl<S: Sync> FromRequestParts<S> for Working {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let insider = Insider::from_request_parts(parts, state).await?;
        let request = parts.extensions.get().cloned();
        Ok(Self(match insider {
            Insider::Member(member) => Clerk::member(member.id, request),
            Insider::Program(key) => Clerk::program(key, request),
        }))
    }
}
