//! Requests that a proxy before us could read differently: none is done, and nothing that follows on their connection.

use super::*;

/// What follows each of them, and would be counted.
const NEXT: &str = "GET /counted HTTP/1.1\r\nHost: wufi.ee\r\n\r\n";

/// Heads that are unclear; what they ask for would be counted.
const HEADS: [&str; 35] = [
    // A length beside chunks.
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nTransfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n",
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    // Several lengths.
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nContent-Length: 0\r\nContent-Length: 45\r\n\r\n",
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nContent-Length: 2, 2\r\n\r\n{}",
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nContent-Length: +2\r\n\r\n{}",
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nContent-Length: 0x2\r\n\r\n{}",
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nContent-Length: \r\n\r\n",
    // Encodings that one reader knows and another does not.
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nTransfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nTransfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nTransfer-Encoding: identity\r\n\r\n",
    "POST /counted HTTP/1.0\r\nHost: wufi.ee\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "POST /counted HTTP/1.1\r\nHost: wufi.ee\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    // Hosts.
    "GET /counted HTTP/1.1\r\n\r\n",
    "GET /counted HTTP/1.1\r\nHost:\r\n\r\n",
    "GET /counted HTTP/1.1\r\nHost: wufi.ee\r\nHost: evil.ee\r\n\r\n",
    "GET /counted HTTP/1.1\r\nHost: wufi.ee\r\nHost: wufi.ee\r\n\r\n",
    "GET http://evil.ee/counted HTTP/1.1\r\nHost: wufi.ee\r\n\r\n",
    "GET http://wufi.ee/counted HTTP/1.1\r\n\r\n",
    // Lines.
    "GET /counted HTTP/1.1\nHost: wufi.ee\n\n",
    "GET /counted HTTP/1.1\nHost: wufi.ee\r\n\r\n",
    "GET /counted HTTP/1.1\r\nHost: wufi.ee\n\r\n",
    "GET /counted HTTP/1.1\r\nHost: wufi.ee\r\n\n",
    "\nGET /counted HTTP/1.1\r\nHost: wufi.ee\r\n\r\n",
    "GET /counted HTTP/1.1\r\nHost: wufi.ee\r\nX: a\rb\r\n\r\n",
    "GET /counted HTTP/1.1\r\nHost: wufi.ee\r\nX: a\r\n folded\r\n\r\n",
    "GET /counted HTTP/1.1\r\nHost : wufi.ee\r\n\r\n",
    "GET /counted HTTP/1.1\r\nHost: wufi.ee\r\nX: a\0b\r\n\r\n",
    "nonsense\r\n\r\n",
];

/// Bodies that are unclear, behind a clear head.
const CHUNKS: [&str; 7] = [
    "2\n{}\r\n0\r\n\r\n",
    "2\r\n{}\n0\r\n\r\n",
    "2\r\n{}0\r\n\r\n",
    "2;a\nb\r\n{}\r\n0\r\n\r\n",
    "2\r\n{}\r\n0\r\n\n",
    "fffffffffffffffff\r\n{}\r\n0\r\n\r\n",
    "zz\r\n{}\r\n0\r\n\r\n",
];

fn answers(heard: &str) -> usize {
    heard.matches("HTTP/1.1 ").count()
}

#[tokio::test]
async fn requests_that_two_readers_could_read_differently_are_refused_with_all_that_follows() {
    for unclear in HEADS {
        let server = Server::open(settings()).await;
        let heard = server.say(format!("{unclear}{NEXT}{NEXT}").as_bytes()).await;

        assert!(heard.starts_with("HTTP/1.1 400"), "{unclear:?}: {heard}");
        assert_eq!((answers(&heard), server.counted()), (1, 0), "{unclear:?}: {heard}");
    }
}

#[tokio::test]
async fn what_follows_a_body_without_a_clear_end_is_not_done() {
    for chunks in CHUNKS {
        let server = Server::open(settings()).await;
        let start = "POST /body HTTP/1.1\r\nHost: wufi.ee\r\nTransfer-Encoding: chunked\r\n\r\n";
        let heard = server.say(format!("{start}{chunks}{NEXT}").as_bytes()).await;

        assert_eq!((answers(&heard), server.counted()), (1, 0), "{chunks:?}: {heard}");
    }
}

#[tokio::test]
async fn an_unclear_request_is_refused_also_after_good_ones_and_in_pieces() {
    let server = Server::open(settings()).await;
    let mut stream = server.connect().await;
    for piece in [NEXT, NEXT, "GET /counted HTTP/1.1\r\nHost: wufi", ".ee\r\nX: a\n", "Y: b\r\n", "\r\n", NEXT] {
        stream.write_all(piece.as_bytes()).await.unwrap();
        tokio::time::sleep(SHORT / 20).await;
    }
    let heard = hear(&mut stream).await;

    assert_eq!((answers(&heard), server.counted()), (3, 2), "{heard}");
    assert!(heard.contains("HTTP/1.1 400") && heard.contains("\r\nconnection: close\r\n"), "{heard}");
    assert!(heard.contains("\"request_id\":\"req_"), "{heard}");
}

#[tokio::test]
async fn requests_that_everybody_reads_alike_are_done_one_after_the_other() {
    let server = Server::open(settings()).await;
    let clear = [
        NEXT,
        "\r\nPOST /counted HTTP/1.1\r\nHost: wufi.ee\r\nContent-Length: 0\r\n\r\n",
        "POST /body HTTP/1.1\r\nHost: wufi.ee\r\nContent-Length: 2\r\n\r\n{}",
        "POST /body HTTP/1.1\r\nHost: wufi.ee\r\ntransfer-encoding: Chunked\r\n\r\n1\r\n{\r\n1;a=b\r\n}\r\n0\r\nTrailer: x\r\n\r\n",
        "GET http://wufi.ee/counted HTTP/1.1\r\nHost: wufi.ee\r\n\r\n",
        NEXT,
    ];
    let heard = server.say(clear.concat().as_bytes()).await;

    assert_eq!((heard.matches("HTTP/1.1 200 OK").count(), answers(&heard), server.counted()), (6, 6, 4), "{heard}");
}
