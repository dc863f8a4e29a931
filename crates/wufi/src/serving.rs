//! What is served and how, as the configuration asks for it: for `wufi serve`, and for tests of all of it together.

use std::net::SocketAddr;
use std::sync::Arc;

use wufi_api::app::App;
use wufi_api::layer::{self, EdgeSettings, Trusted, XssProtection};
use wufi_api::listener::ListenerSettings;
use wufi_api::routes;
use wufi_flow::Shelf;
use wufi_store::Db;

use crate::config::Config;

/// What is served: a database and its shelf, under the URL that is configured or that of the socket's address.
#[must_use]
pub fn app(config: &Config, bound: SocketAddr, db: Db, shelf: Arc<Shelf>) -> App {
    let app = App::new(db, shelf).at(&config.server.public_url(bound));
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
