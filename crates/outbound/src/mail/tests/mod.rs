//! What the letters say, and that nothing in them becomes more than it is.

pub(in crate::mail) mod double;
mod english;
mod estonian;
mod folder;
mod injection;
mod texts;

use url::Url;
use wufi_domain::chance::Chance;
use wufi_domain::locale::Locale;
use wufi_domain::moment::{Clock, Moment};

use super::*;

pub(in crate::mail) const FROM: &str = "Wufi <pood@wufi.ee>";

pub(in crate::mail) fn at() -> Moment {
    Moment::parse("2026-11-24T02:04:46.426Z").unwrap()
}

pub(in crate::mail) fn clock() -> Clock {
    Clock::standing_at(at())
}

pub(in crate::mail) fn chance() -> Chance {
    Chance::seeded(7)
}

pub(in crate::mail) fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

pub(in crate::mail) fn letter(to: &str) -> Letter {
    let facts = Facts::PasswordReset(Way::Link(page("reset?token=wpr1.k1.r1.mac")));
    render("Wufi", email(to), Locale::Et, &facts)
}

fn page(path: &str) -> Url {
    Url::parse("https://wufi.ee/").unwrap().join(path).unwrap()
}

fn occasion() -> Occasion {
    Occasion { at: at(), device: Some("Firefox, Linux".to_owned()) }
}

/// One letter of each kind, and the variants of those that have some.
fn all_facts() -> Vec<Facts> {
    let claim = Claim::Links { accept: page("order/transfer/wot1.a/accept"), decline: page("order/transfer/wot1.a/decline") };
    vec![
        Facts::PasswordReset(Way::Link(page("reset?token=wpr1.k1.r1.mac"))),
        Facts::PasswordReset(Way::Code("wpr1.k1.r1.mac".to_owned())),
        Facts::PasswordChanged(occasion()),
        Facts::EmailChangedFrom(occasion()),
        Facts::EmailChangedTo(occasion()),
        Facts::NewDevice(Occasion { device: None, ..occasion() }),
        Facts::SessionsEnded(occasion()),
        Facts::ManyFailures(at()),
        Facts::Suspicion(occasion(), Measure::SessionEnded),
        Facts::Suspicion(occasion(), Measure::PasswordAsked),
        Facts::Suspicion(occasion(), Measure::Noticed),
        Facts::OrderTransfer(1042, claim),
        Facts::OrderTransfer(1042, Claim::Code("wot1.k1.t1.mac".to_owned())),
    ]
}

/// Every letter of a language, one under the other.
fn all_letters(locale: Locale) -> String {
    let letters = all_facts().into_iter().map(|facts| {
        let letter = render("Wufi", email("mari@wufi.ee"), locale, &facts);
        format!("== {}\n{}\n", letter.subject, letter.text)
    });
    letters.collect::<Vec<String>>().join("\n")
}

/// A letter as it came out: its headers, unfolded, and its decoded text.
pub(in crate::mail) struct Received {
    pub(in crate::mail) headers: Vec<(String, String)>,
    pub(in crate::mail) text: String,
}

impl Received {
    pub(in crate::mail) fn read(raw: &str) -> Self {
        let (head, body) = raw.split_once("\r\n\r\n").unwrap();
        let headers = head.replace("\r\n ", " ");
        let headers = headers.split("\r\n").map(|line| line.split_once(": ").unwrap());
        Self { headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(), text: unquoted(body) }
    }

    pub(in crate::mail) fn header(&self, name: &str) -> &str {
        &self.headers.iter().find(|(held, _)| held == name).unwrap().1
    }

    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names
    }
}

/// Undoes quoted-printable (RFC 2045 §6.7).
fn unquoted(body: &str) -> String {
    let body = body.replace("=\r\n", "").replace("\r\n", "\n");
    let mut bytes = Vec::new();
    let mut rest = body.as_bytes();
    while let [first, after @ ..] = rest {
        if let (b'=', [high, low, after @ ..]) = (first, after) {
            let pair = [*high, *low];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap());
            rest = after;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}
