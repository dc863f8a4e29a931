//! The server as `wufi serve` puts it together, on a port of its own, gone with its value.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::JoinSet;
use wufi::config::Config;
use wufi::serving;
use wufi_api::app::App;
use wufi_api::listener;
use wufi_flow::Shelf;
use wufi_guard::keyring::Keys;
use wufi_store::Db;

/// The setting with which nobody is limited.
pub(crate) const UNLIMITED: (&str, &str) = ("WUFI_LIMITS__ENFORCEMENT", "off");

/// The setting with which nothing shows what is counted: programs at once would want the same address.
pub(crate) const UNWATCHED: (&str, &str) = ("WUFI_SERVER__METRICS_LISTEN", "off");

/// A server that runs.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    /// What its handlers reach.
    pub(crate) app: App,
    _running: JoinSet<()>,
}

impl Server {
    /// Serves what is in `db` with the keys of its nodes. All settings are as they are by themselves, but that
    /// nobody is limited: tests are many shoppers at one address whose clock stands.
    pub(crate) async fn start(db: &Db, keys: Keys) -> Self {
        Self::start_as(db, keys, &[UNLIMITED]).await
    }

    /// The same with these settings.
    pub(crate) async fn start_as(db: &Db, keys: Keys, settings: &[(&str, &str)]) -> Self {
        let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let config = Config::load(None, settings).unwrap();
        let shelf = Arc::new(Shelf::load(db).await.unwrap());
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let app = serving::app(&config, address, (db.clone(), shelf), keys).unwrap();
        let router = serving::router(&config, app.clone());

        let mut running = JoinSet::new();
        running.spawn(listener::serve(socket, None, router, serving::listener_settings(&config), std::future::pending()));
        Self { address, app, _running: running }
    }
}
