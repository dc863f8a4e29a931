//! Where a request comes from: the shopper's own address, and whether the line is encrypted (contract §4).
//!
//! A header says nothing by itself: only a peer that the shop trusts may speak
//! for another address, and only as far as each hop before it is trusted, too.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::Response;

use super::{EdgeSettings, Peer, Trusted};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Where a request comes from, as a request extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whence {
    /// The address of whoever asks, or of the last machine that is known on the way to them; `::ffff:a.b.c.d` is v4.
    pub address: Option<IpAddr>,
    /// For whom the other end speaks.
    pub speaker: Speaker,
    /// Whether strangers on the way can read along.
    pub line: Line,
}

/// For whom the other end of a connection speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speaker {
    /// For itself, or for the one address that it forwards: that address is one client's.
    #[default]
    Itself,
    /// A trusted server that forwards nobody: its address and its agent are no single shopper's.
    Storefront,
}

/// How a request travelled the last public part of its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Line {
    /// Readable on the way.
    #[default]
    Plain,
    /// Encrypted, here or at a proxy that is trusted.
    Encrypted,
}

impl Default for Whence {
    /// From nowhere that is known.
    fn default() -> Self {
        Self { address: None, speaker: Speaker::Itself, line: Line::Plain }
    }
}

/// Finds out where a request comes from.
pub(super) async fn find(State(edge): State<Arc<EdgeSettings>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<Peer>().copied();
    let whence = peer.map_or_else(Whence::default, |peer| Whence::of(peer, request.headers(), &edge.trusted));
    request.extensions_mut().insert(whence);
    next.run(request).await
}

impl Whence {
    fn of(peer: Peer, headers: &HeaderMap, trusted: &Trusted) -> Self {
        let address = client(peer.address.ip().to_canonical(), headers, trusted);
        Self {
            address: Some(address),
            speaker: if trusted.holds(address) { Speaker::Storefront } else { Speaker::Itself },
            line: line(peer, headers, trusted),
        }
    }
}

/// Walks from the peer towards the client as long as each hop is trusted; stops where nothing sensible is said.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &Trusted) -> IpAddr {
    let mut last_good = peer;
    // Several headers are one list (RFC 9110 §5.3): the last element of the last one is the newest hop.
    let elements = headers.get_all(FORWARDED_FOR).iter().rev().flat_map(|list| list.as_bytes().rsplit(|byte| *byte == b','));
    for element in elements {
        if !trusted.holds(last_good) {
            break;
        }
        let Some(hop) = hop(element) else { break };
        last_good = hop;
    }
    last_good
}

/// The address of an element, with or without brackets and a port, as proxies write it.
fn hop(element: &[u8]) -> Option<IpAddr> {
    let text = str::from_utf8(element).ok()?.trim_matches([' ', '\t']);
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok().map(IpAddr::V6);
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    text.parse().ok().or_else(in_brackets).or_else(with_port).map(|address: IpAddr| address.to_canonical())
}

/// Whether the line is encrypted, here or at a proxy that we trust.
fn line(peer: Peer, headers: &HeaderMap, trusted: &Trusted) -> Line {
    let mut said = headers.get_all(FORWARDED_PROTO).iter();
    let says_https = said.next().is_some_and(|proto| proto == "https") && said.next().is_none();
    if peer.is_tls || (says_https && trusted.holds(peer.address.ip())) { Line::Encrypted } else { Line::Plain }
}

#[cfg(test)]
mod tests;
