//! What is counted, shown on a listener of its own.

use std::future::Future;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tracing::{info, warn};
use wufi_api::app::App;
use wufi_api::listener::{self, ListenerSettings};
use wufi_api::meters::{self, Meters};

use crate::config::{MetricsListen, Wish};

/// How many may look at once: whoever watches a shop is one or two.
const CONNECTIONS: usize = 16;
/// How long somebody who looks may go on when the shop has closed.
const GRACE: Duration = Duration::from_secs(1);
/// How often what was measured is taken in, so that it takes no more memory the longer nobody looks.
const UPKEEP: Duration = Duration::from_secs(5);

/// Takes the address on which what is counted is shown; none where that is off.
///
/// On a desk nobody asked for it, and a second shop there has the same address: it is opened all the same.
pub async fn bind(listen: Option<MetricsListen>) -> anyhow::Result<Option<TcpListener>> {
    let Some(MetricsListen { address, wish }) = listen else { return Ok(None) };
    match (TcpListener::bind(address).await, wish) {
        (Ok(socket), _) => {
            let address = socket.local_addr().context("the socket for metrics has no address")?;
            info!("Metrics are on http://{address}/metrics");
            Ok(Some(socket))
        }
        (Err(error), Wish::Usual) => {
            warn!(error = %error, "No metrics are shown: {address} cannot be listened on; server.metrics_listen sets another");
            Ok(None)
        }
        (Err(error), Wish::Set) => Err(error).with_context(|| {
            format!("listening on {address} for metrics; server.metrics_listen sets another address, or \"off\"")
        }),
    }
}

/// Shows what is counted of `app` on `socket` as long as the shop is open, and until its last request is done.
pub async fn beside(shop: impl Future<Output = ()>, socket: Option<TcpListener>, app: App) {
    let meters = app.meters.clone();
    let (open, closed) = oneshot::channel::<()>();
    let shop = async {
        shop.await;
        drop(open);
    };
    let shown = async {
        let Some(socket) = socket else { return };
        let settings = ListenerSettings {
            grace: GRACE,
            max_connections: CONNECTIONS,
            max_per_peer: CONNECTIONS,
            ..ListenerSettings::default()
        };
        let until = async {
            let _ = closed.await;
        };
        listener::serve(socket, None, meters::router(app), settings, until).await;
    };
    tokio::select! {
        ((), ()) = async { tokio::join!(shop, shown) } => {}
        () = keep_up(&meters) => {}
    }
}

/// Takes in what was measured: a job that never ends.
async fn keep_up(meters: &Meters) {
    loop {
        tokio::time::sleep(UPKEEP).await;
        meters.upkeep();
    }
}
