//! Who may do what in Redis, and over which line.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tempfile::TempDir;
use wufi_domain::moment::Clock;
use wufi_guard::limit::State;

use crate::kit::{Node, Redis};

/// What the manual says that a user of its own needs.
const RIGHTS: &str = include_str!("../../../../docs/OPERATIONS.md");

/// The rule of access between the first back-ticks after `before`, on whichever line they are.
pub(crate) fn rule(before: &str) -> String {
    let (_, after) = RIGHTS.split_once(before).unwrap();
    after.split('`').nth(1).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_user_with_the_rights_of_the_manual_can_count_and_nothing_else() {
    let redis = Redis::start().await;
    redis.tell(&format!("ACL SETUSER wufi on >geheim {}", rule("A user of its own needs"))).await;
    let node = Node::join(&format!("redis://wufi:geheim@127.0.0.1:{}", redis.port)).await;
    redis.tell("SCRIPT FLUSH").await;

    assert_eq!(node.taken(node.bucket("mari", 10), 30).await, 10);
    node.limiter.look(&[node.bucket("mari", 10)]).await;
    assert_eq!((node.limiter.state(), node.limiter.figures().alone), (State::Shared, 0));
    let denied: Vec<redis::Value> = redis.ask("ACL LOG").await;
    assert!(denied.is_empty(), "{denied:?}");
}

#[tokio::test]
async fn a_wrong_password_is_an_outage() {
    let redis = Redis::start().await;
    redis.tell("CONFIG SET requirepass geheim").await;
    let node = Node::start(&format!("redis://:falsch@127.0.0.1:{}", redis.port), Clock::System).await;

    assert_eq!(node.taken(node.bucket("mari", 10), 30).await, 5);
    assert!(matches!(node.limiter.state(), State::Degraded { .. }));
}

/// `der` as text (RFC 7468).
fn pem(what: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {what}-----\n{}\n-----END {what}-----\n", lines.join("\n"))
}

/// A Redis that also speaks TLS, the address for that, and its certificate.
async fn encrypted(folder: &Path) -> (Redis, String) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    std::fs::write(&certificate, pem("CERTIFICATE", made.cert.der())).unwrap();
    std::fs::write(&key, pem("PRIVATE KEY", &made.signing_key.serialize_der())).unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    let arguments = [
        "--tls-port",
        &port,
        "--tls-auth-clients",
        "no",
        "--tls-cert-file",
        certificate.to_str().unwrap(),
        "--tls-key-file",
        key.to_str().unwrap(),
        "--tls-ca-cert-file",
        certificate.to_str().unwrap(),
    ];
    (Redis::start_with(&arguments).await, format!("rediss://localhost:{port}"))
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let folder = TempDir::new().unwrap();
    let (_redis, url) = encrypted(folder.path()).await;
    let node = Node::start(&url, Clock::System).await;

    assert_eq!(node.taken(node.bucket("mari", 10), 30).await, 5);
    assert!(matches!(node.limiter.state(), State::Degraded { .. }));
}

#[tokio::test]
async fn nodes_count_together_over_tls() {
    let folder = TempDir::new().unwrap();
    let (_redis, url) = encrypted(folder.path()).await;

    // Whom the system trusts is read from the environment, which a test may not change: another process has its own.
    let told = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--ignored", "access::count_over_tls"])
        .env("SSL_CERT_FILE", folder.path().join("certificate.pem"))
        .env("WUFI_TEST_REDIS_TLS_URL", url)
        .output()
        .unwrap();

    assert!(told.status.success(), "{told:?}");
    assert!(String::from_utf8_lossy(&told.stdout).contains("1 passed"), "{told:?}");
}

#[tokio::test]
#[ignore = "run by nodes_count_together_over_tls, with a certificate to trust"]
#[expect(clippy::disallowed_methods, reason = "the other process tells where its Redis is")]
async fn count_over_tls() {
    let url = std::env::var("WUFI_TEST_REDIS_TLS_URL").unwrap();
    let (one, other) = (Node::join(&url).await, Node::join(&url).await);

    assert_eq!(one.taken(one.bucket("mari", 10), 6).await, 6);
    assert_eq!(other.taken(other.bucket("mari", 10), 30).await, 4);
}
