//! Requests one after the other, clear and unclear, in pieces of any size.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;

/// Requests that every reader reads alike.
const CLEAR: [&str; 12] = [
    "GET / HTTP/1.1\r\nHost: wufi.ee\r\n\r\n",
    "\r\nGET / HTTP/1.1\r\nHost: wufi.ee\r\n\r\n",
    "GET / HTTP/1.1\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: wufi.ee\r\nContent-Length: 0\r\n\r\n",
    "POST / HTTP/1.1\r\ncontent-length:5\r\n\r\nab\r\nc",
    "POST / HTTP/1.1\r\nContent-Length: \t 25 \r\n\r\nGET / HTTP/1.1\nX: y\r\n\n\r\n\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\ntransfer-encoding: Chunked\r\n\r\n3\r\na\nb\r\n00A;name=value\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n",
    "GET / HTTP/1.1\r\nX-Empty:\r\nCookie: a=b; c=d\r\nX-Content-Length: 7\r\nX: transfer-encoding: chunked\r\n\r\n",
    "GET / HTTP/1.1\r\nX-Name-That-Is-Longer-Than-Anybody-Would-Ever-Make-It-In-Earnest-And-Then-Some: x\r\n\r\n",
    "GET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa HTTP/1.1\r\n\r\n",
    "POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}",
];

/// Heads of which two readers could make two requests.
const UNCLEAR: [&str; 27] = [
    "GET / HTTP/1.1\nHost: wufi.ee\r\n\r\n",
    "\nGET / HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: wufi.ee\n\r\n",
    "GET / HTTP/1.1\r\nHost: wufi.ee\r\n\n",
    "GET / HTTP/1.1\r\nHost: wufi.ee\r\nX: a\rContent-Length: 5\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: wufi.ee\r\r\n\r\n",
    "GET / HTTP/1.1\r\nX: y\r\n folded\r\n\r\n",
    "GET / HTTP/1.1\r\n X: y\r\n\r\n",
    "GET / HTTP/1.1\r\nno colon\r\n\r\n",
    "GET / HTTP/1.1\r\n: no name\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length : 5\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding : chunked\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 5, 5\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length: +5\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 0x5\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length:\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length:                                                                 5\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: identity\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
];

/// Bodies of which it is unclear where they end, behind a clear head.
const UNCLEAR_CHUNKS: [&str; 8] = [
    "3\nabc\r\n0\r\n\r\n",
    "3\r\nabc0\r\n\r\n",
    "3\r\nabc\n0\r\n\r\n",
    "3 \r\nabc\r\n0\r\n\r\n",
    "x\r\n\r\n",
    "\r\n",
    "10000000000000000\r\n",
    "0\r\nTrailer: x\n\r\n",
];

/// Reads `text` in pieces that end at `cuts`.
fn read(text: &str, cuts: &[Index]) -> Option<usize> {
    let mut framing = Framing::new();
    let mut ends: Vec<usize> = cuts.iter().map(|cut| cut.index(text.len() + 1)).chain([text.len()]).collect();
    ends.sort_unstable();
    let mut from = 0;
    ends.into_iter()
        .filter_map(|end| {
            let piece = &text.as_bytes()[from..end];
            from = end;
            framing.read(piece)
        })
        .last()
}

fn cuts() -> impl Strategy<Value = Vec<Index>> {
    proptest::collection::vec(any::<Index>(), 0..12)
}

fn clear() -> impl Strategy<Value = Vec<&'static str>> {
    proptest::collection::vec(select(&CLEAR), 0..6)
}

#[test]
fn each_request_is_what_it_is_taken_for() {
    for text in CLEAR {
        assert_eq!(read(text, &[]), None, "{text:?}");
    }
    for text in UNCLEAR {
        assert_eq!(read(text, &[]), Some(0), "{text:?}");
    }
    for chunks in UNCLEAR_CHUNKS {
        assert_eq!(
            read(&format!("{}{chunks}", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"), &[]),
            Some(1),
            "{chunks:?}"
        );
    }
}

#[test]
fn half_a_request_is_not_unclear_yet() {
    for text in CLEAR {
        for end in 0..text.len() {
            assert_eq!(read(&text[..end], &[]), None, "{:?}", &text[..end]);
        }
    }
}

proptest! {
    #[test]
    fn clear_requests_are_clear_however_they_come(texts in clear(), cuts in cuts()) {
        prop_assert_eq!(read(&texts.concat(), &cuts), None);
    }

    #[test]
    fn the_first_unclear_request_is_found_and_none_before_it(
        before in clear(), unclear in select(&UNCLEAR), after in clear(), cuts in cuts(),
    ) {
        let text = [before.concat(), unclear.to_owned(), after.concat()].concat();
        prop_assert_eq!(read(&text, &cuts), Some(before.len()));
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        Framing::new().read(&bytes);
    }
}
