//! JSON within bounds: what serde would let through is refused here.

use std::cell::Cell;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use wufi_domain::fault::Reason;

use super::node::Node;
use crate::problem::Problem;

/// How deep objects and arrays may stand in each other.
pub const MAX_DEPTH: usize = 16;
/// How many keys an object may have.
pub const MAX_KEYS: usize = 200;
/// How many elements an array may have.
pub const MAX_ITEMS: usize = 100;
/// The largest whole number that every JSON reader takes exactly (2^53).
pub const MAX_WHOLE: i64 = 1 << 53;
/// How many significant digits always come out of a double as they went in.
const EXACT_DIGITS: usize = 15;

/// Reads a body; an empty one is `{}`.
///
/// Refused: repeated keys, anything beyond the bounds above, numbers that would
/// not come out as they went in, trailing data, a byte order mark.
pub fn parse(bytes: &[u8]) -> Result<Node, Problem> {
    if bytes.is_empty() {
        return Ok(Node::Object(Vec::new()));
    }
    if has_inexact_number(bytes) {
        return Err(Problem::new(Reason::InexactNumber));
    }

    let broken = Cell::new(None);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let root = Bounded { depth: 1, broken: &broken }.deserialize(&mut reader);
    root.and_then(|node| reader.end().map(|()| node)).map_err(|_| match broken.take() {
        Some((reason, max)) => Problem::new(reason).with("max", i64::try_from(max).unwrap_or(i64::MAX)),
        None => Problem::new(Reason::InvalidJson),
    })
}

/// Builds a [`Node`], counting.
#[derive(Clone, Copy)]
struct Bounded<'a> {
    depth: usize,
    broken: &'a Cell<Option<(Reason, usize)>>,
}

