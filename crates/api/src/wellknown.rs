//! `/.well-known/security.txt` (RFC 9116): whom to tell about a hole.

use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::response::Response;
use wufi_domain::locale::Locale;
use wufi_domain::moment::Moment;

use crate::answer;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;
/// How long a copy is good; the RFC asks for less than a year.
const GOOD_FOR_DAYS: i64 = 180;

/// Whom to tell about a hole, and where this is said.
#[derive(Clone, Debug)]
pub struct SecurityTxt {
    contact: String,
    canonical: String,
}

impl SecurityTxt {
    /// Takes a contact that is a URI (`mailto:`, `https:` or `tel:`) and the server's public URL.
    #[must_use]
    pub fn new(contact: &str, public_url: &str) -> Option<Self> {
        let is_uri = ["mailto:", "https://", "tel:"].iter().any(|scheme| contact.starts_with(scheme));
        // A line break would add a line of somebody else's.
        let is_plain = !contact.chars().chain(public_url.chars()).any(|letter| letter.is_whitespace() || letter.is_control());
        let canonical = format!("{}/.well-known/security.txt", public_url.trim_end_matches('/'));
        (is_uri && is_plain).then(|| Self { contact: contact.to_owned(), canonical })
    }

    /// Answers with it; good for half a year from the day it is asked for.
    #[must_use]
    pub fn answer(&self, now: Moment) -> Response {
        let mut response = answer::text(self.text(now));
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
        response
    }

    fn text(&self, now: Moment) -> String {
        let today = now.millis().div_euclid(DAY_MILLIS);
        let expires = Moment::from_millis((today + GOOD_FOR_DAYS) * DAY_MILLIS);
        let languages = Locale::ALL.map(Locale::tag).join(", ");
        let Self { contact, canonical } = self;
        format!("Contact: {contact}\nExpires: {expires}\nPreferred-Languages: {languages}\nCanonical: {canonical}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_whom_until_when_in_which_languages_and_where() {
        let text = SecurityTxt::new("mailto:turve@wufi.ee", "https://wufi.ee/")
            .unwrap()
            .text(Moment::parse("2026-11-24T12:00:00Z").unwrap());

        assert_eq!(
            text,
            "Contact: mailto:turve@wufi.ee\nExpires: 2027-05-23T00:00:00.000Z\nPreferred-Languages: et, en\n\
             Canonical: https://wufi.ee/.well-known/security.txt\n"
        );
    }

    #[test]
    fn a_contact_is_one_uri() {
        for wrong in ["turve@wufi.ee", "http://wufi.ee", "mailto:a@b.ee\nContact: mailto:c@d.ee", ""] {
            assert!(SecurityTxt::new(wrong, "https://wufi.ee").is_none(), "{wrong}");
        }
    }
}
