//! Texts: free ones, words and choices.

use serde_json::{Value, json};
use wufi_domain::fault::Reason;
use wufi_domain::text::{self, Kind, TextFault};

use super::super::faults::{Faults, Place};
use super::super::node::Node;
use super::Reader;

/// A limit as it is told.
pub(super) fn told(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// Takes free text of up to `max` characters; see [`text()`].
#[derive(Clone, Copy, Debug)]
pub struct Text {
    kind: Kind,
    max: usize,
}

/// Reads free text of up to `max` characters into its one form: NFC, trimmed.
#[must_use]
pub const fn text(kind: Kind, max: usize) -> Text {
    Text { kind, max }
}

impl Reader for Text {
    type Out = String;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<String> {
        let Some(text) = node.text() else { return faults.refuse(at, Reason::ExpectedString) };
        match text::clean(text, self.kind, self.max) {
            Ok(text) => Some(text),
            Err(TextFault::Empty) => faults.refuse(at, Reason::Empty),
            Err(TextFault::TooLong { max }) => faults.refuse_by(at, Reason::TooLong, ("max", told(max))),
            Err(TextFault::Character) => faults.refuse(at, Reason::BadCharacter),
            Err(TextFault::Markup) => faults.refuse(at, Reason::Markup),
        }
    }

    fn schema(&self) -> Value {
        json!({ "type": "string", "maxLength": self.max })
    }

    fn takes_empty_for_none(&self) -> bool {
        true
    }
}

/// Takes the address of a page; see [`link`].
#[derive(Clone, Copy, Debug)]
pub struct Link(Text);

/// Reads the address of a page, of up to `max` characters. Whoever shows it makes a link of it: only `http` and `https`, so
/// that none runs anything.
#[must_use]
pub const fn link(max: usize) -> Link {
    Link(text(Kind::Name, max))
}

impl Reader for Link {
    type Out = String;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<String> {
        let text = self.0.read(node, at, faults)?;
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let is_link =
            rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(|letter: char| letter.is_whitespace() || letter == '"'));
        if is_link { Some(text) } else { faults.refuse(at, Reason::NotALink) }
    }

    fn schema(&self) -> Value {
        json!({ "type": "string", "format": "uri", "pattern": "^https?://", "maxLength": self.0.max })
    }

    fn takes_empty_for_none(&self) -> bool {
        true
    }
}

/// Takes a word; see [`word`].
#[derive(Clone, Copy, Debug)]
pub struct Word {
    max: usize,
}

/// Reads an identifier of up to `max` of `A-Z a-z 0-9 . : _ -`.
#[must_use]
pub const fn word(max: usize) -> Word {
    Word { max }
}

impl Reader for Word {
    type Out = String;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<String> {
        let Some(word) = node.text() else { return faults.refuse(at, Reason::ExpectedString) };
        if word.is_empty() {
            return faults.refuse(at, Reason::Empty);
        }
        if word.len() > self.max {
            return faults.refuse_by(at, Reason::TooLong, ("max", told(self.max)));
        }
        if !word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".:_-".contains(&byte)) {
            return faults.refuse(at, Reason::BadCharacter);
        }
        Some(word.to_owned())
    }

    fn schema(&self) -> Value {
        json!({ "type": "string", "pattern": "^[A-Za-z0-9.:_-]+$", "maxLength": self.max })
    }
}

/// Takes one of a few words; see [`one_of`].
#[derive(Clone, Copy, Debug)]
pub struct OneOf(&'static [&'static str]);

/// Reads one of `words`, exactly as it is written.
#[must_use]
pub const fn one_of(words: &'static [&'static str]) -> OneOf {
    OneOf(words)
}

impl Reader for OneOf {
    type Out = &'static str;

    fn read(&self, node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<&'static str> {
        let Some(text) = node.text() else { return faults.refuse(at, Reason::ExpectedString) };
        let known = self.0.iter().copied().find(|word| *word == text);
        known.or_else(|| faults.refuse(at, Reason::NotAnId))
    }

    fn schema(&self) -> Value {
        json!({ "type": "string", "enum": self.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{body, query};
    use super::*;

    #[test]
    fn free_text_comes_out_in_one_form() {
        let name = text(Kind::Name, 100);

        assert_eq!(body(&name, r#"" Ju\u0308ri ""#), Ok("Jüri".to_owned()));
        assert_eq!(query(&name, "Jüri"), Ok("Jüri".to_owned()));
    }

    #[test]
    fn what_no_field_should_hold_is_refused_and_not_stripped() {
        let name = text(Kind::Name, 5);
        for (value, reason) in [
            (r#""""#, Reason::Empty),
            (r#""a\u0000b""#, Reason::BadCharacter),
            (r#""a\u202eb""#, Reason::BadCharacter),
            (r#""<b>""#, Reason::Markup),
            (r#""123456""#, Reason::TooLong),
            ("1", Reason::ExpectedString),
            ("true", Reason::ExpectedString),
            (r#"["a"]"#, Reason::ExpectedString),
            (r#"{"toString":"a"}"#, Reason::ExpectedString),
        ] {
            assert_eq!(body(&name, value), Err(reason), "{value}");
        }
    }

    #[test]
    fn words_and_choices_are_exact() {
        assert_eq!(body(&word(64), r#""pp_stripe-ideal_stripe""#), Ok("pp_stripe-ideal_stripe".to_owned()));
        for wrong in [r#""a b""#, r#""a/../b""#, r#""õ""#, r#""a\n""#] {
            assert_eq!(body(&word(64), wrong), Err(Reason::BadCharacter), "{wrong}");
        }
        assert_eq!(body(&one_of(&["flat", "calculated"]), r#""flat""#), Ok("flat"));
        assert_eq!(body(&one_of(&["flat", "calculated"]), r#""Flat""#), Err(Reason::NotAnId));
    }
}
