//! The language in which the caller wants to be answered.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use wufi_domain::locale::Locale;

/// The caller's language, as the problems layer found it out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Language(pub Locale);

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or_default())
    }
}
