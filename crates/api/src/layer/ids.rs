//! The request's id: in every log line, audit event and answer.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use wufi_domain::ids::RequestId;

use super::{EdgeSettings, Peer};

/// The header of it.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an id, or keeps the one that a trusted peer gave it.
pub(super) async fn give(State(edge): State<Arc<EdgeSettings>>, mut request: Request, next: Next) -> Response {
    let id = kept(&edge, &request).unwrap_or_else(|| RequestId::fresh(edge.clock.now(), &edge.chance));
    let header = HeaderValue::from_str(id.as_str());
    request.extensions_mut().insert(id);

    let mut response = next.run(request).await;
    if let Ok(header) = header {
        response.headers_mut().insert(X_REQUEST_ID, header);
    }
    response
}

/// The id that a trusted peer gave; a stranger could hide in somebody else's log lines.
fn kept(edge: &EdgeSettings, request: &Request) -> Option<RequestId> {
    let peer = request.extensions().get::<Peer>()?;
    let mut given = request.headers().get_all(X_REQUEST_ID).iter();
    let (id, None) = (given.next()?, given.next()) else { return None };
    if edge.trusted.holds(peer.address.ip()) { RequestId::parse(id.to_str().ok()?) } else { None }
}
