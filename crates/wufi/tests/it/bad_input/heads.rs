//! Requests that are wrong before their body: its kind and size, the ids in the path, the key.

use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use wufi_api::policy::Who;
use wufi_domain::fault::Code;

use super::routes::{Case, reading, writing};
use super::send::{Attack, what};
use crate::kit::Answer;

/// Kinds of bodies that forms, other programs and smugglers send.
const OTHER_KINDS: [&str; 8] = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "text/json",
    "application/jsonp",
    "application/json; charset=utf-16",
    "application/json; charset=utf-8; profile=x",
];

/// What stands in a path where an id belongs.
const NO_IDS: [&str; 9] = ["%00", "..%2f..%2fadmin", "a%2fb", "%zz", "%", "%ff", "%c0%ae", "%20", "%e2%80%ae"];

const TWO_MEGABYTES: usize = 2 * 1_024 * 1_024;

#[tokio::test]
async fn a_body_of_another_kind_is_not_looked_at() {
    let attack = Attack::prepare().await;
    for case in writing(&attack.shop).await {
        for kind in OTHER_KINDS {
            let request = case.request(&case.path).header("content-type", kind).body(case.body.to_string());
            attack.refused(&case, request, &what(&case, kind)).await.refused(Code::UnsupportedMediaType);
        }
        let unsaid = case.request(&case.path).body(case.body.to_string());
        attack.refused(&case, unsaid, &what(&case, "no kind")).await.refused(Code::UnsupportedMediaType);
        let twice = case.with(case.body.to_string()).header("content-type", "text/plain");
        attack.refused(&case, twice, &what(&case, "two kinds")).await.refused(Code::UnsupportedMediaType);
        for encoding in ["gzip", "br", "identity"] {
            let packed = case.with(case.body.to_string()).header("content-encoding", encoding);
            attack.refused(&case, packed, &what(&case, encoding)).await.refused(Code::UnsupportedMediaType);
        }
        attack.takes_good(&case).await;
    }
}

#[tokio::test]
async fn two_megabytes_are_refused_when_they_are_announced_and_when_they_just_come() {
    let attack = Attack::prepare().await;
    for case in writing(&attack.shop).await {
        for framing in [format!("content-length: {TWO_MEGABYTES}"), "transfer-encoding: chunked".to_owned()] {
            let before = attack.count().await;
            let answer = large(&attack, &case, &framing).await;
            attack.no_trace(&answer, before, &what(&case, &framing)).await;
            answer.refused(Code::PayloadTooLarge);
        }
        attack.takes_good(&case).await;
    }
}

/// What a large body hears. One that is announced is never sent: the refusal must not wait for it.
async fn large(attack: &Attack, case: &Case, framing: &str) -> Answer {
    let (address, key) = (attack.shop.server.address, &attack.shop.key);
    let (mut read, mut write) = TcpStream::connect(address).await.unwrap().into_split();
    let proofs = case.caller.proofs().await;
    let head = format!(
        "{} {} HTTP/1.1\r\nhost: {address}\r\nx-publishable-api-key: {key}\r\n{proofs}content-type: application/json\r\n{framing}\r\nconnection: close\r\n\r\n",
        case.route.verb.name(),
        case.path,
    );
    write.write_all(head.as_bytes()).await.unwrap();

    let chunk = format!("8000\r\n{}\r\n", " ".repeat(0x8000));
    let sending = async {
        let mut sent = 0;
        // Once it has refused, the server need not listen any longer.
        while framing.contains("chunked") && sent < TWO_MEGABYTES && write.write_all(chunk.as_bytes()).await.is_ok() {
            sent += 0x8000;
        }
    };
    let mut told = Vec::new();
    let ((), end) = tokio::join!(sending, read.read_to_end(&mut told));
    Answer::parse(&told).unwrap_or_else(|| panic!("{end:?} after {}", String::from_utf8_lossy(&told)))
}

#[tokio::test]
async fn what_is_no_id_in_a_path_is_refused_and_goes_no_further() {
    let attack = Attack::prepare().await;
    let cases = writing(&attack.shop).await.into_iter().chain(reading(&attack.shop).await);
    for case in cases.filter(|case| case.route.path.contains('{')) {
        for (at, step) in case.route.path.split('/').enumerate().filter(|(_, step)| step.starts_with('{')) {
            for junk in NO_IDS {
                let mut steps: Vec<&str> = case.path.split('/').collect();
                let attached = format!("{}{junk}", steps[at]);
                for put in [junk, &attached] {
                    steps[at] = put;
                    let request = case.good(&steps.join("/"));
                    let answer = attack.refused(&case, request, &what(&case, put)).await;
                    assert!([400, 404].contains(&answer.status), "{step} = {put}: {}", answer.status);
                }
            }
        }
    }
}

#[tokio::test]
async fn nothing_is_done_for_whoever_comes_without_a_good_key() {
    let attack = Attack::prepare().await;
    let url = format!("http://{}", attack.shop.server.address);
    let strangers = [crate::kit::Shopper::new(&url, ""), crate::kit::Shopper::new(&url, &format!("pk_{}", "0".repeat(64)))];
    for case in writing(&attack.shop).await.into_iter().filter(needs_key) {
        for stranger in &strangers {
            let method: Method = case.route.verb.name().parse().unwrap();
            let request = stranger.request(method, &case.path).json(&case.body);
            attack.refused_to(stranger, request, &what(&case, "a bad key")).await.refused(Code::PublishableKeyInvalid);
        }
        let twice = case.request(&case.path).header("x-publishable-api-key", &attack.shop.key).json(&case.body);
        attack.refused(&case, twice, &what(&case, "two keys")).await.refused(Code::PublishableKeyInvalid);
        attack.takes_good(&case).await;
    }
}

/// Whether only storefronts may call a route.
fn needs_key(case: &Case) -> bool {
    !matches!(case.route.who, Who::Anyone | Who::Staff(_))
}

#[tokio::test]
async fn a_method_that_a_path_does_not_have_is_refused_with_those_that_it_has() {
    let attack = Attack::prepare().await;
    for case in writing(&attack.shop).await {
        for method in [Method::PUT, Method::PATCH, Method::TRACE] {
            let request = case.caller.request(method, &case.path).json(&case.body).header("x-http-method-override", "POST");
            let answer = attack.refused(&case, request, &what(&case, "another method")).await;
            assert!(answer.header("allow").contains(case.route.verb.name()), "{}", answer.header("allow"));
            answer.refused(Code::MethodNotAllowed);
        }
        attack.takes_good(&case).await;
    }
}
