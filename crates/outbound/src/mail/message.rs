//! A letter as it travels: headers and encoded text (RFC 5322, RFC 2045).

use std::time::SystemTime;

use lettre::Message;
use lettre::message::Mailbox;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0};
use lettre::message::{Body, MessageBuilder};
use wufi_domain::chance::Chance;
use wufi_domain::moment::Moment;
use wufi_domain::text;

use super::texts::line;
use super::{Letter, MailError, mailbox};

/// The longest subject, in characters: with every character encoded still a few lines.
const SUBJECT_MAX: usize = 150;

/// Puts `letter` into the form that servers carry, from `from`, written at `at`.
///
/// Exactly nine headers are set. Whatever the letter holds, none of it can
/// become another: the subject is one line by then, the addresses are parsed
/// once more, and the text is encoded (OWASP ASVS 1.3.11).
pub(super) fn message(letter: &Letter, from: &Mailbox, at: Moment, chance: &Chance) -> Result<Message, MailError> {
    let to = mailbox::address(&letter.to).ok_or(MailError::Address)?;
    let id = u128::from_be_bytes(chance.bytes());
    let text = Body::new_with_encoding(lines(&letter.text), ContentTransferEncoding::QuotedPrintable);

    headers()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(subject(&letter.subject))
        .date(SystemTime::from(at.to_datetime()))
        .message_id(Some(format!("<{id:032x}@{}>", from.email.domain())))
        .body(text.unwrap_or_else(Body::new))
        .map_err(|_| MailError::Address)
}

/// The headers that are the same on every letter.
///
/// `Auto-Submitted` (RFC 3834) keeps absence notices from answering.
fn headers() -> MessageBuilder {
    Message::builder()
        .header(MIME_VERSION_1_0)
        .header(ContentType::TEXT_PLAIN)
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()))
}

/// The subject as one line, in which `=?` cannot start an encoded word of a stranger's (RFC 2047).
fn subject(text: &str) -> String {
    line(&text.replace("=?", "= ?"), SUBJECT_MAX)
}

/// The text with nothing but `\n` between its lines and no other control character.
fn lines(text: &str) -> String {
    text.chars().map(|letter| if letter != '\n' && text::is_refused(letter) { ' ' } else { letter }).collect()
}
