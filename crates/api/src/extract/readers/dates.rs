//! Dates, and the operators with which lists are filtered by them.

use serde_json::{Value, json};
use wufi_domain::fault::Reason;
use wufi_domain::moment::Moment;

use super::super::faults::{Faults, Place};
use super::super::fields::{Fields, Shape, describe, read_shape};
use super::super::node::Node;
use super::{Reader, one_or_many};

/// How many dates `$in` and `$nin` may list.
const MOST: usize = 20;

/// Takes a date; see [`date`].
#[derive(Clone, Copy, Debug)]
pub struct Date;

/// Reads a date such as `2026-11-24T02:04:46.426Z` or `2026-11-24`, from 1970 to 9999.
#[must_use]
pub const fn date() -> Date {
    Date
}

impl Reader for Date {
    type Out = Moment;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<Moment> {
        let read = node.text().and_then(parse).filter(|moment| moment.millis() >= 0);
        read.or_else(|| faults.refuse(at, Reason::ExpectedDate))
    }

    fn schema(&self) -> Value {
        json!({ "type": "string", "format": "date-time" })
    }
}

fn parse(text: &str) -> Option<Moment> {
    match text.len() {
        10 => Moment::parse(&format!("{text}T00:00:00Z")),
        11..=40 => Moment::parse(text),
        _ => None,
    }
}

/// Which dates a filter lets through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateFilter {
    eq: Vec<Moment>,
    ne: Vec<Moment>,
    gt: Option<Moment>,
    gte: Option<Moment>,
    lt: Option<Moment>,
    lte: Option<Moment>,
}

impl DateFilter {
    /// Whether a thing of this date is asked for.
    #[must_use]
    pub fn admits(&self, date: Moment) -> bool {
        (self.eq.is_empty() || self.eq.contains(&date))
            && !self.ne.contains(&date)
            && self.gt.is_none_or(|bound| date > bound)
            && self.gte.is_none_or(|bound| date >= bound)
            && self.lt.is_none_or(|bound| date < bound)
            && self.lte.is_none_or(|bound| date <= bound)
    }
}

impl Shape for DateFilter {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let mut eq = fields.or("$in", one_or_many(date(), MOST), Vec::new());
        let mut ne = fields.or("$nin", one_or_many(date(), MOST), Vec::new());
        eq.extend(fields.optional("$eq", date()));
        ne.extend(fields.optional("$ne", date()));
        Some(Self {
            eq,
            ne,
            gt: fields.optional("$gt", date()),
            gte: fields.optional("$gte", date()),
            lt: fields.optional("$lt", date()),
            lte: fields.optional("$lte", date()),
        })
    }
}

/// Takes a date or operators on dates; see [`date_filter`].
#[derive(Clone, Copy, Debug)]
pub struct DateOperators;

/// Reads a date that has to match, or `{$eq, $ne, $in, $nin, $gt, $gte, $lt, $lte}`.
#[must_use]
pub const fn date_filter() -> DateOperators {
    DateOperators
}

impl Reader for DateOperators {
    type Out = DateFilter;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<DateFilter> {
        match node {
            Node::Object(_) => read_shape(node, at, faults),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::Loose(_) | Node::List(_) => {
                let eq = one_or_many(date(), MOST).read(node, at, faults)?;
                Some(DateFilter { eq, ..DateFilter::default() })
            }
        }
    }

    fn schema(&self) -> Value {
        json!({ "oneOf": [date().schema(), describe::<DateFilter>()] })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{body, query};
    use super::*;

    #[test]
    fn dates_are_read_with_and_without_a_time() {
        assert_eq!(query(&date(), "2026-11-24").unwrap().to_string(), "2026-11-24T00:00:00.000Z");
        assert_eq!(query(&date(), "2026-11-24T02:00:00+02:00").unwrap().to_string(), "2026-11-24T00:00:00.000Z");
        for wrong in ["", "yesterday", "0000-01-01", "+275760-09-13", "2026-02-30", "2026-13-01", "1969-12-31", "2026-11-24T"] {
            assert_eq!(query(&date(), wrong), Err(Reason::ExpectedDate), "{wrong}");
        }
        assert_eq!(body(&date(), "1795485886"), Err(Reason::ExpectedDate));
    }

    #[test]
    fn operators_bound_the_dates() {
        let day = |text: &str| parse(text).unwrap();
        let filter = body(&date_filter(), r#"{"$gte":"2026-01-01","$lt":"2026-02-01","$ne":"2026-01-15"}"#).unwrap();

        assert!(filter.admits(day("2026-01-01")) && filter.admits(day("2026-01-31")));
        assert!(!filter.admits(day("2026-02-01")) && !filter.admits(day("2026-01-15")) && !filter.admits(day("2025-12-31")));
        assert!(query(&date_filter(), "2026-01-01").unwrap().admits(day("2026-01-01")));
        assert_eq!(body(&date_filter(), r#"{"$regex":"2026"}"#), Err(Reason::UnknownField));
    }
}
