//! What is served and how, as the configuration asks for it: for `wufi serve`, and for tests of all of it together.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread;

use wufi_api::app::App;
use wufi_api::cookies::CookieStyle;
use wufi_api::layer::{self, EdgeSettings, Trusted, XssProtection};
use wufi_api::listener::ListenerSettings;
use wufi_api::routes;
use wufi_domain::chance::Chance;
use wufi_domain::moment::Clock;
use wufi_flow::Shelf;
use wufi_flow::auth::{Gate, SecondFactorRule};
use wufi_flow::post::Post;
use wufi_guard::keyring::Keys;
use wufi_guard::password::Passwords;
use wufi_outbound::mail::SetupError;
use wufi_store::Db;

use crate::config::Config;

/// What lets people in: with the keys, under the rules that are configured.
#[must_use]
pub fn gate(config: &Config, bound: SocketAddr, keys: Keys, chance: Chance) -> Arc<Gate> {
    let cores = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let second_factor = if config.environment.is_production() { SecondFactorRule::Owners } else { SecondFactorRule::Nobody };
    let gate = Gate::new(keys, Passwords::new(cores, chance), config.sessions, config.server.public_url(bound));
    Arc::new(gate.asking(second_factor))
}

/// What sends letters, and where they lead.
pub fn post(config: &Config, clock: Clock, chance: Chance) -> Result<Post, SetupError> {
    let sender = config.mail.sender(clock, chance)?;
    Ok(Post { sender, storefront: config.mail.storefront_url.clone() })
}

/// What is served: a database and its shelf, under the URL that is configured or that of the socket's address.
#[must_use]
pub fn app(config: &Config, bound: SocketAddr, db: Db, shelf: Arc<Shelf>, gate: Arc<Gate>) -> App {
    let cookies = if config.environment.is_production() { CookieStyle::Host } else { CookieStyle::Desk };
    let app = App::new(db, shelf, gate).at(&config.server.public_url(bound)).baking(cookies);
    match config.server.security_txt(bound) {
        Some(told) => app.telling(told),
        None => app,
    }
}

/// Every route with the layers around it.
pub fn router(config: &Config, app: App) -> axum::Router {
    let settings = EdgeSettings {
        default_locale: config.i18n.default_locale,
        trusted: Trusted::new(config.server.trusted_proxies.clone()),
        xss_protection: if config.headers.x_xss_protection == "0" { XssProtection::Off } else { XssProtection::Block },
        ..EdgeSettings::new(app.db.clock().clone(), app.db.chance().clone())
    };
    layer::around(routes::router(app), settings)
}

/// How connections are taken.
#[must_use]
pub fn listener_settings(config: &Config) -> ListenerSettings {
    ListenerSettings {
        grace: config.server.shutdown_grace,
        trusted: Trusted::new(config.server.trusted_proxies.clone()),
        ..ListenerSettings::default()
    }
}
