//! Requests that are sent again under a key of the caller's: what the second one hears
//! (contract §7, draft-ietf-httpapi-idempotency-key-header).

use std::borrow::Cow;
use std::fmt;

use crate::fault::{Fault, Param, Reason};
use crate::moment::Moment;

/// Seconds for which an answer is kept, and for which a key stands for its request.
pub const KEPT_SECS: i64 = 86_400;
/// Seconds for which a request under a key may work alone: longer than any request takes.
///
/// Nothing hangs on it but when a retry may go on after a crash: a request that works longer cannot do anything
/// any more once another has taken its place.
pub const LEASE_SECS: i64 = 75;

/// The header in which a key comes.
pub const HEADER: &str = "Idempotency-Key";

/// What a caller calls a request by, so that sending it again is not asking for it again.
#[derive(Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// The most characters of a key.
    pub const MAX: usize = 255;

    /// Reads the value of the header: visible ASCII as it stands, or within quotes as a string of structured fields
    /// (RFC 9651 §3.3.3), which is the same key.
    pub fn parse(value: &[u8]) -> Result<Self, KeyFault> {
        let key = match value {
            [b'"', rest @ ..] => unquoted(rest).ok_or(KeyFault::BadCharacter)?,
            bare => bare.to_vec(),
        };
        if key.is_empty() {
            return Err(KeyFault::Empty);
        }
        if key.len() > Self::MAX {
            return Err(KeyFault::TooLong);
        }
        let text = String::from_utf8(key).map_err(|_| KeyFault::BadCharacter)?;
        if text.bytes().all(|byte| byte.is_ascii_graphic()) { Ok(Self(text)) } else { Err(KeyFault::BadCharacter) }
    }

    /// The key, to make a digest of; it is neither kept nor logged.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdempotencyKey(…)")
    }
}

/// What stands between the opening quote and the closing one, which has to be the last character.
fn unquoted(rest: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = rest.iter().copied();
    let mut key = Vec::with_capacity(rest.len());
    loop {
        match bytes.next()? {
            b'"' => return bytes.next().is_none().then_some(key),
            b'\\' => key.push(bytes.next().filter(|byte| b"\"\\".contains(byte))?),
            byte => key.push(byte),
        }
    }
}

/// Why a key is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// Two headers: which of them is meant?
    #[error("more than one key")]
    Repeated,
    /// Nothing in it.
    #[error("an empty key")]
    Empty,
    /// More characters than are taken.
    #[error("a key of more than 255 characters")]
    TooLong,
    /// Something else than visible ASCII, or quotes that do not close.
    #[error("a key with other characters than visible ASCII")]
    BadCharacter,
    /// Nobody's, for a path that names nothing: two strangers with the key "1" would hear each other's answers.
    #[error("a key of nobody's where the path names nothing")]
    Unowned,
}

impl Fault for KeyFault {
    fn reason(&self) -> Reason {
        match self {
            Self::Repeated => Reason::IdempotencyKeyRepeated,
            Self::Empty => Reason::Empty,
            Self::TooLong => Reason::TooLong,
            Self::BadCharacter => Reason::BadCharacter,
            Self::Unowned => Reason::IdempotencyKeyUnowned,
        }
    }

    fn path(&self) -> Option<Cow<'static, str>> {
        Some(HEADER.into())
    }

    fn params(&self) -> Vec<Param> {
        match self {
            Self::TooLong => vec![Param { name: "max", value: i64::try_from(IdempotencyKey::MAX).unwrap_or(i64::MAX) }],
            Self::Repeated | Self::Empty | Self::BadCharacter | Self::Unowned => Vec::new(),
        }
    }
}

/// What a retry does when the first request had its effect and its answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// It is done again: the route finds what was done, and answers with it.
    Resumes,
    /// It is told that it was done: doing it again would do it twice.
    Tells,
}

/// What is known of a request that came under the same key before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Whether it asked for the same.
    pub is_same: bool,
    /// Whether its answer is kept.
    pub is_answered: bool,
    /// Whether something that it did was kept.
    pub has_effect: bool,
    /// Until when it works alone.
    pub leased_until: Moment,
    /// Until when the key stands for it.
    pub expires_at: Moment,
}

/// What becomes of a request whose key was used before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It takes the other's place: that one is forgotten, or did nothing, or what it did is found by doing it again.
    TakesOver,
    /// It hears the answer that is kept.
    Hears,
    /// It asks for something else: refused.
    AsksElse,
    /// The other still works: to be asked again.
    Waits,
    /// The other did what it was asked for, and nobody knows its answer any more.
    IsLost,
}

