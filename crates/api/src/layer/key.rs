//! The publishable key: which sales channels a storefront may see.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use wufi_domain::fault::Reason;
use wufi_domain::ids::SalesChannelId;
use wufi_guard::digest::token_digest;

use crate::app::App;
use crate::problem::Problem;

const HEADER: &str = "x-publishable-api-key";

/// The channels that the request's key opens, as a request extension; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channels(pub Vec<SalesChannelId>);

/// Lets only requests with a good publishable key through.
///
/// The keys are in memory, so a wrong one costs no query.
pub async fn require(State(app): State<App>, mut request: Request, next: Next) -> Response {
    match channels(&app, &request) {
        Ok(channels) => {
            request.extensions_mut().insert(channels);
            next.run(request).await
        }
        Err(reason) => Problem::new(reason).into_response(),
    }
}

fn channels(app: &App, request: &Request) -> Result<Channels, Reason> {
    let mut named = request.headers().get_all(HEADER).iter();
    let token = match (named.next(), named.next()) {
        (None, _) => return Err(Reason::PublishableKeyMissing),
        (Some(token), None) => token.to_str().map_err(|_| Reason::PublishableKeyInvalid)?,
        (Some(_), Some(_)) => return Err(Reason::PublishableKeyInvalid),
    };

    let shop = app.shop();
    // Looked up by its digest, so that no comparison depends on the key's own characters.
    let key = shop.keys.get(&token_digest(token)).ok_or(Reason::PublishableKeyInvalid)?;
    if key.channels.is_empty() {
        return shop.default_channel.clone().map(|channel| Channels(vec![channel])).ok_or(Reason::PublishableKeyInvalid);
    }
    Ok(Channels(key.channels.clone()))
}
