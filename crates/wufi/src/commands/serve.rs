//! `wufi serve`: the shop is open.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use tokio::net::TcpListener;
use tracing::info;
use wufi_api::listener;
use wufi_flow::Shelf;
use wufi_guard::csrf_token::Binding;
use wufi_guard::keyring::Keys;
use wufi_guard::opaque_token::GuestToken;
use wufi_guard::secret::Secret;
use wufi_store::Db;

use super::demo::{self, Login};
use super::jobs::Jobs;
use super::{Exit, Failure, Start, database, keys, output};
use crate::keyfile::keep_keys;
use crate::{metrics, serving, shutdown, telemetry, tls};

const EXAMPLES: &str = "Examples:
  wufi                          serve what is in ./wufi.db on http://127.0.0.1:9000
  wufi serve --demo             the same, with the demo shop in it when it was empty
  wufi --config /etc/wufi.toml  serve as that file says

SIGTERM or SIGINT lets requests that have begun finish; a second one ends at once.";

/// Serve over HTTP.
///
/// An SQLite database is brought up to date first; that of a PostgreSQL
/// database is only checked, `wufi migrate` changes it.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// First make the demo shop if it is not there, and print how to try it (not in production).
    #[arg(long)]
    pub demo: bool,
}

/// Serves until it is told to stop.
pub async fn run(args: Args, start: &Start) -> Result<Exit, Failure> {
    let config = start.config()?;
    if args.demo {
        demo::allowed(&config)?;
    }
    telemetry::start(&config.log)?;
    let stopped = shutdown::requested().context("signals cannot be listened to")?;

    let db = database::open_current(&config).await?;
    demo::absent(&config, &db).await?;
    let (key_file, keyring) = keys::in_use(&config).await?;
    let keys = Keys::new(keyring);
    let login = if args.demo { Some(demo::open(&config, &db).await?) } else { None };

    let tls = config.server.tls.as_ref().map(tls::server_config).transpose().context("TLS")?.map(Arc::new);
    let (socket, bound) = listen(config.server.listen).await?;
    let metrics_socket = metrics::bind(config.server.metrics_listen).await?;
    let shelf = Arc::new(Shelf::load(&db).await.map_err(database::away)?);
    let app = serving::app(&config, bound, (db.clone(), Arc::clone(&shelf)), keys.clone()).context("Redis")?;
    // Before the first request comes; while the others cannot be reached, each node grants its share.
    let limiter = app.rates.limiter.clone();
    limiter.reach().await;
    welcome(&config.server.public_url(bound), login.as_ref().map(|login| (login, Guest::fresh(&db, &keys))))?;
    let post = serving::post(&config, &db).context("mail")?;
    let jobs = Jobs { app: app.clone(), shelf, post };
    let router = serving::router(&config, app.clone());
    let shop = listener::serve(socket, tls, router, serving::listener_settings(&config), stopped);
    tokio::select! {
        () = metrics::beside(shop, metrics_socket, app) => {}
        () = keep_keys(&key_file, &keys, db.clock()) => {}
        () = limiter.keep() => {}
        () = jobs.run() => {}
    }
    jobs.end(config.server.shutdown_grace).await;
    info!("Stopped serving");
    db.close().await;
    Ok(Exit::Done)
}

/// Takes the address on which the shop is; says which it came to be.
async fn listen(address: SocketAddr) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let socket = TcpListener::bind(address).await.with_context(|| format!("listening on {address}"))?;
    let bound = socket.local_addr().context("the socket has no address")?;
    Ok((socket, bound))
}

/// Says where the shop is, and of the demo shop how to try it.
fn welcome(url: &str, demo: Option<(&Login, Guest)>) -> anyhow::Result<()> {
    output::say(&format!("Wufi listens on {url}"))?;
    demo.map_or(Ok(()), |(login, guest)| output::say(&invitation(url.trim_end_matches('/'), login, &guest)))
}

/// Somebody who tries the demo shop: what `GET /store/csrf` would give them.
struct Guest {
    proof: Secret,
    csrf: Secret,
}

impl Guest {
    fn fresh(db: &Db, keys: &Keys) -> Self {
        let (keyring, guest) = (keys.current(), GuestToken::fresh(db.chance()));
        let csrf = Binding::Guest(guest.digest()).token(&keyring, (db.now(), db.chance()));
        Self { proof: guest.issue(&keyring, db.now()), csrf }
    }
}

/// The demo shop's keys, and lines to paste into a shell.
fn invitation(url: &str, login: &Login, guest: &Guest) -> String {
    let access = &login.access;
    let (proof, csrf) = (guest.proof.expose(), guest.csrf.expose());
    let (key, email, region) = (&access.publishable_key, &access.admin_email, &access.region);
    let password = login.password.as_ref().map_or_else(
        || format!("(made elsewhere: it is not in {})", login.file.path().display()),
        |password| password.expose().to_owned(),
    );
    format!(
        "
The demo shop:
  publishable key  {key}
  admin            {email}  {password}

Try it:
  curl '{url}/health'
  curl -H 'x-publishable-api-key: {key}' '{url}/store/products?limit=3&region_id={region}'
  curl -H 'x-publishable-api-key: {key}' -H 'wufi-guest: {proof}' -H 'x-csrf-token: {csrf}' -H 'content-type: application/json' -d '{{\"region_id\":\"{region}\"}}' '{url}/store/carts'
"
    )
}
