//! A request that hides in another one, for whoever reads the two differently: neither leaves a trace.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::send::Attack;

/// What stands between the line of a request that makes a cart and one that is hidden behind it; `HOST` and
/// `PROOFS` are what every request of the storefront has.
const UNCLEAR: [&str; 16] = [
    "HOSTPROOFSContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "HOSTPROOFSTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "HOSTPROOFSContent-Length: 0\r\nContent-Length: 300\r\n\r\n",
    "HOSTPROOFSContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "HOSTPROOFSTransfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "HOSTPROOFSTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "HOSTPROOFSTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "HOSTPROOFSTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "HOSTHOSTPROOFSContent-Length: 2\r\n\r\n{}",
    "HOSTHost: evil.ee\r\nPROOFSContent-Length: 2\r\n\r\n{}",
    "PROOFSContent-Length: 2\r\n\r\n{}",
    "HOSTPROOFSContent-Length: 2\n\r\n{}",
    "HOSTPROOFSContent-Length: 2\r\n\n{}",
    "HOSTPROOFSX: a\n\nContent-Length: 2\r\n\r\n{}",
    "HOSTPROOFSX: a\r\n folded\r\nContent-Length: 2\r\n\r\n{}",
    "HOSTPROOFSX: a\rContent-Length: 2\r\n\r\n{}",
];

/// The same for a request that two readers read alike.
const CLEAR: [&str; 2] =
    ["HOSTPROOFSContent-Length: 2\r\n\r\n{}", "HOSTPROOFSTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"];

/// Sends two requests in one breath and hears all until the server hangs up.
async fn said(attack: &Attack, target: &str, middle: &str) -> String {
    let address = attack.shop.server.address;
    let host = format!("Host: {address}\r\n");
    let key = &attack.shop.key;
    let proofs = format!("x-publishable-api-key: {key}\r\nContent-Type: application/json\r\n{}", attack.mallory.proofs().await);
    let middle = middle.replace("HOST", &host).replace("PROOFS", &proofs);
    let hidden = format!("POST /store/carts HTTP/1.1\r\n{host}{proofs}Content-Length: 2\r\nConnection: close\r\n\r\n{{}}");

    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(format!("POST {target} HTTP/1.1\r\n{middle}{hidden}").as_bytes()).await.unwrap();
    let mut heard = Vec::new();
    // It may also be reset: nobody reads what was hidden.
    let _ = stream.read_to_end(&mut heard).await;
    String::from_utf8_lossy(&heard).into_owned()
}

#[tokio::test]
async fn neither_an_unclear_request_nor_what_hides_behind_it_is_done() {
    let attack = Attack::prepare().await;
    attack.mallory.proofs().await;
    let before = attack.count().await;
    let elsewhere = ("http://evil.ee/store/carts", CLEAR[0]);
    for (target, middle) in UNCLEAR.map(|middle| ("/store/carts", middle)).into_iter().chain([elsewhere]) {
        let heard = said(&attack, target, middle).await;

        assert!(heard.starts_with("HTTP/1.1 400 "), "{middle:?}: {heard}");
        assert_eq!(heard.matches("HTTP/1.1 ").count(), 1, "{middle:?}: {heard}");
        assert_eq!(attack.count().await, before, "{middle:?}");
    }
}

#[tokio::test]
async fn two_requests_that_everybody_reads_alike_are_both_done() {
    let attack = Attack::prepare().await;
    for middle in CLEAR {
        let heard = said(&attack, "/store/carts", middle).await;
        assert_eq!(heard.matches("HTTP/1.1 200 OK").count(), 2, "{middle:?}: {heard}");
    }
}
