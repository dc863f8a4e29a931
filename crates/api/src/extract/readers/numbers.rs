//! Whole numbers and truths; a body writes them as JSON, a query as text.

use serde_json::{Number, Value, json};
use wufi_domain::fault::Reason;
use wufi_domain::money::Major;
use wufi_domain::quantity::Quantity;

use super::super::faults::{Faults, Place};
use super::super::node::Node;
use super::Reader;

/// Takes a whole number; see [`whole`].
#[derive(Clone, Copy, Debug)]
pub struct Whole {
    min: i64,
    max: i64,
}

/// Reads a whole number from `min` to `max`; `1.0` is one, `1.5` is not.
#[must_use]
pub const fn whole(min: i64, max: i64) -> Whole {
    Whole { min, max }
}

impl Reader for Whole {
    type Out = i64;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<i64> {
        let read = match node {
            Node::Number(number) => whole_of(number).ok_or(Reason::ExpectedWhole),
            Node::Loose(text) => written_whole(text).ok_or(Reason::ExpectedWhole),
            Node::Null | Node::Bool(_) | Node::Text(_) | Node::List(_) | Node::Object(_) => Err(Reason::ExpectedNumber),
        };
        match read {
            Err(reason) => faults.refuse(at, reason),
            Ok(value) if value < self.min => faults.refuse_by(at, Reason::TooSmall, ("min", self.min)),
            Ok(value) if value > self.max => faults.refuse_by(at, Reason::TooLarge, ("max", self.max)),
            Ok(value) => Some(value),
        }
    }

    fn schema(&self) -> Value {
        json!({ "type": "integer", "minimum": self.min, "maximum": self.max })
    }
}

/// The whole number that a JSON number is, also when it is written `1.0` or `1e2`.
fn whole_of(number: &Number) -> Option<i64> {
    let fraction = || number.as_f64().filter(|value| value.fract() == 0.0).and_then(|value| format!("{value:.0}").parse().ok());
    number.as_i64().or_else(fraction)
}

/// A whole number as it is written: digits with at most a minus before them.
fn written_whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let fits = (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

/// Takes a quantity; see [`quantity`].
#[derive(Clone, Copy, Debug)]
pub struct Pieces;

/// Reads how many pieces: 1 to 999.
#[must_use]
pub const fn quantity() -> Pieces {
    Pieces
}

impl Reader for Pieces {
    type Out = Quantity;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Quantity> {
        whole(1, Quantity::MAX).read(node, at, faults).and_then(Quantity::new)
    }

    fn schema(&self) -> Value {
        whole(1, Quantity::MAX).schema()
    }
}

/// Takes an amount of money; see [`money`].
#[derive(Clone, Copy, Debug)]
pub struct Money;

/// The most that is read: beyond it money is not counted in any currency.
const MOST_MONEY: i64 = 999_999_999_999;

/// Reads an amount in major units that is more than nothing: as many decimals as it is written with, and never rounded.
#[must_use]
pub const fn money() -> Money {
    Money
}

impl Reader for Money {
    type Out = Major;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Major> {
        let text = match node {
            Node::Number(number) if number.as_f64().is_some_and(|value| value > 0.0) => number.to_string(),
            Node::Number(_) => return faults.refuse(at, Reason::NotPositive),
            Node::Null | Node::Bool(_) | Node::Text(_) | Node::Loose(_) | Node::List(_) | Node::Object(_) => {
                return faults.refuse(at, Reason::ExpectedNumber);
            }
        };
        let is_fine = text.split_once('.').is_some_and(|(_, decimals)| decimals.len() > usize::from(Major::DECIMALS));
        match Major::parse(&text) {
            Some(major) => Some(major),
            None if is_fine || text.contains("e-") => {
                faults.refuse_by(at, Reason::TooManyDecimals, ("max", i64::from(Major::DECIMALS)))
            }
            None => faults.refuse_by(at, Reason::TooLarge, ("max", MOST_MONEY)),
        }
    }

    fn schema(&self) -> Value {
        json!({ "type": "number", "exclusiveMinimum": 0, "maximum": MOST_MONEY })
    }
}

/// Takes a truth; see [`boolean`].
#[derive(Clone, Copy, Debug)]
pub struct Truth;

/// Reads `true` or `false`.
#[must_use]
pub const fn boolean() -> Truth {
    Truth
}

impl Reader for Truth {
    type Out = bool;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<bool> {
        match node {
            Node::Bool(value) => Some(*value),
            Node::Loose(text) if text == "true" => Some(true),
            Node::Loose(text) if text == "false" => Some(false),
            Node::Null | Node::Number(_) | Node::Text(_) | Node::Loose(_) | Node::List(_) | Node::Object(_) => {
                faults.refuse(at, Reason::ExpectedBoolean)
            }
        }
    }

    fn schema(&self) -> Value {
        json!({ "type": "boolean" })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{body, query};
    use super::*;

    #[test]
    fn a_number_is_a_number_and_whole_is_whole() {
        assert_eq!(body(&quantity(), "2"), Ok(Quantity::new(2).unwrap()));
        assert_eq!(body(&whole(0, 999), "1.0"), Ok(1));
        assert_eq!(body(&whole(0, 999), "1e2"), Ok(100));
        assert_eq!(body(&whole(0, 999), "-0"), Ok(0));
        for (value, reason) in [
            ("1.5", Reason::ExpectedWhole),
            ("\"2\"", Reason::ExpectedNumber),
            ("true", Reason::ExpectedNumber),
            ("[1]", Reason::ExpectedNumber),
            ("0", Reason::TooSmall),
            ("-1", Reason::TooSmall),
            ("1000", Reason::TooLarge),
            ("9007199254740992", Reason::TooLarge),
        ] {
            assert_eq!(body(&quantity(), value), Err(reason), "{value}");
        }
    }

    #[test]
    fn money_is_more_than_nothing_and_is_never_rounded() {
        for (value, same) in
            [("12", "12"), ("12.0", "12"), ("0.01", "0.01"), ("10.35", "10.350"), ("999999999999", "999999999999")]
        {
            assert_eq!(body(&money(), value), Ok(Major::parse(same).unwrap()), "{value}");
        }
        for (value, reason) in [
            ("0", Reason::NotPositive),
            ("-0", Reason::NotPositive),
            ("-0.01", Reason::NotPositive),
            ("0.0001", Reason::TooManyDecimals),
            ("0.0000001", Reason::TooManyDecimals),
            ("1000000000000", Reason::TooLarge),
            ("1e15", Reason::TooLarge),
            ("\"1\"", Reason::ExpectedNumber),
            ("true", Reason::ExpectedNumber),
        ] {
            assert_eq!(body(&money(), value), Err(reason), "{value}");
        }
    }

    #[test]
    fn a_query_writes_numbers_and_truths_as_text() {
        assert_eq!(query(&whole(0, 100), "12"), Ok(12));
        assert_eq!(query(&boolean(), "true"), Ok(true));
        for wrong in ["", "1.0", "1e2", "+1", " 1", "0x1", "٣", "--1", "1000000000000000000000"] {
            assert_eq!(query(&whole(0, 100), wrong), Err(Reason::ExpectedWhole), "{wrong}");
        }
        assert_eq!(query(&whole(0, 100), "-1"), Err(Reason::TooSmall));
        assert_eq!(query(&boolean(), "1"), Err(Reason::ExpectedBoolean));
        assert_eq!(body(&boolean(), "\"true\""), Err(Reason::ExpectedBoolean));
    }
}
