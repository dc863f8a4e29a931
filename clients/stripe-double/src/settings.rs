//! How a double is set up.

use std::net::{Ipv4Addr, SocketAddr};

use crate::clock::Clock;

/// How a double is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens; port 0 is any free one.
    pub listen: SocketAddr,
    /// The secret key that opens it. One that begins with `sk_live_` makes all its objects live ones.
    pub secret_key: String,
    /// What its webhooks are signed with.
    pub webhook_secret: String,
    /// Where its webhooks go; nowhere as long as there is none.
    pub webhook_url: Option<String>,
    /// The version of the API that answers and events are marked with, unless a call asks for another.
    pub api_version: String,
    /// Its clock: of `created`, and of the signatures.
    pub clock: Clock,
}

impl Settings {
    /// The publishable key that belongs to the secret one: the same, with `pk_` for `sk_`.
    ///
    /// Stripe's own do not resemble each other; here a test that has one has both.
    #[must_use]
    pub fn publishable_key(&self) -> String {
        self.secret_key.replacen("sk_", "pk_", 1)
    }

    pub(crate) fn is_live(&self) -> bool {
        self.secret_key.starts_with("sk_live_")
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            secret_key: "sk_test_double".to_owned(),
            webhook_secret: "whsec_double".to_owned(),
            webhook_url: None,
            api_version: "2024-06-20".to_owned(),
            clock: Clock::system(),
        }
    }
}
