//! JSON within bounds: what serde would let through is refused here.

use std::cell::Cell;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use wufi_domain::fault::{FieldFault, Reason};

use super::faults::{Faults, Place, shown};
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

    let broken = Cell::new(None);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let root = Bounded { at: &Place::ROOT, depth: 1, broken: &broken }.deserialize(&mut reader);
    let read = root.and_then(|node| reader.end().map(|()| node));
    match read {
        Ok(node) if !has_inexact_number(bytes) => Ok(node),
        Ok(_) => Err(Problem::new(Reason::InexactNumber)),
        Err(_) => Err(problem(broken.take(), bytes)),
    }
}

/// What stopped the reading, and where.
#[derive(Debug)]
struct Stop {
    reason: Reason,
    max: usize,
    path: String,
}

/// A bound that was broken is told with its place; of what is not JSON nothing is said but that.
fn problem(stop: Option<Stop>, bytes: &[u8]) -> Problem {
    // serde stops at a number beyond every double without a word about it.
    let is_number = |reason| reason == Reason::InvalidJson && has_inexact_number(bytes);
    match stop {
        Some(Stop { reason, path, .. }) if is_number(reason) => placed(Reason::InexactNumber, &path, 0),
        Some(Stop { reason: Reason::InvalidJson, .. }) | None => Problem::new(Reason::InvalidJson),
        Some(Stop { reason, max, path }) => placed(reason, &path, max),
    }
}

fn placed(reason: Reason, path: &str, max: usize) -> Problem {
    let max = i64::try_from(max).unwrap_or(i64::MAX);
    let mut faults = Faults::default();
    if !path.is_empty() {
        faults.add::<()>(FieldFault::new(path, reason).with("max", max));
    }
    Problem { errors: faults.into_vec(), ..Problem::new(reason).with("max", max) }
}

/// Builds a [`Node`], counting.
#[derive(Clone, Copy)]
struct Bounded<'a> {
    at: &'a Place<'a>,
    depth: usize,
    broken: &'a Cell<Option<Stop>>,
}

impl<'a> Bounded<'a> {
    fn refuse<T, E: Error>(self, reason: Reason, max: usize) -> Result<T, E> {
        self.broken.set(Some(Stop { reason, max, path: self.at.to_string() }));
        Err(E::custom("out of bounds"))
    }

    /// The same bounds at a place further in.
    const fn at<'b>(self, at: &'b Place<'b>) -> Bounded<'b>
    where
        'a: 'b,
    {
        Bounded { at, depth: self.depth, broken: self.broken }
    }

    /// Remembers where the parser itself stopped, when nothing of ours did.
    fn noted<T, E>(self, read: Result<T, E>) -> Result<T, E> {
        if read.is_err() {
            let stop = self.broken.take();
            let here = || Stop { reason: Reason::InvalidJson, max: 0, path: self.at.to_string() };
            self.broken.set(Some(stop.unwrap_or_else(here)));
        }
        read
    }

    /// Takes a whole number that a double holds exactly.
    fn whole<E: Error>(self, number: Number, is_exact: bool) -> Result<Node, E> {
        if is_exact { Ok(Node::Number(number)) } else { self.refuse(Reason::InexactNumber, 0) }
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

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        self.whole(value.into(), (-MAX_WHOLE..=MAX_WHOLE).contains(&value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        self.whole(value.into(), value <= MAX_WHOLE.unsigned_abs())
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
        loop {
            let place = self.at.item(list.len());
            let Some(item) = inner.at(&place).noted(items.next_element_seed(inner.at(&place)))? else { break };
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
            let place = self.at.field(shown(&key));
            if members.iter().any(|(known, _)| *known == key) {
                return self.at(&place).refuse(Reason::DuplicateKey, 1);
            }
            if members.len() == MAX_KEYS {
                return self.refuse(Reason::TooManyKeys, MAX_KEYS);
            }
            let value = inner.at(&place).noted(entries.next_value_seed(inner.at(&place)))?;
            members.push((key, value));
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
    fn what_breaks_a_bound_is_told_with_its_place() {
        let paths = |body: &str| -> Vec<String> {
            parse(body.as_bytes()).unwrap_err().errors.into_iter().map(|fault| fault.path).collect()
        };

        assert_eq!(paths(r#"{"quantity":9223372036854775808}"#), ["quantity"]);
        assert_eq!(paths(r#"{"items":[{"quantity":1},{"quantity":1e309}]}"#), ["items[1].quantity"]);
        assert_eq!(paths(r#"{"metadata":{"a":1,"a":2}}"#), ["metadata.a"]);
        assert_eq!(paths(r#"{"a":"#), [""; 0]);
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
