//! What happens to every request and every answer, whichever the route.
//!
//! From the outside in:
//!
//! | layer | on the way in | on the way out |
//! |---|---|---|
//! | `meters` | | counts it |
//! | [`ids`] | makes the request id, or keeps a trusted peer's | `X-Request-Id` |
//! | [`client`] | finds out the client's address and whether the line is encrypted | |
//! | [`headers`] | | security headers once each, `Cache-Control: no-store` where the route said nothing |
//! | `cors` | | which page may read it |
//! | [`limits`] | | how the limits stand that the request counted in |
//! | [`problems`] | finds out the caller's language | writes every refusal, logs it once |
//! | [`panics`] | | a panic is a refusal |
//! | [`times`] | gives the body a deadline | an answer that takes too long is a refusal |
//! | [`sizes`] | refuses long URLs, large headers, unclear hosts and framing | |
//! | `cors` again | answers preflights | |
//!
//! Inside of these stands the router, which answers 404 and 405; then, per
//! route, the bound of [`sizes`] (the body's size: a large `Content-Length` is refused
//! before a byte is read), and whatever guards the route table adds, the limits first.

pub mod client;
pub(crate) mod content;
mod cors;
pub mod credentials;
pub(crate) mod csrf;
pub(crate) mod guest;
pub mod headers;
pub(crate) mod idempotency;
pub mod ids;
pub mod key;
pub mod limits;
pub(crate) mod lookout;
pub(crate) mod meters;
pub mod origin;
pub mod panics;
pub mod problems;
pub mod sizes;
pub mod staff;
pub mod times;
mod vary;
mod wording;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use ipnet::IpNet;
use wufi_domain::chance::Chance;
use wufi_domain::locale::Locale;
use wufi_domain::moment::Clock;

use crate::meters::Meters;
use crate::origins::Origins;

/// What the layers need to know.
#[derive(Clone, Debug)]
pub struct EdgeSettings {
    /// The language of last resort.
    pub default_locale: Locale,
    /// Peers whose `X-Forwarded-For`, `X-Forwarded-Proto` and `X-Request-Id` are believed.
    pub trusted: Trusted,
    /// Which web pages may call.
    pub origins: Arc<Origins>,
    /// What `X-XSS-Protection` says.
    pub xss_protection: XssProtection,
    /// How long a body may take to arrive.
    pub body_within: Duration,
    /// How long an answer may take altogether.
    pub answer_within: Duration,
    /// What counts the answers.
    pub meters: Meters,
    /// The time, for request ids and durations.
    pub clock: Clock,
    /// The chance, for request ids.
    pub chance: Chance,
}

impl EdgeSettings {
    /// Settings that trust nobody, let no page in and count where nobody looks.
    #[must_use]
    pub fn new(clock: Clock, chance: Chance) -> Self {
        Self {
            default_locale: Locale::default(),
            trusted: Trusted::default(),
            origins: Arc::default(),
            xss_protection: XssProtection::Block,
            body_within: Duration::from_secs(30),
            answer_within: Duration::from_mins(1),
            meters: Meters::new([]),
            clock,
            chance,
        }
    }
}

/// What `X-XSS-Protection` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum XssProtection {
    /// `1; mode=block`: the requirements' letter.
    #[default]
    Block,
    /// `0`: OWASP's advice, since the filter itself opened holes in the browsers that had it.
    Off,
}

/// Networks whose peers may speak for others.
#[derive(Clone, Debug, Default)]
pub struct Trusted(Vec<IpNet>);

impl Trusted {
    /// Trusts these networks.
    #[must_use]
    pub const fn new(networks: Vec<IpNet>) -> Self {
        Self(networks)
    }

    /// Whether `address` is in one of them; `::ffff:a.b.c.d` is a v4 address.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// Whoever is at the other end of the connection: put there by the listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer {
    /// The socket's address.
    pub address: SocketAddr,
    /// Whether the connection is encrypted.
    pub is_tls: bool,
}

/// Marks a request that two readers could read differently: put there by the listener, which sees its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unclear;

/// Puts the layers around `router`.
pub fn around(router: Router, settings: EdgeSettings) -> Router {
    let edge = Arc::new(settings);
    let inner = router
        .layer(from_fn_with_state(Arc::clone(&edge), cors::preflight))
        .layer(from_fn(sizes::check))
        .layer(from_fn_with_state(Arc::clone(&edge), times::limit))
        .layer(from_fn(panics::catch));
    inner
        .layer(from_fn_with_state(Arc::clone(&edge), problems::render))
        .layer(from_fn(limits::tell))
        .layer(from_fn_with_state(Arc::clone(&edge), cors::dress))
        .layer(from_fn_with_state(Arc::clone(&edge), headers::dress))
        .layer(from_fn_with_state(Arc::clone(&edge), client::find))
        .layer(from_fn_with_state(Arc::clone(&edge), ids::give))
        .layer(from_fn_with_state(edge, meters::count))
}

#[cfg(test)]
mod tests;
