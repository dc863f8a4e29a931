//! The server as `wufi serve` puts it together, on a port of its own, gone with its value.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::JoinSet;
use wufi::config::Config;
use wufi::serving;
use wufi_api::listener;
use wufi_flow::Shelf;
use wufi_guard::keyring::Keys;
use wufi_store::Db;

/// A server that runs.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    _running: JoinSet<()>,
}

impl Server {
    /// Serves what is in `db` with the keys of its nodes, and every setting as it is by itself.
    pub(crate) async fn start(db: &Db, keys: Keys) -> Self {
        let config = Config::load(None, []).unwrap();
        let shelf = Arc::new(Shelf::load(db).await.unwrap());
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let router = serving::router(&config, serving::app(&config, address, (db.clone(), shelf), keys));

        let mut running = JoinSet::new();
        running.spawn(listener::serve(socket, None, router, serving::listener_settings(&config), std::future::pending()));
        Self { address, _running: running }
    }
}
