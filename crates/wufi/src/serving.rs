//! What is served and how, as the configuration asks for it: for `wufi serve`, and for tests of all of it together.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::sync::Arc;

use wufi_api::app::App;
use wufi_api::cookies::CookieStyle;
use wufi_api::layer::limits::Rates;
use wufi_api::layer::{self, EdgeSettings, Trusted, XssProtection};
use wufi_api::listener::ListenerSettings;
use wufi_api::routes;
use wufi_flow::auth::{Gate, SecondFactorRule};
use wufi_flow::payment::Brake;
use wufi_flow::post::Post;
use wufi_flow::{Shelf, Till};
use wufi_guard::keyring::Keys;
use wufi_guard::limit::{Limiter, PATIENCE, RedisAddressError, Sharing};
use wufi_guard::password::Passwords;
use wufi_outbound::mail::SetupError;
use wufi_store::Db;

use crate::config::Config;

/// What is served: a database and its shelf, under the URL that is configured or that of the socket's address.
///
/// Fails when the client will have nothing to do with Redis as it is configured.
pub fn app(config: &Config, bound: SocketAddr, (db, shelf): (Db, Arc<Shelf>), keys: Keys) -> Result<App, RedisAddressError> {
    let rates = rates(config, &db, &keys)?;
    let till = till(config, &db, &keys);
    let gate = Arc::new(gate(config, &db, keys));
    let app = App::new(db, shelf, gate)
        .at(&config.server.public_url(bound))
        .baking(cookies(config))
        .guarding(config.csrf.enforcement)
        .welcoming(config.cors.clone())
        .rated(rates)
        .taking(till);
    Ok(match config.server.security_txt(bound) {
        Some(told) => app.telling(told),
        None => app,
    })
}

/// What lets people in, as the configuration asks for it; as many passwords at once as there are cores.
fn gate(config: &Config, db: &Db, keys: Keys) -> Gate {
    let cores = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let passwords = Passwords::new(cores, db.chance().clone());
    // The same on every node, whatever each listens on: a token of one is good on all.
    let issuer = config.server.public_url.clone().unwrap_or_else(|| "wufi".to_owned());
    let second_factor = if config.environment.is_production() { SecondFactorRule::Owners } else { SecondFactorRule::Nobody };
    Gate::new(keys, passwords, config.sessions, issuer).asking(second_factor)
}

/// How often each class of requests may come, counted in this process or with the other nodes.
fn rates(config: &Config, db: &Db, keys: &Keys) -> Result<Rates, RedisAddressError> {
    let rates = Rates {
        enforcement: config.limits.enforcement,
        rules: config.limits.rules.clone(),
        storefront_multiple: config.limits.storefront_multiple,
        ..Rates::standard(db.clock().clone(), db.chance())
    };
    Ok(match &config.cluster.redis {
        Some(address) => {
            let sharing = Sharing { address: address.clone(), nodes: config.cluster.nodes, patience: PATIENCE };
            Rates { limiter: Limiter::shared(sharing, keys.clone(), db.clock().clone())?, ..rates }
        }
        None => rates,
    })
}

/// Where money is taken.
fn till(config: &Config, db: &Db, keys: &Keys) -> Till {
    let brake = Brake::new(config.brake.enforcement, config.brake.rules);
    let till = Till::new(db.clone(), keys.clone()).with_brake(brake);
    match &config.cards {
        Some(cards) => till.with_stripe(cards.stripe.clone(), cards.notice_secrets.clone()),
        None => till,
    }
}

/// Browsers on a developer's machine have no TLS.
fn cookies(config: &Config) -> CookieStyle {
    if config.environment.is_production() { CookieStyle::Host } else { CookieStyle::Desk }
}

/// Where letters leave and lead to.
pub fn post(config: &Config, db: &Db) -> Result<Post, SetupError> {
    let sender = config.mail.sender(db.clock().clone(), db.chance().clone())?;
    Ok(Post { sender, storefront: config.mail.storefront_url.clone() })
}

/// Every route with the layers around it.
pub fn router(config: &Config, app: App) -> axum::Router {
    let settings = EdgeSettings {
        default_locale: config.i18n.default_locale,
        trusted: Trusted::new(config.server.trusted_proxies.clone()),
        origins: Arc::new(config.cors.clone()),
        meters: app.meters.clone(),
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
