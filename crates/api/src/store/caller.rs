//! Who calls a store route.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use wufi_flow::{Acting, Caller};

use crate::app::App;
use crate::extract::Language;
use crate::layer::client::{Speaker, Whence};
use crate::layer::credentials::LoggedIn;
use crate::layer::key::Channels;
use crate::problem::Problem;

/// The caller, as the layers found them out.
#[derive(Clone, Debug)]
pub(super) struct Calling(pub(super) Caller);

impl FromRequestParts<App> for Calling {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        let channels = parts.extensions.get::<Channels>().cloned();
        let Channels(channels) =
            channels.ok_or_else(|| Problem::internal("a store route without the layer that reads its key"))?;
        let login = parts.extensions.get::<LoggedIn>().map(|LoggedIn(admitted)| admitted);
        let whence = parts.extensions.get::<Whence>().copied().unwrap_or_default();
        Ok(Self(Caller {
            standing: parts.extensions.get().cloned().unwrap_or_default(),
            asks_step_up: login.is_some_and(|admitted| admitted.asks_step_up),
            proven_at: login.map(|admitted| admitted.auth_time),
            address: whence.address.filter(|_| whence.speaker == Speaker::Itself),
            channels,
            locale: parts.extensions.get().copied().unwrap_or_else(Language::default).0,
            request: parts.extensions.get().cloned(),
            acting: Acting::Owner,
        }))
    }
}