impl Earlier {
    /// What a request hears that came at `now` under the same key.
    #[must_use]
    pub fn turn(&self, now: Moment, loss: Loss) -> Turn {
        if self.expires_at <= now {
            return Turn::TakesOver;
        }
        match self {
            Self { is_same: false, .. } => Turn::AsksElse,
            Self { is_answered: true, .. } => Turn::Hears,
            Self { leased_until, .. } if *leased_until > now => Turn::Waits,
            Self { has_effect: true, .. } if loss == Loss::Tells => Turn::IsLost,
            Self { .. } => Turn::TakesOver,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(value: &str) -> Result<String, KeyFault> {
        IdempotencyKey::parse(value.as_bytes()).map(|key| key.expose().to_owned())
    }

    #[test]
    fn a_key_is_visible_ascii_with_quotes_or_without() {
        let uuid = "8e03978e-40d5-43e8-bc93-6894a57f9324";
        assert_eq!(key(uuid), Ok(uuid.to_owned()));
        assert_eq!(key(&format!("\"{uuid}\"")), Ok(uuid.to_owned()));
        assert_eq!(key(r#""a\"b\\c""#), Ok(r#"a"b\c"#.to_owned()));
        assert_eq!(key(r#"a"b"#), Ok(r#"a"b"#.to_owned()));
        assert_eq!(key(&"k".repeat(255)), Ok("k".repeat(255)));
        assert_eq!(key(&format!("\"{}\"", "k".repeat(255))), Ok("k".repeat(255)));
    }

    #[test]
    fn what_is_no_key_says_why() {
        for (value, fault) in [("", KeyFault::Empty), ("\"\"", KeyFault::Empty), (&*"k".repeat(256), KeyFault::TooLong)] {
            assert_eq!(key(value), Err(fault), "{value:?}");
        }
        for value in
            ["a b", "\"a b\"", "õ", "a\tb", "a\u{7f}", "\"a", "\"a\"b", "\"a\";p=1", "\"a\", \"b\"", r#""a\b""#, "\"", "\"a\\"]
        {
            assert_eq!(key(value), Err(KeyFault::BadCharacter), "{value:?}");
        }
        assert_eq!(IdempotencyKey::parse(b"a\xff"), Err(KeyFault::BadCharacter));
    }

    #[test]
    fn a_key_shows_nothing_when_printed() {
        assert_eq!(format!("{:?}", IdempotencyKey::parse(b"secret").unwrap()), "IdempotencyKey(…)");
    }

    const NOW: Moment = Moment::from_secs(1_000);

    fn earlier() -> Earlier {
        Earlier {
            is_same: true,
            is_answered: false,
            has_effect: false,
            leased_until: NOW.after_secs(1),
            expires_at: NOW.after_secs(60),
        }
    }

    #[test]
    fn a_retry_waits_for_the_first_and_then_hears_its_answer() {
        assert_eq!(earlier().turn(NOW, Loss::Tells), Turn::Waits);
        assert_eq!(Earlier { is_answered: true, ..earlier() }.turn(NOW, Loss::Tells), Turn::Hears);
        let late = Earlier { is_answered: true, leased_until: NOW, ..earlier() };
        assert_eq!(late.turn(NOW, Loss::Tells), Turn::Hears);
    }

    #[test]
    fn whoever_asks_for_something_else_is_told_so_also_while_the_first_works() {
        for is_answered in [false, true] {
            let other = Earlier { is_same: false, is_answered, ..earlier() };
            assert_eq!(other.turn(NOW, Loss::Resumes), Turn::AsksElse);
        }
    }

    #[test]
    fn after_the_lease_only_what_was_not_done_or_is_found_again_is_done_again() {
        let crashed = Earlier { leased_until: NOW, ..earlier() };
        let done = Earlier { has_effect: true, ..crashed };

        assert_eq!((crashed.turn(NOW, Loss::Tells), crashed.turn(NOW, Loss::Resumes)), (Turn::TakesOver, Turn::TakesOver));
        assert_eq!((done.turn(NOW, Loss::Tells), done.turn(NOW, Loss::Resumes)), (Turn::IsLost, Turn::TakesOver));
    }

    #[test]
    fn after_its_day_a_key_is_a_new_one() {
        let old = Earlier { is_same: false, is_answered: true, has_effect: true, expires_at: NOW, ..earlier() };
        assert_eq!(old.turn(NOW, Loss::Tells), Turn::TakesOver);
    }
}