impl Bounded<'_> {
    fn refuse<T, E: Error>(self, reason: Reason, max: usize) -> Result<T, E> {
        self.broken.set(Some((reason, max)));
        Err(E::custom("out of bounds"))
    }

    /// One level further in; refused before it is read, so that no nesting can exhaust the stack.
    fn deeper<E: Error>(self) -> Result<Self, E> {
        if self.depth > MAX_DEPTH {
            return self.refuse(Reason::TooDeep, MAX_DEPTH);
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Number::from_f64(value).map_or_else(|| self.refuse(Reason::InexactNumber, 0), |number| Ok(Node::Number(number)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            if list.len() == MAX_ITEMS {
                return self.refuse(Reason::TooManyItems, MAX_ITEMS);
            }
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let inner = self.deeper()?;
        let mut members: Vec<(String, Node)> = Vec::new();
        while let Some(key) = entries.next_key::<String>()? {
            if members.iter().any(|(known, _)| *known == key) {
                return self.refuse(Reason::DuplicateKey, 1);
            }
            if members.len() == MAX_KEYS {
                return self.refuse(Reason::TooManyKeys, MAX_KEYS);
            }
            members.push((key, entries.next_value_seed(inner)?));
        }
        Ok(Node::Object(members))
    }
}

/// Whether a number outside of texts would not come out as it went in.
///
/// serde only sees the double that a number became, so the digits are looked at
/// here. Whether the bytes are JSON at all is the parser's business.
fn has_inexact_number(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        rest = match byte {
            b'"' => after_text(after),
            b'-' | b'0'..=b'9' => {
                let end = rest.iter().position(|byte| !b"+-.eE0123456789".contains(byte)).unwrap_or(rest.len());
                let (digits, after) = rest.split_at(end);
                if str::from_utf8(digits).is_ok_and(is_inexact) {
                    return true;
                }
                after
            }
            _ => after,
        };
    }
    false
}

/// What follows the text whose opening quote was just read.
fn after_text(mut rest: &[u8]) -> &[u8] {
    loop {
        rest = match rest {
            [] | [b'\\'] => return &[],
            [b'"', after @ ..] => return after,
            [b'\\', _, after @ ..] | [_, after @ ..] => after,
        };
    }
}

fn is_inexact(number: &str) -> bool {
    let Ok(value) = number.parse::<f64>() else { return false };
    if let Ok(whole) = number.parse::<i64>() {
        return !(-MAX_WHOLE..=MAX_WHOLE).contains(&whole);
    }

    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let significant = digits.trim_start_matches('0').trim_end_matches('0').len();
    let vanished = value == 0.0 && significant > 0;
    // 2^53 again, as a double: beyond it a double skips whole numbers.
    !value.is_finite() || value.abs() > 9_007_199_254_740_992.0 || significant > EXACT_DIGITS || vanished
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refusal(body: &[u8]) -> Reason {
        parse(body).map(|node| panic!("taken: {node:?}")).unwrap_err().reason
    }

    #[test]
    fn an_empty_body_is_an_empty_object() {
        assert_eq!(parse(b"").unwrap(), Node::Object(Vec::new()));
        assert_eq!(parse(b"{}").unwrap(), Node::Object(Vec::new()));
    }

    #[test]
    fn what_is_not_json_is_refused() {
        let wrong: [&[u8]; 13] = [
            b" ",
            b"{\"region_id\": ",
            b"{} {}",
            b"{}x",
            b"\xef\xbb\xbf{}",
            b"{'a':1}",
            b"{\"a\":1,}",
            b"NaN",
            b"{\"a\":\"\\ud800\"}",
            b"{\"a\":\"\xff\"}",
            b"{\"a\":\"\x01\"}",
            b"\"unfinished\\",
            b"{\"a\":01}",
        ];
        for body in wrong {
            assert_eq!(refusal(body), Reason::InvalidJson, "{}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn a_key_that_stands_twice_is_refused_at_any_depth() {
        for body in [r#"{"a":1,"a":1}"#, r#"{"metadata":{"a":1,"b":[{"x":1,"x":2}]}}"#, r#"{"a":1,"\u0061":2}"#] {
            assert_eq!(refusal(body.as_bytes()), Reason::DuplicateKey, "{body}");
        }
    }

    #[test]
    fn five_thousand_levels_are_refused_without_exhausting_the_stack() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let nested = |depth: usize| format!("{}{}{}", open.repeat(depth), "1", close.repeat(depth));

            assert_eq!(refusal(nested(5_000).as_bytes()), Reason::TooDeep);
            assert_eq!(refusal(open.repeat(5_000).as_bytes()), Reason::TooDeep);
            assert_eq!(refusal(nested(MAX_DEPTH + 1).as_bytes()), Reason::TooDeep);
            assert!(parse(nested(MAX_DEPTH).as_bytes()).is_ok());
        }
    }

    #[test]
    fn keys_and_items_are_counted() {
        let keys = |count: usize| format!("{{{}}}", (0..count).map(|at| format!("\"k{at}\":1")).collect::<Vec<_>>().join(","));
        let items = |count: usize| format!("[{}]", vec!["1"; count].join(","));

        assert!(parse(keys(MAX_KEYS).as_bytes()).is_ok());
        assert_eq!(refusal(keys(MAX_KEYS + 1).as_bytes()), Reason::TooManyKeys);
        assert!(parse(items(MAX_ITEMS).as_bytes()).is_ok());
        assert_eq!(refusal(items(MAX_ITEMS + 1).as_bytes()), Reason::TooManyItems);
    }

    #[test]
    fn numbers_that_would_change_on_the_way_are_refused() {
        for number in [
            "1e309",
            "-1e400",
            "1e-400",
            "123456789012345678901234567890",
            "9007199254740993",
            "-9007199254740993",
            "0.12345678901234567890",
            "1e16",
        ] {
            assert_eq!(refusal(format!("{{\"a\":{number}}}").as_bytes()), Reason::InexactNumber, "{number}");
        }
        for number in ["9007199254740992", "-0", "0.1", "19.99", "1.0", "1e3", "100.0000000000000000000"] {
            assert!(parse(format!("[{number}]").as_bytes()).is_ok(), "{number}");
        }
        assert!(parse(br#"{"a":"123456789012345678901234567890 \" 1e999"}"#).is_ok());
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&bytes);
        }

        #[test]
        fn whatever_is_taken_is_json_for_serde_too(text in r#"[\[\]{}":,0-9a-e.\\ -]{0,40}"#) {
            prop_assume!(!text.is_empty());
            if parse(text.as_bytes()).is_ok() {
                prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
            }
        }
    }
}
