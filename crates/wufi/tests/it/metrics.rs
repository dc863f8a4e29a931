//! What is counted, as the machine that watches reads it over a socket.

use std::net::TcpListener;
use std::path::Path;

use reqwest::{Client, Method, StatusCode};
use serde_json::json;
use tempfile::TempDir;
use wufi_domain::chance::Chance;
use wufi_domain::moment::Clock;
use wufi_store::Db;

use crate::engine;
use crate::kit::program::Program;
use crate::kit::shop;
use crate::kit::{Answer, Shopper};
use crate::shop::Shop;

const LISTEN: &str = "WUFI_SERVER__METRICS_LISTEN";
const UNKNOWN: &str = "/store/carts/cart_00000000000000000000000000";

/// An address that nobody listens on.
fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// A demo shop that is open, with limits that are soon met, and its key.
async fn open(folder: &Path, address: &str) -> (Program, String) {
    let url = engine::fresh_url(folder).await;
    let db = Db::open(&url, 4, Clock::System, Chance::System).await.unwrap();
    db.migrate().await.unwrap();
    let key = shop::seed(&db).await;
    let limits = [("WUFI_LIMITS__CART__REQUESTS", "4"), ("WUFI_LIMITS__CART__WINDOW_SECS", "3600")];
    (Program::start_as(folder, &url, &[(LISTEN, address), limits[0], limits[1]]), key)
}

fn client() -> Client {
    Client::builder().no_proxy().build().unwrap()
}

/// The value of a series.
async fn value(address: &str, series: &str) -> Option<u64> {
    let text = client().get(format!("http://{address}/metrics")).send().await.unwrap().text().await.unwrap();
    let lines = text.lines().filter_map(|line| line.rsplit_once(' '));
    lines.into_iter().find(|(name, _)| *name == series).map(|(_, value)| value.parse().unwrap())
}

/// A request without what the page of the shop would send with it.
async fn bare(mari: &Shopper, method: Method, path: &str) -> u16 {
    Answer::read(mari.request(method, path).json(&json!({})).send().await.unwrap()).await.status
}

#[tokio::test]
async fn what_the_shop_refuses_is_seen_on_a_port_of_its_own() {
    let (folder, address) = (TempDir::new().unwrap(), free_address());
    let (mut program, key) = open(folder.path(), &address).await;
    let mari = program.shopper(&key);
    let refused = "ratelimit_decisions_total{policy=\"cart\",outcome=\"refused\"}";
    let csrf = "csrf_rejected_total{reason=\"csrf_token_missing\"}";
    assert_eq!((value(&address, refused).await, value(&address, csrf).await), (Some(0), Some(0)));

    assert_eq!(bare(&mari, Method::POST, "/store/carts").await, 403);
    for _ in 0..3 {
        assert_eq!(bare(&mari, Method::GET, UNKNOWN).await, 404);
    }
    for _ in 0..2 {
        assert_eq!(bare(&mari, Method::GET, UNKNOWN).await, 429);
    }

    assert_eq!((value(&address, refused).await, value(&address, csrf).await), (Some(2), Some(1)));
    let of = |status: u16| format!("http_requests_total{{method=\"GET\",route=\"/store/carts/{{id}}\",status=\"{status}\"}}");
    assert_eq!((value(&address, &of(404)).await, value(&address, &of(429)).await), (Some(3), Some(2)));
    #[cfg(target_os = "linux")]
    assert!(value(&address, "process_resident_memory_bytes").await > Some(1 << 20));
    let beside = client().get(format!("{}/metrics", program.url)).send().await.unwrap();
    assert_eq!(beside.status(), StatusCode::NOT_FOUND, "not where shoppers come");

    assert!(program.stop(), "a connection of whoever watches keeps nothing open");
    assert!(client().get(format!("http://{address}/metrics")).send().await.is_err());
}

#[tokio::test]
async fn an_address_that_is_taken_stops_the_start_and_is_named() {
    let shop = Shop::open().await;
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = held.local_addr().unwrap().to_string();

    let mut command = shop.command(&["serve"]);
    let output = command.env("WUFI_SERVER__LISTEN", "127.0.0.1:0").env(LISTEN, &address).output().unwrap();

    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(1), true), "{error}");
    assert!(error.contains(&format!("listening on {address} for metrics; server.metrics_listen sets another")), "{error}");
}

#[tokio::test]
async fn a_second_shop_on_a_desk_opens_without_metrics() {
    let folder = TempDir::new().unwrap();
    let url = engine::fresh_url(folder.path()).await;
    Db::open(&url, 1, Clock::System, Chance::System).await.unwrap().migrate().await.unwrap();
    // Either it is taken now, or somebody else on this machine has it.
    let _held = TcpListener::bind("127.0.0.1:9464");

    let program = Program::start_as(folder.path(), &url, &[]);

    let health = client().get(format!("{}/health", program.url)).send().await.unwrap();
    assert_eq!(health.status(), StatusCode::OK);
}
